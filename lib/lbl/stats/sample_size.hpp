// How many units must be looked at, and what a number of units proves.
#pragma once

#include <cstdint>
#include <optional>

namespace lbl::stats {

/// A sample size before and after rounding up.
struct SampleSize {
  double unlimited = 0;  ///< for a population without end
  double exact = 0;      ///< with the finite-population correction
  std::uint64_t n = 0;   ///< `exact` rounded up, at most the population
};

/// Units for which a rate near `expected` has the margin of error `margin` (half the width of the
/// normal interval at `level`): z^2 p(1-p)/margin^2, with Cochran's (1977, eq. 4.2) correction for
/// a population of `population` units when there is one.
SampleSize size_for_margin(double margin, double expected, double level,
                           std::optional<std::uint64_t> population);

/// sqrt((N - n) / (N - 1)): what a sample of `n` units narrows when there are only `population`; 0
/// for a census.
double finite_correction(double n, double population);

/// The inverse of size_for_margin: z sqrt(p(1-p)/n), with the finite correction.
double normal_margin(double n, double expected, double level,
                     std::optional<std::uint64_t> population);

/// Half the width of the Wilson interval for a rate of `expected` seen in `n` units (an effective
/// number need not be whole), with the finite correction when they come from `population` units.
double margin_of(double n, double expected, double level, std::optional<std::uint64_t> population);

/// Units per group for which a two-sided test at `alpha` tells rate `p1` from `p2` with `power`
/// (pooled variance under H0, unpooled under H1; Fleiss, Levin and Paik 2003, eq. 4.14).
SampleSize size_for_difference(double p1, double p2, double alpha, double power);

/// The same on the arcsine scale (Cohen 1988, chapter 6): 2 ((z_a/2 + z_b) / h)^2.
SampleSize size_for_difference_arcsine(double p1, double p2, double alpha, double power);

/// The power of that test with `n` units a group.
double power_of_difference(double n, double p1, double p2, double alpha);

/// Units per group for which the interval for p1 - p2 reaches `margin` to either side:
/// z^2 (p1(1-p1) + p2(1-p2)) / margin^2.
SampleSize size_for_difference_margin(double margin, double p1, double p2, double level);

/// Units per group for which the interval for p1 / p2 reaches from the ratio / `factor` to the
/// ratio x `factor` (Katz et al. 1978): z^2 ((1-p1)/p1 + (1-p2)/p2) / ln(factor)^2.
SampleSize size_for_ratio(double factor, double p1, double p2, double level);

/// The least number of units that hold at least one defect with probability `level` when each is
/// defective with probability `rate`, in (0, 1): ln(1 - level) / ln(1 - rate).
SampleSize size_for_detection(double rate, double level);

/// The least number of units that hold at least one of `defects` with probability `level`; none
/// when there is no defect to be found. Populations are below 2^32.
std::optional<std::uint64_t> size_for_detection(std::uint64_t population, std::uint64_t defects,
                                                double level);

/// The least rate of defects of which `n` units hold at least one with probability `level`:
/// 1 - (1 - level)^(1/n); in a population the least such number of defects over its size.
double detectable_rate(std::uint64_t n, double level, std::optional<std::uint64_t> population);

/// Bounds for the number of defects in the whole population.
struct DefectBounds {
  std::uint64_t low = 0, high = 0;
};

/// Exact bounds (Wright 1991) when `n` units hold `x` defects: `high` is the largest D with
/// P(X <= x) > tail, `low` the smallest D with P(X >= x) > tail. For a two-sided interval at a
/// level the tail is (1 - level) / 2, for a bound on one side 1 - level.
DefectBounds defect_bounds(std::uint64_t population, std::uint64_t n, std::uint64_t x, double tail);

}  // namespace lbl::stats
