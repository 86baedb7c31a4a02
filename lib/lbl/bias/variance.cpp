// Cluster-robust variances of what two groups of answers have in common, one-way and two-way.
#include "lbl/bias/variance.hpp"

#include <algorithm>
#include <limits>

namespace lbl::bias {

PairVariance::PairVariance(const ClusteredMoments& moments, std::size_t slice, std::size_t target,
                           std::optional<std::size_t> partner, Factor factor)
    : factor_(factor) {
  const auto add = [&](const Moments& part, Kind kind, double sign) {
    parts_.push_back({pair_moments(part, slice, target, partner), kind, sign});
  };
  if (moments.items != nullptr) add(*moments.items, Kind::item, 1);
  if (moments.annotators != nullptr) add(*moments.annotators, Kind::annotator, 1);
  if (parts_.size() != 1) add(*moments.rows, Kind::row, parts_.empty() ? 1 : -1);
}

template <class ClustersOf>
std::optional<double> PairVariance::variance(const Weights& weights,
                                             ClustersOf&& clusters_of) const {
  double sum = 0;
  double largest = 0;
  for (const Part& part : parts_) {
    const auto clusters = static_cast<double>(clusters_of(part.moments));
    if (clusters < 2) return std::nullopt;
    const double factor = factor_ == Factor::none ? 1 : clusters / (clusters - 1);
    const double own = factor * static_cast<double>(part.moments.square(weights));
    sum += part.sign * own;
    if (part.sign > 0) largest = std::max(largest, own);
  }
  return sum > 0 ? sum : largest;
}

template <class ClustersOf>
std::uint64_t PairVariance::fewest(ClustersOf&& clusters_of) const {
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
  for (const Part& part : parts_) least = std::min(least, clusters_of(part.moments));
  return least;
}

std::optional<double> PairVariance::of_slice(const Weights& weights) const {
  return variance(weights, [](const PairMoments& pair) { return pair.slice_clusters; });
}
std::optional<double> PairVariance::of_partner(const Weights& weights) const {
  return variance(weights, [](const PairMoments& pair) { return pair.partner_clusters; });
}
std::optional<double> PairVariance::of_both(const Weights& weights) const {
  return variance(weights, [](const PairMoments& pair) { return pair.clusters; });
}

std::uint64_t PairVariance::slice_clusters() const {
  return fewest([](const PairMoments& pair) { return pair.slice_clusters; });
}
std::uint64_t PairVariance::partner_clusters() const {
  return fewest([](const PairMoments& pair) { return pair.partner_clusters; });
}
std::uint64_t PairVariance::clusters() const {
  return fewest([](const PairMoments& pair) { return pair.clusters; });
}
bool PairVariance::shared() const {
  return std::any_of(parts_.begin(), parts_.end(),
                     [](const Part& part) { return part.moments.shared; });
}

Kind PairVariance::scarce_kind() const {
  const auto scarce =
      std::min_element(parts_.begin(), parts_.end(), [](const Part& a, const Part& b) {
        return std::min(a.moments.slice_clusters, a.moments.partner_clusters) <
               std::min(b.moments.slice_clusters, b.moments.partner_clusters);
      });
  return scarce->kind;
}

std::optional<Kind> PairVariance::few_nested_kind() const {
  for (const Part& part : parts_) {
    const PairMoments& pair = part.moments;
    const std::uint64_t fewer = std::min(pair.slice_clusters, pair.partner_clusters);
    const std::uint64_t both = pair.slice_clusters + pair.partner_clusters - pair.clusters;
    if (part.kind != Kind::row && fewer < kManyClusters && 2 * both <= fewer) return part.kind;
  }
  return std::nullopt;
}

}  // namespace lbl::bias
