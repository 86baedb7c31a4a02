// Annotator by annotator: what they answered and how near they come to the others.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "lbl/agree/agreement.hpp"
#include "lbl/model/gold.hpp"
#include "lbl/model/ratings.hpp"

namespace lbl::agree {

/// One annotator of one task.
struct AnnotatorFigures {
  std::uint32_t annotator = 0;  ///< index into RatingsTable::annotators
  std::uint64_t answers = 0;
  std::uint64_t items_paired = 0;  ///< that somebody else answered as well
  /// 1 less the mean distance from the others' answers on those items, and between the others
  /// where there are two; distances by the first metric in the options, else the task's own.
  std::optional<double> agreement, agreement_of_others;
  std::vector<std::pair<std::uint32_t, std::uint64_t>> labels;  ///< answers by category
  std::uint64_t with_gold = 0;                                  ///< answers to items with gold
  std::optional<double> accuracy;
};

/// All annotators with an answer, by name. `gold` may be null.
std::vector<AnnotatorFigures> annotator_figures(const model::RatingsTable& table,
                                                const model::TaskRatings& ratings,
                                                const model::TaskGold* gold,
                                                const Options& options);

}  // namespace lbl::agree
