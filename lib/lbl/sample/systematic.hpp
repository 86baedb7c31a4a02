// Systematic selection with one random start.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace lbl::sample {

/// The units that a walk over `probabilities` (each in [0, 1]) picks: unit i is in when one of the
/// points start, start + 1, start + 2, ... falls into (sum of those before it, sum with it],
/// `start` in (0, 1) (Madow 1949). Unit i is in with exactly its probability when the start is
/// uniform; when the probabilities sum to a whole number, that many are picked.
std::vector<std::size_t> systematic_picks(std::span<const double> probabilities, double start);

}  // namespace lbl::sample
