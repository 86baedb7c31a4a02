// Cluster-robust variances of what two groups of answers have in common, one-way and two-way.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/moments.hpp"

namespace lbl::bias {

/// The moments of a cut that its clustering needs; the others are null.
struct ClusteredMoments {
  Cluster cluster = Cluster::none;
  const Moments* counts = nullptr;      ///< of single rows, each once; always there
  const Moments* totals = nullptr;      ///< of single rows as often as their weight; always there
  const Moments* rows = nullptr;        ///< of single rows as clusters; always there
  const Moments* items = nullptr;       ///< item, item and annotator
  const Moments* annotators = nullptr;  ///< annotator, item and annotator
};

/// Variances of linear functions of x = (k, n, k', n'): amounts and rows of a slice and of its
/// partner. With residuals e_g of cluster g, Var = G/(G-1) * sum of e_g^2 (Liang and Zeger 1986);
/// two-way: that of items plus that of annotators minus that of single answers (Cameron, Gelbach
/// and Miller 2011, eq. 2.11), or the larger of both where that is not positive.
class PairVariance {
 public:
  using Weights = std::array<long double, 4>;
  /// Whether G/(G-1) is applied. Single answers taken as independent have p(1-p)/n without it.
  enum class Factor : std::uint8_t { none, clusters };

  PairVariance(const ClusteredMoments& moments, std::size_t slice, std::size_t target,
               std::optional<std::size_t> partner, Factor factor);

  /// Of one group alone, G being its clusters; the weights of the other must be 0. None for a group
  /// of one cluster.
  std::optional<double> of_slice(const Weights& weights) const;
  std::optional<double> of_partner(const Weights& weights) const;
  /// Of both together, G being the clusters with an answer in either.
  std::optional<double> of_both(const Weights& weights) const;

  /// Numbers of clusters; with two kinds, of the kind that has fewer.
  std::uint64_t slice_clusters() const;
  std::uint64_t partner_clusters() const;
  std::uint64_t clusters() const;
  bool shared() const;

  /// How many clusters of one kind each side has.
  struct Sides {
    Kind kind = Kind::row;
    std::uint64_t slice = 0, partner = 0, both = 0;

    std::uint64_t fewer() const { return std::min(slice, partner); }
    /// Most clusters lie on one side alone, so that what is compared is clusters with clusters, not
    /// answers within them.
    bool nested() const { return 2 * both <= fewer(); }
  };
  /// The kind of which a side has the fewest.
  Sides scarcest() const;
  /// The same among the kinds that are nested; none if the slice crosses all clusters.
  std::optional<Sides> scarcest_nested() const;

 private:
  /// One clustering and the sign of its part in the variance.
  struct Part {
    PairMoments moments;
    Kind kind = {};
    double sign = 0;
  };
  template <class ClustersOf>
  std::optional<double> variance(const Weights& weights, ClustersOf&& clusters_of) const;
  std::vector<Sides> sides() const;
  template <class ClustersOf>
  std::uint64_t fewest(ClustersOf&& clusters_of) const;

  std::vector<Part> parts_;
  Factor factor_;
};

}  // namespace lbl::bias
