// Where a series of sums changes its mean: the CUSUM test, after the fact.
#pragma once

#include <cstddef>
#include <vector>

#include "lbl/base/random.hpp"

namespace lbl::stats {

/// One step of a series: `weight` observations with the sum `amount`.
struct SeriesStep {
  double amount = 0, weight = 0;
};

/// A change of the mean before step `at`, with the means of what lies between it and the changes on
/// both sides.
struct MeanChange {
  std::size_t at = 0;
  double before = 0, after = 0;
  double p = 1;
};

struct ChangePoints {
  double p = 1;  ///< of the whole series: chance of as large a CUSUM without change
  std::vector<MeanChange> changes;  ///< ascending by step; empty when p is above the rate
};

/// How the chance of a CUSUM is found: by Brownian bridges up to 50 steps and Kolmogorov's limit
/// beyond, or always by the limit, which is quicker and more careful.
enum class CusumTest { bridges, limit };

/// The largest |S_k| / (sd sqrt(N)) with S_k the sum of (amount - mean * weight) of the first k
/// steps (Page 1954; Csorgo and Horvath 1997, section 2.1), `variance` being that of one
/// observation, is held against the largest of a Brownian bridge at the same places: simulated up
/// to 50 steps (at most 1,999 bridges, ending early after 20 as large; Besag and Clifford 1991),
/// Kolmogorov's limit beyond, which can only be more careful. Where the whole has a change, both
/// sides are tested in turn (binary segmentation, Vostrikova 1981), each at the same rate: a series
/// without any change gives a false alarm with a chance of at most `false_alarm_rate`.
ChangePoints change_points(const std::vector<SeriesStep>& series, double variance,
                           double false_alarm_rate, base::Random random,
                           CusumTest test = CusumTest::bridges);

}  // namespace lbl::stats
