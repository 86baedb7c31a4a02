// Closed forms for margins and differences, exact hypergeometric searches for defects.
#include "lbl/stats/sample_size.hpp"

#include <algorithm>
#include <cmath>

#include "lbl/stats/bisection.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/intervals.hpp"

namespace lbl::stats {

namespace {

// Probabilities that are equal in exact arithmetic (95 of 100 units miss one defect with 0.05).
constexpr double kTie = 1e-12;

double squared(double x) {
  return x * x;
}

SampleSize rounded_up(double unlimited, double exact) {
  return {unlimited, exact, static_cast<std::uint64_t>(std::ceil(exact))};
}

double miss_probability(std::uint64_t population, std::uint64_t defects, std::uint64_t n) {
  return hypergeometric_cdf(0, population, defects, n);
}

}  // namespace

SampleSize size_for_margin(double margin, double expected, double level,
                           std::optional<std::uint64_t> population) {
  const double z = normal_quantile(0.5 + level / 2);
  const double unlimited = squared(z / margin) * expected * (1 - expected);
  if (!population) return rounded_up(unlimited, unlimited);
  const auto all = static_cast<double>(*population);
  SampleSize size = rounded_up(unlimited, unlimited / (1 + (unlimited - 1) / all));
  size.n = std::min(size.n, *population);
  return size;
}

double finite_correction(double n, double population) {
  if (n >= population) return 0;
  return std::sqrt((population - n) / (population - 1));
}

double normal_margin(double n, double expected, double level,
                     std::optional<std::uint64_t> population) {
  const double z = normal_quantile(0.5 + level / 2);
  const double correction = population ? finite_correction(n, static_cast<double>(*population)) : 1;
  return z * std::sqrt(expected * (1 - expected) / n) * correction;
}

double margin_of(double n, double expected, double level, std::optional<std::uint64_t> population) {
  const Bounds bounds = wilson_effective(expected, n, level);
  const double correction = population ? finite_correction(n, static_cast<double>(*population)) : 1;
  return (bounds.high - bounds.low) / 2 * correction;
}

SampleSize size_for_difference(double p1, double p2, double alpha, double power) {
  const double z_alpha = normal_quantile(1 - alpha / 2), z_power = normal_quantile(power);
  const double mean = (p1 + p2) / 2;
  const double n = squared((z_alpha * std::sqrt(2 * mean * (1 - mean)) +
                            z_power * std::sqrt(p1 * (1 - p1) + p2 * (1 - p2))) /
                           (p1 - p2));
  return rounded_up(n, n);
}

double power_of_difference(double n, double p1, double p2, double alpha) {
  const double z_alpha = normal_quantile(1 - alpha / 2);
  const double mean = (p1 + p2) / 2;
  const double shift =
      std::fabs(p1 - p2) * std::sqrt(n) - z_alpha * std::sqrt(2 * mean * (1 - mean));
  return normal_cdf(shift / std::sqrt(p1 * (1 - p1) + p2 * (1 - p2)));
}

SampleSize size_for_difference_margin(double margin, double p1, double p2, double level) {
  const double z = normal_quantile(0.5 + level / 2);
  const double n = squared(z / margin) * (p1 * (1 - p1) + p2 * (1 - p2));
  return rounded_up(n, n);
}

SampleSize size_for_ratio(double factor, double p1, double p2, double level) {
  const double z = normal_quantile(0.5 + level / 2);
  const double n = squared(z / std::log(factor)) * ((1 - p1) / p1 + (1 - p2) / p2);
  return rounded_up(n, n);
}

SampleSize size_for_difference_arcsine(double p1, double p2, double alpha, double power) {
  const double z_alpha = normal_quantile(1 - alpha / 2), z_power = normal_quantile(power);
  const double effect = 2 * std::asin(std::sqrt(p1)) - 2 * std::asin(std::sqrt(p2));
  const double n = 2 * squared((z_alpha + z_power) / effect);
  return rounded_up(n, n);
}

SampleSize size_for_detection(double rate, double level) {
  const double n = std::log1p(-level) / std::log1p(-rate);
  return {n, n, static_cast<std::uint64_t>(std::ceil(n - kTie))};
}

std::optional<std::uint64_t> size_for_detection(std::uint64_t population, std::uint64_t defects,
                                                double level) {
  if (defects == 0 || population == 0) return std::nullopt;
  return least(0, population, [&](std::uint64_t n) {
    return miss_probability(population, defects, n) <= 1 - level + kTie;
  });
}

DefectBounds defect_bounds(std::uint64_t population, std::uint64_t n, std::uint64_t x,
                           double tail) {
  const std::uint64_t most = population - n + x;
  // One past the largest D that still leaves x or fewer likely enough.
  const std::uint64_t beyond = least(x, most + 1, [&](std::uint64_t defects) {
    return defects > most || hypergeometric_cdf(x, population, defects, n) <= tail + kTie;
  });
  const std::uint64_t low = x == 0 ? 0 : least(x, most, [&](std::uint64_t defects) {
    return 1 - hypergeometric_cdf(x - 1, population, defects, n) > tail + kTie;
  });
  return {low, beyond - 1};
}

double detectable_rate(std::uint64_t n, double level, std::optional<std::uint64_t> population) {
  if (!population) return -std::expm1(std::log1p(-level) / static_cast<double>(n));
  const std::uint64_t unseen = defect_bounds(*population, n, 0, 1 - level).high;
  return static_cast<double>(unseen + 1) / static_cast<double>(*population);
}

}  // namespace lbl::stats
