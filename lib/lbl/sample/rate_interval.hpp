// Intervals for estimated rates and means.
#pragma once

#include <optional>

#include "lbl/sample/estimate.hpp"
#include "lbl/stats/estimate.hpp"

namespace lbl::sample {

/// What an interval is made from.
struct RateFacts {
  double rate = 0, se = 0, df = 0, level = 0.95;
  double items = 0;   ///< that the rate rests on
  double sample = 0;  ///< in the whole sample
  double review_variance = 0;
  bool simple = false;               ///< a simple random sample
  bool whole = true;                 ///< not a slice of it
  std::optional<double> population;  ///< of a simple random sample
};

struct MadeInterval {
  stats::Interval interval;
  std::optional<double> effective_n;
};

/// The interval. With a simple random sample Wilson's and its like take n (N-1)/(N-n) items of n,
/// as the variance is smaller by that much (Cochran 1977, section 3.6); with any other design
/// p(1-p)/v (Kish 1965; Korn and Graubard 1998). Clopper-Pearson's of a whole finite population is
/// the exact hypergeometric one (Wright 1991). `design` is value +- t se. None when the degrees of
/// freedom do not allow one.
std::optional<MadeInterval> rate_interval(RateInterval method, const RateFacts& facts);

}  // namespace lbl::sample
