// Inclusion probabilities proportional to size.
#pragma once

#include <cstddef>
#include <span>

namespace lbl::stats {

/// How inclusion probabilities follow from sizes: those of at least `cutoff` have 1, the others
/// `scale` x size.
struct InclusionScale {
  double scale = 0;
  double cutoff = 0;
  std::size_t take_all = 0;  ///< units whose probability is 1

  double probability(double size) const {
    if (size >= cutoff) return 1;
    const double share = size * scale;
    return share < 1 ? share : 1;
  }
};

/// The scale for which the probabilities of `sizes` (finite, not negative, with a finite sum) sum
/// to `n`: n x / sum x, units that reach 1 are taken, and the rest is shared again until none does
/// (Sarndal, Swensson and Wretman 1992, section 3.6). When `n` is at least the number of positive
/// sizes they all have 1.
InclusionScale inclusion_scale(std::span<const double> sizes, double n);

}  // namespace lbl::stats
