// The largest differences between the slices of a cut.
#include "lbl/bias/disparity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lbl::bias {
namespace {

double value(const SliceEntry& entry) {
  return *entry.estimate.value;
}

void mark_few_clusters(std::uint64_t clusters, stats::Estimate& estimate) {
  if (!estimate.value || clusters >= kReliableClusters) return;
  estimate.status = stats::Status::unreliable;
  estimate.reason = "few-clusters";
  estimate.message = fmt::format("a slice with only {} clusters", clusters);
}

std::optional<double> supported_difference(const std::vector<SliceEntry>& entries) {
  std::vector<double> values;
  for (const SliceEntry& entry : entries) {
    if (entry.clusters >= kManyClusters) values.push_back(value(entry));
  }
  if (values.size() < 2) return std::nullopt;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return *high - *low;
}

ToOverall to_overall(const std::vector<SliceEntry>& entries, double overall) {
  ToOverall found{0, 1};
  for (const SliceEntry& entry : entries) {
    found.difference = std::max(found.difference, std::fabs(value(entry) - overall));
    const bool positive = value(entry) > 0 && overall > 0;
    const double ratio = positive ? value(entry) / overall : 0;
    found.ratio = std::min(found.ratio, ratio > 1 ? 1 / ratio : ratio);
  }
  return found;
}

/// The four-fifths rule (Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D).
std::vector<std::size_t> below_four_fifths(const std::vector<SliceEntry>& entries, double highest) {
  std::vector<std::size_t> below;
  for (const SliceEntry& entry : entries) {
    if (5 * value(entry) < 4 * highest) below.push_back(entry.slice);
  }
  return below;
}

}  // namespace

Disparity disparity(const std::vector<SliceEntry>& entries, const Scoring& scoring, double overall,
                    const BiasSpec& spec) {
  Disparity disparity;
  disparity.label = entries.front().label;
  disparity.measure = entries.front().measure;
  const auto by_value = [](const SliceEntry& a, const SliceEntry& b) {
    return value(a) < value(b);
  };
  const auto [low, high] = std::minmax_element(entries.begin(), entries.end(), by_value);
  disparity.range = ValueRange{value(*low), value(*high)};
  if (entries.size() < 2) {
    disparity.max_difference = disparity.min_ratio =
        stats::Estimate::undefined("one-slice", "there is only one slice");
    return disparity;
  }
  disparity.worst = {high->slice, low->slice};
  disparity.max_difference.value = value(*high) - value(*low);
  disparity.to_overall = to_overall(entries, overall);
  if (spec.four_fifths && scoring.is_share) {
    disparity.below_four_fifths = below_four_fifths(entries, value(*high));
  }
  if (!scoring.has_zero || !(value(*high) > 0) || value(*low) < 0) {
    disparity.min_ratio = stats::Estimate::undefined(scoring.has_zero ? "not-positive" : "no-zero",
                                                     "there is no ratio of such values");
  } else {
    disparity.min_ratio.value = value(*low) / value(*high);
  }
  const std::uint64_t clusters = std::min(high->clusters, low->clusters);
  mark_few_clusters(clusters, disparity.max_difference);
  mark_few_clusters(clusters, disparity.min_ratio);
  disparity.supported_difference = supported_difference(entries);
  return disparity;
}

}  // namespace lbl::bias
