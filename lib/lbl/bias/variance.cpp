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

std::vector<PairVariance::Sides> PairVariance::sides() const {
  std::vector<Sides> all;
  for (const Part& part : parts_) {
    if (part.sign < 0) continue;
    const PairMoments& pair = part.moments;
    all.push_back({part.kind, pair.slice_clusters, pair.partner_clusters,
                   pair.slice_clusters + pair.partner_clusters - pair.clusters});
  }
  return all;
}

PairVariance::Sides PairVariance::scarcest() const {
  const std::vector<Sides> all = sides();
  return *std::min_element(all.begin(), all.end(),
                           [](const Sides& a, const Sides& b) { return a.fewer() < b.fewer(); });
}

std::optional<PairVariance::Sides> PairVariance::scarcest_nested() const {
  std::optional<Sides> scarcest;
  for (const Sides& one : sides()) {
    if (one.nested() && (!scarcest || one.fewer() < scarcest->fewer())) scarcest = one;
  }
  return scarcest;
}

}  // namespace lbl::bias
