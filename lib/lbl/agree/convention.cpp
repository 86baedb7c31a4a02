// Names of conventions: one table each, from which options, help and reports draw.
#include "lbl/agree/convention.hpp"

#include <algorithm>
#include <array>

namespace lbl::agree {

namespace {

using stats::Distance;

constexpr std::array<std::string_view, 4> kMissing = {"items", "ratings", "pairs", "listwise"};

const DistanceName* find(const std::vector<DistanceName>& names, std::string_view name) {
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const DistanceName& entry) { return entry.name == name; });
  return found == names.end() ? nullptr : &*found;
}

}  // namespace

std::string_view missing_name(Missing missing) {
  return kMissing[static_cast<std::size_t>(missing)];
}

std::optional<Missing> missing_by_name(std::string_view name) {
  for (std::size_t i = 0; i < kMissing.size(); ++i) {
    if (kMissing[i] == name) return static_cast<Missing>(i);
  }
  return std::nullopt;
}

const std::vector<DistanceName>& metrics() {
  static const std::vector<DistanceName> table = {
      {"nominal", Distance::identity, false, "equal or not"},
      {"ordinal", Distance::quadratic, true, "squared distance of mid-ranks"},
      {"interval", Distance::quadratic, false, "squared difference"},
      {"ratio", Distance::ratio, false, "squared difference over sum"},
      {"circular", Distance::circular, false, "squared sine, for hours and angles"},
      {"bipolar", Distance::bipolar, false, "squared difference, more at the ends of the scale"},
  };
  return table;
}

const std::vector<DistanceName>& weightings() {
  static const std::vector<DistanceName> table = {
      {"identity", Distance::identity, false, "equal or not"},
      {"linear", Distance::linear, false, "difference"},
      {"quadratic", Distance::quadratic, false, "squared difference"},
      {"ordinal", Distance::ordinal, false, "pairs of ranks between the two"},
      {"radical", Distance::radical, false, "square root of the difference"},
      {"ratio", Distance::ratio, false, "squared difference over sum"},
      {"circular", Distance::circular, false, "squared sine, for hours and angles"},
      {"bipolar", Distance::bipolar, false, "squared difference, more at the ends of the scale"},
  };
  return table;
}

const DistanceName* metric_by_name(std::string_view name) { return find(metrics(), name); }
const DistanceName* weighting_by_name(std::string_view name) { return find(weightings(), name); }

bool is_plain(const DistanceName& distance) { return distance.distance == Distance::identity; }

std::string_view default_metric(model::TaskType type) {
  switch (type) {
    case model::TaskType::rating: return "ordinal";
    case model::TaskType::number: return "interval";
    default: return "nominal";
  }
}

}  // namespace lbl::agree
