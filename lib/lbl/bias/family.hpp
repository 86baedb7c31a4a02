// A family of tests: q values and flags for all entries that have a p value.
#pragma once

#include <vector>

#include "lbl/stats/multiple_testing.hpp"

namespace lbl::bias {

/// Sets `q` and `flag` of every entry with a `p`. `each` calls its argument for all entries of the
/// family, in the same order each time.
template <class Each>
void set_q(const Each& each, stats::Correction correction, double level) {
  std::vector<double> p_values;
  each([&](auto& one) {
    if (one.p) p_values.push_back(*one.p);
  });
  const std::vector<double> q_values = stats::adjusted_p(p_values, correction);
  auto next = q_values.begin();
  each([&](auto& one) {
    if (!one.p) return;
    one.q = *next++;
    one.flag = *one.q <= 1 - level;
  });
}

}  // namespace lbl::bias
