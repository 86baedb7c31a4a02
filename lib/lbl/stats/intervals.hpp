// Confidence intervals for proportions and for how two of them differ.
#pragma once

#include <optional>

namespace lbl::stats {

/// `successes` out of `trials`; real numbers, so that weighted counts fit.
struct Proportion {
  double successes = 0;
  double trials = 0;

  double share() const { return successes / trials; }
};

/// The ends of an interval.
struct Bounds {
  double low = 0;
  double high = 1;
};

// Intervals for one proportion, two-sided at `level` in (0, 1). Without a trial nothing is known
// and all of them are [0, 1]. All lie in [0, 1].

/// Wilson (1927) score interval, by Newcombe (1998a) method 3; exactly 0 at no success and exactly
/// 1 at no failure.
Bounds wilson(Proportion observed, double level);
/// The same for a share estimated with an effective number of trials that need not be whole (Kish
/// 1965: p(1-p)/variance), so that the interval holds for clustered or weighted answers as well.
Bounds wilson_effective(double share, double effective_trials, double level);
/// Wilson with continuity correction, Newcombe (1998a) method 4: 1/(2n) always; 0 and 1 at the
/// ends.
Bounds wilson_cc(Proportion observed, double level);
/// Clopper and Pearson (1934), exact: half of 1 - level on each side; 0 and 1 at the ends.
Bounds clopper_pearson(Proportion observed, double level);
/// Equal-tailed Beta(x + 1/2, n - x + 1/2), Jeffreys' prior; not set to 0 or 1 at the ends (Brown,
/// Cai and DasGupta 2001, eq. 8, before their modification).
Bounds jeffreys(Proportion observed, double level);
/// Agresti and Coull (1998): Wald around (x + z^2/2) / (n + z^2), cut to [0, 1].
Bounds agresti_coull(Proportion observed, double level);
/// p +- z sqrt(p(1-p)/n), cut to [0, 1]; poor coverage, here because it is often asked for.
Bounds wald(Proportion observed, double level);

// Two proportions.

/// Newcombe (1998b) method 10: p1 - p2 from the score intervals of both, no continuity correction.
Bounds newcombe_difference(Proportion first, Proportion second, double level);
/// The same from shares and intervals found in any way ("square and add", Zou and Donner 2008),
/// whose estimates may be correlated (Zou 2007).
Bounds squared_and_added(double first_share, Bounds first, double second_share, Bounds second,
                         double correlation = 0);
/// Agresti and Caffo (2000): one success and one failure more in each group; cut to [-1, 1].
Bounds agresti_caffo_difference(Proportion first, Proportion second, double level);
/// Katz et al. (1978): p1 / p2 on the log scale. None where there are no successes in one of both.
std::optional<Bounds> katz_ratio(Proportion first, Proportion second, double level);
/// Woolf (1955): the odds ratio on the log scale, nothing added. None where a cell is zero.
std::optional<Bounds> woolf_odds_ratio(Proportion first, Proportion second, double level);

/// estimate * exp(+-z log_se): an interval that is symmetric on the log scale.
Bounds log_symmetric(double estimate, double log_standard_error, double level);

}  // namespace lbl::stats
