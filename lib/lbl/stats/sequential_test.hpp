// Wald's sequential probability ratio test of a rate of defects.
#pragma once

#include <cstdint>
#include <vector>

#include "lbl/stats/operating_characteristic.hpp"

namespace lbl::stats {

enum class Decision : std::uint8_t { accept, reject, go_on };

/// The test of a rate of p0 (to be accepted, wrongly rejected with probability alpha) against p1
/// (to be rejected, wrongly accepted with probability beta); Wald (1947), chapter 5. After n items
/// with d defects: reject if d >= h2 + slope n, accept if d <= -h1 + slope n.
struct SequentialTest {
  double p0 = 0, p1 = 0, alpha = 0, beta = 0;
  double h1 = 0, h2 = 0, slope = 0;

  /// What to do after `items`, `defects` of which are defective. Within rounding of a line the line
  /// counts as reached.
  Decision decision(std::uint64_t items, std::uint64_t defects) const;
};

/// The test with its lines; 0 < p0 < p1 < 1, alpha and beta above 0 with a sum below 1.
SequentialTest sequential_test(double p0, double p1, double alpha, double beta);

/// Its operating characteristic by Wald's approximation (3.43 ff., without the excess over the
/// lines), from no defects to where acceptance is below 0.001.
std::vector<OcPoint> oc_curve(const SequentialTest& test);

/// How many items it looks at on average at a rate of `p` that the curve gives `p_accept` for.
double average_items(const SequentialTest& test, const OcPoint& point);

}  // namespace lbl::stats
