// What chance alone does to the largest difference between slices.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lbl/base/random.hpp"
#include "lbl/bias/permutation.hpp"

namespace lbl::bias {

/// A cut as the maximum needs it, in mean amounts.
struct MaximumQuestion {
  std::vector<std::uint64_t> slice_clusters;
  std::vector<double> means;  ///< per target, over all slices
  /// Per target: the standard deviation between clusters of (amount - mean * rows), by the mean
  /// number of rows of a cluster.
  std::vector<double> scales;
  std::vector<double> observed;  ///< per target: the largest difference that was found

  std::uint64_t clusters() const;
  /// Whether the clusters themselves must be dealt out: in all of them up to 5,000, else to slices
  /// of less than 100, whose means are not normal.
  bool needs_pool() const;
};

/// The largest difference under permutation of clusters: its mean, and how often it is as large as
/// the one found.
struct MaximumUnderChance {
  double p = 1, null_mean = 0;
};

/// 999 permutations, for each target. Large slices in large pools get the normal limit of their
/// mean. `pool` may be null when it is not needed.
std::vector<MaximumUnderChance> maximum_under_chance(const MaximumQuestion& question,
                                                     const ClusterPool* pool, base::Random random);

}  // namespace lbl::bias
