// Finds the whole number where a condition turns true.
#pragma once

#include <cstdint>

namespace lbl::stats {

/// The least value in [low, high] for which `holds`, which is false up to some value and true from
/// then on; `high` when it holds nowhere below, without asking it of `high` itself.
template <class Predicate>
std::uint64_t least(std::uint64_t low, std::uint64_t high, Predicate&& holds) {
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (holds(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace lbl::stats
