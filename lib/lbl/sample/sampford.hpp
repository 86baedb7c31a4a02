// Sampford's selection: a fixed number of units with exactly the stated probabilities.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "lbl/base/random.hpp"

namespace lbl::sample {

/// The units, ascending, that Sampford's (1967) design picks. `probabilities` are in [0, 1] and sum
/// to a whole number m; those of 1 are certain. A sample s of the others has a probability
/// proportional to sum_{k in s} (1 - p_k) x prod_{k in s} p_k / (1 - p_k), so unit k is in with
/// exactly p_k, and every pair can come together. Drawn by rejection: Poisson samples until one has
/// m units and passes with chance sum (1 - p_k) over its largest possible value (after Hajek 1964);
/// about 2.5 sqrt(sum p (1 - p)) samples are needed. Picks depend on `random` and the order given.
std::vector<std::size_t> sampford_picks(std::span<const double> probabilities,
                                        base::Random& random);

}  // namespace lbl::sample
