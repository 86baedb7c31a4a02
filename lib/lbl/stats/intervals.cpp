// Confidence intervals for proportions and for how two of them differ.
#include "lbl/stats/intervals.hpp"

#include <algorithm>
#include <cmath>

#include "lbl/stats/distributions.hpp"

namespace lbl::stats {
namespace {

/// The normal quantile z for a two-sided `level`.
double two_sided_z(double level) {
  return normal_quantile(0.5 + level / 2);
}

Bounds cut(double low, double high, double least, double most) {
  return {std::max(low, least), std::min(high, most)};
}

double squared(double x) {
  return x * x;
}

}  // namespace

Bounds wilson(Proportion observed, double level) {
  if (observed.trials <= 0) return {};
  return wilson_effective(observed.share(), observed.trials, level);
}

Bounds wilson_effective(double share, double effective_trials, double level) {
  if (!(effective_trials > 0)) return {};
  const double z = two_sided_z(level);
  const double scaled = z * z / effective_trials;
  const double failure = 1 - share;
  const double root =
      z * std::sqrt(share * failure / effective_trials + scaled / effective_trials / 4);
  // Each end from the sum of same-signed terms, its partner from the product of the roots of the
  // score equation: subtracting near 0 or 1 would lose the digits that matter.
  const double high = (share + scaled / 2 + root) / (1 + scaled);
  const double low_failure = (failure + scaled / 2 + root) / (1 + scaled);
  const double low = share == 0 ? 0 : share * share / ((1 + scaled) * high);
  const double high_failure = failure == 0 ? 0 : failure * failure / ((1 + scaled) * low_failure);
  return {low, 1 - high_failure};
}

Bounds wilson_cc(Proportion observed, double level) {
  const double n = observed.trials;
  if (n <= 0) return {};
  const double z = two_sided_z(level);
  const double p = observed.share();
  const double q = 1 - p;
  const double scale = 2 * (n + z * z);
  const double centre = 2 * n * p + z * z;
  const double low_root = z * std::sqrt(z * z - 2 - 1 / n + 4 * p * (n * q + 1));
  const double high_root = z * std::sqrt(z * z + 2 - 1 / n + 4 * p * (n * q - 1));
  return {observed.successes <= 0 ? 0 : std::max(0.0, (centre - 1 - low_root) / scale),
          observed.successes >= n ? 1 : std::min(1.0, (centre + 1 + high_root) / scale)};
}

Bounds clopper_pearson(Proportion observed, double level) {
  const double x = observed.successes;
  const double n = observed.trials;
  if (n <= 0) return {};
  const double tail = (1 - level) / 2;
  return {x <= 0 ? 0 : beta_quantile(tail, x, n - x + 1),
          x >= n ? 1 : beta_quantile(1 - tail, x + 1, n - x)};
}

Bounds jeffreys(Proportion observed, double level) {
  const double x = observed.successes;
  const double n = observed.trials;
  if (n <= 0) return {};
  const double tail = (1 - level) / 2;
  return {beta_quantile(tail, x + 0.5, n - x + 0.5), beta_quantile(1 - tail, x + 0.5, n - x + 0.5)};
}

Bounds agresti_coull(Proportion observed, double level) {
  if (observed.trials <= 0) return {};
  const double z = two_sided_z(level);
  return wald({observed.successes + z * z / 2, observed.trials + z * z}, level);
}

Bounds wald(Proportion observed, double level) {
  if (observed.trials <= 0) return {};
  const double p = observed.share();
  const double half = two_sided_z(level) * std::sqrt(p * (1 - p) / observed.trials);
  return cut(p - half, p + half, 0, 1);
}

Bounds newcombe_difference(Proportion first, Proportion second, double level) {
  if (first.trials <= 0 || second.trials <= 0) return {-1, 1};
  return squared_and_added(first.share(), wilson(first, level), second.share(),
                           wilson(second, level));
}

Bounds squared_and_added(double first_share, Bounds first, double second_share, Bounds second,
                         double correlation) {
  const double difference = first_share - second_share;
  const auto distance = [&](double a, double b) {
    // Rounding can take a correlation of 1 below zero.
    return std::sqrt(std::max(0.0, squared(a) + squared(b) - 2 * correlation * a * b));
  };
  return {difference - distance(first_share - first.low, second.high - second_share),
          difference + distance(first.high - first_share, second_share - second.low)};
}

Bounds agresti_caffo_difference(Proportion first, Proportion second, double level) {
  const Proportion a{first.successes + 1, first.trials + 2};
  const Proportion b{second.successes + 1, second.trials + 2};
  const double p1 = a.share();
  const double p2 = b.share();
  const double half =
      two_sided_z(level) * std::sqrt(p1 * (1 - p1) / a.trials + p2 * (1 - p2) / b.trials);
  return cut(p1 - p2 - half, p1 - p2 + half, -1, 1);
}

std::optional<Bounds> katz_ratio(Proportion first, Proportion second, double level) {
  if (!(first.successes > 0 && second.successes > 0)) return std::nullopt;
  const double variance =
      (1 - first.share()) / first.successes + (1 - second.share()) / second.successes;
  return log_symmetric(first.share() / second.share(), std::sqrt(variance), level);
}

std::optional<Bounds> woolf_odds_ratio(Proportion first, Proportion second, double level) {
  const double a = first.successes;
  const double b = first.trials - a;
  const double c = second.successes;
  const double d = second.trials - c;
  if (!(a > 0 && b > 0 && c > 0 && d > 0)) return std::nullopt;
  return log_symmetric(a * d / (b * c), std::sqrt(1 / a + 1 / b + 1 / c + 1 / d), level);
}

Bounds log_symmetric(double estimate, double log_standard_error, double level) {
  const double half = two_sided_z(level) * log_standard_error;
  return {estimate * std::exp(-half), estimate * std::exp(half)};
}

}  // namespace lbl::stats
