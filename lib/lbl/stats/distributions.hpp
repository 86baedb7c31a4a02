// Distribution functions, from Boost.Math, under the names that the formulas use.
#pragma once

#include <cstdint>

namespace lbl::stats {

/// Standard normal quantile; `probability` in (0, 1).
double normal_quantile(double probability);
/// Standard normal distribution function.
double normal_cdf(double z);
/// Student t quantile; `degrees` > 0.
double t_quantile(double probability, double degrees);
/// Two-sided p of a t statistic.
double t_two_sided_p(double t, double degrees);
/// Upper tail of the chi-square distribution.
double chi_square_upper(double x, double degrees);
/// Upper tail of the F distribution.
double f_upper(double x, double degrees1, double degrees2);
/// F quantile.
double f_quantile(double probability, double degrees1, double degrees2);
/// Beta quantile.
double beta_quantile(double probability, double a, double b);

/// P(X <= x) for the number X of successes in `trials` with probability `probability` each.
double binomial_cdf(std::uint64_t x, std::uint64_t trials, double probability);
/// P(X <= x) for the number X of marked units among `draws` from `population`, `marked` of which
/// are marked (hypergeometric); all numbers below 2^32.
double hypergeometric_cdf(std::uint64_t x, std::uint64_t population, std::uint64_t marked,
                          std::uint64_t draws);

}  // namespace lbl::stats
