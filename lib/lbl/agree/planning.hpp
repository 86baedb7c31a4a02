// --plan-width W: how many items, or answers an item, would make an interval that narrow.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lbl/agree/coefficient.hpp"
#include "lbl/model/ratings.hpp"

namespace lbl::agree {

struct Options;

/// What one coefficient would need.
struct WidthPlan {
  std::string task;
  const Coefficient* coefficient = nullptr;
  std::string metric, weights;
  double width = 0;                 ///< that is wanted, from end to end
  std::optional<double> width_now;  ///< none: the figure has no standard error
  std::uint64_t items_now = 0;
  std::optional<std::uint64_t> items;  ///< that are needed in all, with as many answers as now
  /// With so many answers an item, so many items in all; empty where no item has three answers or
  /// the coefficient needs to know who answered.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> by_answers;
};

/// Plans for the figures of the whole. The error falls with the square root of the items; how it
/// depends on the answers an item is found by leaving out answers of the batch at random: variance
/// times items is a + b / answers through two answers an item and all of them.
std::vector<WidthPlan> plan_width(const model::TaskRatings& ratings, double width,
                                  const Options& options);

}  // namespace lbl::agree
