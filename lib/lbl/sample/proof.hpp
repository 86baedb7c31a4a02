// What a review of a sample will be able to prove, known before anyone has looked at it.
#pragma once

#include <cstdint>
#include <optional>

#include "lbl/sample/draw_result.hpp"

namespace lbl::sample {

/// What a draw can prove about the population it was made from.
struct Proof {
  double level = 0.95;
  /// Units of an equal-probability sample that would tell as much: (sum w)^2 / sum w^2 with weights
  /// w = 1/p (Kish 1965, section 11.7).
  double effective_n = 0;
  /// Half the width of the interval for a rate near one half, the widest there is (Wilson, finite
  /// correction); none for an empty sample.
  std::optional<double> margin;
  /// If no drawn unit is defective, at most so many of the population are, at `level` (exact,
  /// hypergeometric, one-sided); none when probabilities differ or nothing was drawn.
  std::optional<std::uint64_t> defects_at_most;
};

/// Computes it. Throws nothing.
Proof proof_of(const DrawResult& result, double level = 0.95);

}  // namespace lbl::sample
