// Permutation of clusters: p values where there is too little for a distribution to go by.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "lbl/base/random.hpp"
#include "lbl/bias/cluster_pool.hpp"

namespace lbl::bias {

/// Deals the units of a pool out to the slices of one cut again and again. Not for several threads
/// at once. Two-sided p values; all ways are tried when there are at most 10,000, else up to 9,999
/// random ones, which end early once 20 have been as extreme (Besag and Clifford 1991).
class ClusterPermutation {
 public:
  /// `codes` and `slices`: the slice of each row, and how many there are.
  ClusterPermutation(const ClusterPool& pool, const std::vector<std::uint32_t>& codes,
                     std::size_t slices);

  /// The p that a slice has as much too much or too little (amount - mean * rows) when the units of
  /// both sides are dealt out anew. The partner is another slice, or by default all others.
  double p(std::size_t slice, std::optional<std::size_t> partner, std::size_t target,
           base::Random random);

  /// The same for rates where the slice crosses the clusters: each cluster's answers are dealt out
  /// anew, as many to the slice as it has there, so that nothing but the slice is compared (the
  /// permutation form of Cochran, Mantel and Haenszel's test; Birch 1964).
  double p_within(std::size_t slice, std::optional<std::size_t> partner, std::size_t target,
                  base::Random random) const;

 private:
  /// The units of one target with their residuals amount - mean * rows.
  struct Units {
    std::vector<std::uint32_t> members;  ///< of the pool; empty: all of it
    std::size_t size = 0;
    double mean = 0;
    std::vector<double> slice_residuals;  ///< per slice, summed
    /// Most units of a rare label have none of it, and most of a common one nothing else. Only the
    /// others are drawn one by one; the ordinary ones differ in their rows alone.
    std::vector<double> special;
    std::size_t ordinary = 0;
    double ordinary_mean = 0, ordinary_variance = 0;  ///< of their residuals
  };
  /// The question of one p value: a part of `drawn` units, as extreme as `observed`.
  struct Deal {
    const Units& units;
    std::size_t target, drawn;
    double observed;
  };
  /// Answers of a cluster on both sides: all of them, those of the slice, those with the label.
  struct Stratum {
    std::uint64_t rows, drawn, hits;
    double expected() const;
  };

  std::uint32_t unit_at(const Units& units, std::size_t i) const;
  double residual(const Units& units, std::size_t target, std::size_t i) const;
  Units units_of(std::size_t target, std::vector<std::uint32_t> members) const;
  void part_ordinary(std::size_t target, Units& units) const;
  double exact_p(const Deal& deal) const;
  double draw(const Deal& deal, base::Random& random);
  static double draw_special(const Deal& deal, base::Random& random);

  const ClusterPool& pool_;
  std::vector<std::uint32_t> slice_of_;    ///< per unit
  std::vector<std::size_t> slice_units_;   ///< per slice
  std::vector<std::optional<Units>> all_;  ///< per target, when first asked for
  std::vector<std::uint32_t> stamps_;      ///< per unit: the last draw that took it
  std::uint32_t stamp_ = 0;
};

}  // namespace lbl::bias
