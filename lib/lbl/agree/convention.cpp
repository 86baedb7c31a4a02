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
      {"nominal", Distance::identity, Basis::labels, nullptr, "equal or not"},
      {"ordinal", Distance::quadratic, Basis::ranks, nullptr, "squared distance of mid-ranks"},
      {"interval", Distance::quadratic, Basis::numbers, nullptr, "squared difference"},
      {"ratio", Distance::ratio, Basis::numbers, nullptr, "squared (difference over sum)"},
      {"circular", Distance::circular, Basis::numbers, nullptr,
       "squared sine, for hours and angles"},
      {"bipolar", Distance::bipolar, Basis::numbers, nullptr,
       "squared difference, larger at the ends of the scale"},
      {"jaccard", Distance::custom, Basis::sets, jaccard_distance,
       "sets: 1 - common members / all members"},
      {"masi", Distance::custom, Basis::sets, masi_distance,
       "sets: Jaccard, and how the sets lie to each other"},
      {"dice", Distance::custom, Basis::sets, dice_distance,
       "sets: 1 - 2 common members / members of both"},
      {"matrix", Distance::custom, Basis::matrix, nullptr, "matrix:FILE, distances from a file"},
  };
  return table;
}

const std::vector<DistanceName>& weightings() {
  static const std::vector<DistanceName> table = {
      {"identity", Distance::identity, Basis::labels, nullptr, "equal or not"},
      {"linear", Distance::linear, Basis::numbers, nullptr, "difference"},
      {"quadratic", Distance::quadratic, Basis::numbers, nullptr, "squared difference"},
      {"ordinal", Distance::ordinal, Basis::numbers, nullptr, "pairs of ranks between the two"},
      {"radical", Distance::radical, Basis::numbers, nullptr, "square root of the difference"},
      {"ratio", Distance::ratio, Basis::numbers, nullptr, "squared (difference over sum)"},
      {"circular", Distance::circular, Basis::numbers, nullptr,
       "squared sine, for hours and angles"},
      {"bipolar", Distance::bipolar, Basis::numbers, nullptr,
       "squared difference, larger at the ends of the scale"},
  };
  return table;
}

const DistanceName* metric_by_name(std::string_view name) {
  return find(metrics(), name);
}
const DistanceName* weighting_by_name(std::string_view name) {
  return find(weightings(), name);
}

std::vector<std::string_view> default_metrics(model::TaskType type) {
  switch (type) {
    case model::TaskType::rating:
      return {"ordinal"};
    case model::TaskType::number:
      return {"interval"};
    case model::TaskType::choices:
      return {"masi", "jaccard"};
    default:
      return {"nominal"};
  }
}

}  // namespace lbl::agree
