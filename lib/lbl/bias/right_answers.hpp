// The right answer to each answer of a batch: from gold, or from what the others say.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lbl/model/ratings.hpp"

namespace lbl::bias {

/// For each answer of a task the one that it should have been.
struct RightAnswers {
  /// Per answer: an index into `categories`, TaskRatings::kNoValue where none is known.
  std::vector<std::uint32_t> values;
  std::vector<model::Answer> categories;
  std::vector<std::string> category_names;
};

/// The right answers of a task from one an item: `item_values` are indices into `categories`, or
/// TaskRatings::kNoValue.
RightAnswers right_by_item(const model::TaskRatings& task,
                           const std::vector<std::uint32_t>& item_values,
                           std::vector<model::Answer> categories,
                           std::vector<std::string> category_names);

/// For each answer what most of the other answers to its item say: the most frequent one, none on a
/// tie; of numbers their median, of choices the labels that more than half of them have, of spans
/// and boxes for each label the (lower) median of its counts.
RightAnswers majority_of_others(const model::TaskRatings& task);

}  // namespace lbl::bias
