// The choices that a figure of agreement depends on, and their names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/task.hpp"
#include "lbl/stats/distance.hpp"

namespace lbl::agree {

/// How items with missing answers count towards observed agreement (CONVENTIONS.md 5).
enum class Missing : std::uint8_t {
  items,    ///< each item with two answers or more counts once
  ratings,  ///< an item with m answers counts m times
  pairs,    ///< an item with m answers counts m(m - 1) times
  listwise  ///< only items that every annotator answered
};
/// "items", ...
std::string_view missing_name(Missing missing);
std::optional<Missing> missing_by_name(std::string_view name);

/// How different two categories are: Krippendorff's metrics (for alpha) and Gwet's weights (for the
/// chance-corrected family). Most are one formula under two names.
struct DistanceName {
  std::string_view name;
  stats::Distance distance;
  /// Krippendorff's ordinal metric: squared distance of the mid-ranks of the answers themselves, so
  /// the formula is `quadratic` on positions that come from the data.
  bool by_rank = false;
  std::string_view help;
};

/// All metrics, in the order of --help.
const std::vector<DistanceName>& metrics();
/// All weightings, in the order of --help.
const std::vector<DistanceName>& weightings();
/// Null if there is no metric (weighting) of that name.
const DistanceName* metric_by_name(std::string_view name);
const DistanceName* weighting_by_name(std::string_view name);

/// True for nominal and identity, which have a meaning for any answers; all others need numbers or
/// labels in an order.
bool is_plain(const DistanceName& distance);

/// The metric of alpha that fits the type (CONVENTIONS.md 8).
std::string_view default_metric(model::TaskType type);

}  // namespace lbl::agree
