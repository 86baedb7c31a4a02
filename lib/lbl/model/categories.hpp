// The category set of a task and what each distinct raw answer means in it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lbl/model/ratings.hpp"
#include "lbl/model/raw_table.hpp"

namespace lbl::model {

/// What one distinct raw answer turned out to be.
struct AnswerMeaning {
  enum class Kind : std::uint8_t { counted, no_answer, unknown, invalid };
  Kind kind = Kind::counted;
  bool alias = false;
  bool unknown_kept = false;   ///< counted, though its label is outside the task
  std::uint32_t category = 0;  ///< when counted
};

/// Fills task, categories, category_names, declared_categories and first_refused of `ratings`
/// (CONVENTIONS.md 4); returns the meaning of each raw answer of `answers`.
std::vector<AnswerMeaning> settle_categories(const RatingsSpec& spec, const Task& task,
                                             const RawTable::Answers& answers,
                                             TaskRatings& ratings);

}  // namespace lbl::model
