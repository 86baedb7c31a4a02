// Design-based estimation: variances of linearised statistics, post-stratification, raking.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lbl/stats/raking.hpp"

namespace lbl::stats {

/// How a sample was drawn, one entry a unit (item) that is in it.
struct SurveyDesign {
  std::vector<double> weights;          ///< of the design, before any calibration
  std::vector<std::uint32_t> strata;    ///< stratum of each unit, from 0
  std::vector<std::uint32_t> clusters;  ///< primary unit of each unit, from 0; each in one stratum
  std::uint32_t stratum_count = 1;
  std::uint32_t cluster_count = 0;
  /// Per stratum: how many primary units the population has there; none: without end.
  std::vector<std::optional<double>> populations;
  /// Per primary unit, where they differ: its inclusion probability. Empty: equal ones in a
  /// stratum.
  std::vector<double> probabilities;

  std::size_t size() const { return weights.size(); }
};

/// The variance of a total and what it rests on.
struct DesignVariance {
  double variance = 0;
  std::uint32_t lone_strata = 0;  ///< strata with one primary unit out of several
};

/// The variance of sum z, where z holds the weighted linearised values of the units, from the
/// totals of the primary units: sum over strata of (1 - n/N) n/(n-1) sum (z_c - mean)^2 (Cochran
/// 1977, eq. 9A.40 and 11.24). With probabilities, by Hajek's approximation for fixed sizes
/// (Hajek 1964; Deville 1999): sum c_k (z_k - A)^2 with c_k = (1 - p_k) n/(n-1) and A the mean of z
/// weighted by c. A lone primary unit is held against the mean of all.
DesignVariance design_variance(const SurveyDesign& design, std::span<const double> z);

/// Degrees of freedom: primary units less strata.
double design_degrees(const SurveyDesign& design);

/// How weights were made to agree with known totals.
struct Calibration {
  enum class Kind : std::uint8_t { none, post_strata, raking } kind = Kind::none;
  std::vector<Margin> margins;  ///< post-strata: one
};

/// Weights that meet the totals: of the only margin at once, or of several by iterative
/// proportional fitting (Deming and Stephan 1940). None when they do not settle in 1,000 rounds.
std::optional<std::vector<double>> calibrated(const std::vector<double>& weights,
                                              const Calibration& calibration);

/// Takes out of the linearised values `e` (unweighted) what the margins explain, as R survey does:
/// for post-strata their means by the design's weights; for raking ten rounds over the margins of
/// plain means.
void take_out_margins(const SurveyDesign& design, const Calibration& calibration,
                      std::vector<double>& e);

}  // namespace lbl::stats
