// Whole-number noise for differential privacy.
#include "lbl/stats/discrete_laplace.hpp"

#include <algorithm>
#include <cmath>

namespace lbl::stats {
namespace {

constexpr double kUnit = 1048576;  // 2^20

/// True with probability exp(-numerator / denominator), for a ratio of at most 1.
bool happens(std::uint64_t numerator, std::uint64_t denominator, base::SecureRandom& random) {
  std::uint64_t round = 1;
  while (random.below(denominator * round) < numerator) ++round;
  return round % 2 == 1;
}

}  // namespace

DiscreteLaplace::DiscreteLaplace(double epsilon, std::uint64_t sensitivity)
    : numerator_(sensitivity * static_cast<std::uint64_t>(kUnit)),
      denominator_(
          static_cast<std::uint64_t>(std::clamp(std::floor(epsilon * kUnit), 1.0, 1e6 * kUnit))) {}

std::int64_t DiscreteLaplace::sample(base::SecureRandom& random) const {
  while (true) {
    const std::uint64_t part = random.below(numerator_);
    if (!happens(part, numerator_, random)) continue;
    std::uint64_t whole = 0;
    while (happens(1, 1, random)) ++whole;
    const std::uint64_t size = (part + numerator_ * whole) / denominator_;
    const bool negative = random.below(2) == 1;
    if (negative && size == 0) continue;  // zero must not be twice as likely
    const auto value = static_cast<std::int64_t>(size);
    return negative ? -value : value;
  }
}

double DiscreteLaplace::variance() const {
  const double a = std::exp(-1 / scale());
  return 2 * a / ((1 - a) * (1 - a));
}

double DiscreteLaplace::scale() const {
  return static_cast<double>(numerator_) / static_cast<double>(denominator_);
}

std::int64_t DiscreteLaplace::upper_quantile(double probability) const {
  // P(x > t) = a^(t + 1) / (1 + a).
  const double a = std::exp(-1 / scale());
  const double t = std::log(probability * (1 + a)) / std::log(a) - 1;
  return static_cast<std::int64_t>(std::ceil(std::max(t, 0.0)));
}

}  // namespace lbl::stats
