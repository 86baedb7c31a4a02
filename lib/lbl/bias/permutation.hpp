// Permutation of clusters: p values where there are too few of them for a distribution.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lbl/base/random.hpp"
#include "lbl/bias/moments.hpp"

namespace lbl::bias {

/// What every cluster adds up to, in an order that the order of the input does not change.
class ClusterPool {
 public:
  /// `ranked`: the clusters in that order; those without a counted row are left out.
  ClusterPool(const Scoring& scoring, const Clusters& clusters,
              const std::vector<std::uint32_t>& ranked);

  std::size_t size() const { return rows_.size(); }
  std::size_t targets() const { return targets_; }
  double rows(std::size_t i) const { return rows_[i]; }
  double amount(std::size_t i, std::size_t target) const { return amounts_[i * targets_ + target]; }
  /// A counted row of the cluster, to ask which slice it is in.
  std::uint32_t first_row(std::size_t i) const { return first_rows_[i]; }

 private:
  std::size_t targets_;
  std::vector<double> rows_, amounts_;
  std::vector<std::uint32_t> first_rows_;
};

/// Deals the clusters of a pool out to the slices of one cut again and again. Each cluster must lie
/// in one slice. Not for several threads at once.
class ClusterPermutation {
 public:
  /// `codes` and `slices`: the slice of each row, and how many there are.
  ClusterPermutation(const ClusterPool& pool, const std::vector<std::uint32_t>& codes,
                     std::size_t slices);

  /// Two-sided p that the difference of means between `slice` and its partner (another slice, or by
  /// default all others) is chance: the share of ways to deal out the same clusters that differ as
  /// much. All ways when there are at most 10,000, else up to 9,999 random ones, which end early
  /// once 20 have differed as much (Besag and Clifford 1991).
  double p(std::size_t slice, std::optional<std::size_t> partner, std::size_t target,
           base::Random random);

 private:
  struct Tally {
    double rows = 0, amount = 0;
    double mean() const { return amount / rows; }
  };
  /// Clusters that are dealt out in two parts, the first of `drawn`.
  struct Deal {
    std::vector<std::uint32_t> members;  ///< of the pool; empty: all of it
    std::size_t size = 0, drawn = 0, target = 0;
    Tally total;
    double observed = 0;
  };

  Deal deal(std::size_t slice, std::optional<std::size_t> partner, std::size_t target) const;
  bool as_extreme(const Deal& deal, const Tally& drawn) const;
  double exact_p(const Deal& deal) const;
  double random_p(const Deal& deal, base::Random& random);
  void add(const Deal& deal, std::size_t member, Tally& tally) const;

  const ClusterPool& pool_;
  std::vector<std::uint32_t> slice_of_;      ///< per cluster
  std::vector<std::size_t> slice_clusters_;  ///< per slice
  std::vector<Tally> cells_;                 ///< slice * targets + target
  std::vector<Tally> totals_;                ///< per target
  std::vector<std::uint32_t> stamps_;        ///< per cluster: the last draw that took it
  std::uint32_t stamp_ = 0;
};

}  // namespace lbl::bias
