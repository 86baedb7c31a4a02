// The choices that a figure of agreement depends on, and their names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/agree/label_set.hpp"
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

/// What a distance needs to know of the answers.
enum class Basis : std::uint8_t {
  labels,   ///< only whether they are equal
  numbers,  ///< a number for each, or a rank
  ranks,    ///< their mid-ranks among all answers (Krippendorff's ordinal metric)
  sets,     ///< their members (choices)
  matrix    ///< a table of distances between labels
};

/// How different two categories are: Krippendorff's metrics (for alpha) and Gwet's weights (for the
/// chance-corrected family). Many are one formula under two names.
struct DistanceName {
  std::string_view name;
  stats::Distance distance;
  Basis basis;
  double (*between_sets)(const LabelSet&, const LabelSet&);  ///< only with Basis::sets
  std::string_view help;

  bool by_rank() const { return basis == Basis::ranks; }
};

/// All metrics, in the order of --help.
const std::vector<DistanceName>& metrics();
/// All weightings, in the order of --help.
const std::vector<DistanceName>& weightings();
/// Null if there is no metric (weighting) of that name.
const DistanceName* metric_by_name(std::string_view name);
const DistanceName* weighting_by_name(std::string_view name);

/// The metrics of alpha that fit the type, the first one for short names (CONVENTIONS.md 8).
std::vector<std::string_view> default_metrics(model::TaskType type);

}  // namespace lbl::agree
