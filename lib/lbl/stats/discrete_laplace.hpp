// Whole-number noise for differential privacy.
#pragma once

#include <cstdint>

#include "lbl/base/secure_random.hpp"

namespace lbl::stats {

/// Noise with P(x) in proportion to exp(-|x| epsilon / sensitivity): the discrete Laplace or
/// two-sided geometric distribution (Ghosh, Roughgarden and Sundararajan 2012), sampled exactly,
/// without any rounding that would tell what it hides (Canonne, Kamath and Steinke 2020, algorithms
/// 1 and 2). Adding it to counts whose L1 distance between neighbouring inputs is at most
/// `sensitivity` is epsilon-differentially private.
class DiscreteLaplace {
 public:
  /// `epsilon` > 0 is rounded down to a multiple of 2^-20 (at least one), which only adds noise;
  /// `sensitivity` is from 1 to 2^32.
  DiscreteLaplace(double epsilon, std::uint64_t sensitivity);

  std::int64_t sample(base::SecureRandom& random) const;
  /// 2 a / (1 - a)^2 with a = exp(-epsilon / sensitivity).
  double variance() const;
  /// sensitivity / epsilon.
  double scale() const;
  /// The least t with P(x > t) <= `probability`.
  std::int64_t upper_quantile(double probability) const;

 private:
  // The scale is numerator_ / denominator_.
  std::uint64_t numerator_, denominator_;
};

}  // namespace lbl::stats
