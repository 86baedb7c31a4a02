// What people look at after the figures: which labels meet which, and the most disputed items.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lbl/agree/agreement.hpp"
#include "lbl/model/ratings.hpp"

namespace lbl::agree {

/// How often two labels meet on one item.
struct LabelMeetings {
  std::vector<std::string> labels;
  /// With two annotators the rows are the labels of the first and the columns those of the second;
  /// with more the table is the same both ways: all pairs of answers, an item with m answers with
  /// weight 1 / (m - 1) (Krippendorff's coincidences).
  std::vector<std::vector<double>> counts;
  std::vector<std::string> annotators;  ///< the two; empty for more
};

/// An item that annotators do not agree on.
struct DisputedItem {
  std::string item;
  std::uint64_t answers = 0;
  std::vector<std::pair<std::string, std::uint64_t>> labels;  ///< most frequent first
  double disagreement = 0;
};

struct TaskDetails {
  std::optional<LabelMeetings> meetings;  ///< of choices and ratings with few labels
  std::vector<DisputedItem> disputed;     ///< most disputed first
  std::uint64_t disputed_items = 0;       ///< of all items, with a disagreement above 0
};

/// The details of every task, in their order; at most `most_items` disputed items each, of equally
/// disputed ones those with more answers, then by name.
std::vector<TaskDetails> details(const model::RatingsTable& table, const Options& options,
                                 std::size_t most_items);

}  // namespace lbl::agree
