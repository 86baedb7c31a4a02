// Permutation of clusters: p values where there are too few of them for a distribution.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lbl/base/random.hpp"
#include "lbl/bias/moments.hpp"

namespace lbl::bias {

/// What every cluster adds up to, in an order that the order of the input does not change. A
/// cluster with answers in several slices is taken apart: its answers in one slice are a unit that
/// moves as a whole.
class ClusterPool {
 public:
  /// `ranked`: the clusters in that order. `codes`: the slice of each row; empty: clusters stay
  /// whole.
  ClusterPool(const Scoring& scoring, const Clusters& clusters,
              const std::vector<std::uint32_t>& ranked, const std::vector<std::uint32_t>& codes);

  std::size_t size() const { return rows_.size(); }
  std::size_t targets() const { return targets_; }
  double rows(std::size_t i) const { return static_cast<double>(rows_[i]); }
  double amount(std::size_t i, std::size_t target) const {
    return static_cast<double>(amounts_[i * targets_ + target]);
  }
  /// A counted row of the unit, to ask which slice it is in.
  std::uint32_t a_row(std::size_t i) const { return some_rows_[i]; }

 private:
  void add_row(const Scoring& scoring, std::uint32_t row, std::size_t unit);

  std::size_t targets_;
  std::vector<std::uint64_t> rows_, amounts_;
  std::vector<std::uint32_t> some_rows_;
};

/// Deals the units of a pool out to the slices of one cut again and again. Not for several threads
/// at once.
class ClusterPermutation {
 public:
  /// `codes` and `slices`: the slice of each row, and how many there are.
  ClusterPermutation(const ClusterPool& pool, const std::vector<std::uint32_t>& codes,
                     std::size_t slices);

  /// Two-sided p that the difference of means between `slice` and its partner (another slice, or by
  /// default all others) is chance: the share of ways to deal out the same units in which the slice
  /// gets as much too much or too little, amount - mean * rows. All ways when there are at most
  /// 10,000, else up to 9,999 random ones, which end early once 20 have been as extreme (Besag and
  /// Clifford 1991).
  double p(std::size_t slice, std::optional<std::size_t> partner, std::size_t target,
           base::Random random);

 private:
  /// The units of one target: the residual amount - mean * rows of each, and how they lie in
  /// slices.
  struct Units {
    std::vector<std::uint32_t> members;  ///< of the pool; empty: all of it
    std::size_t size = 0;
    double mean = 0;
    std::vector<double> slice_residuals;  ///< per slice, summed
    /// Most units of a rare label have none of it, and most of a common one nothing else. Only the
    /// others are drawn one by one; the ordinary ones, which differ in their rows alone, count with
    /// their mean residual.
    std::vector<double> special;
    double ordinary_residual = 0;
    std::vector<double> slice_by_special;  ///< slice_residuals, ordinary units by their mean
  };
  /// The question of one p value: a part of `drawn` units, as extreme as `observed`.
  struct Deal {
    const Units& units;
    std::size_t target, drawn;
    double observed;
    bool is_extreme(double residual) const;
  };

  Units units_of(std::size_t target, std::vector<std::uint32_t> members) const;
  double residual(const Deal& deal, std::size_t unit) const;
  double exact_p(const Deal& deal) const;
  template <class Draw>
  static double random_p(const Deal& deal, Draw&& draw_residual);
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
