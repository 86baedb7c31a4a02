// Take-all units are set aside until no further unit reaches probability 1.
#include "lbl/stats/inclusion.hpp"

#include <algorithm>
#include <limits>

namespace lbl::stats {

InclusionScale inclusion_scale(std::span<const double> sizes, double n) {
  const auto positive = static_cast<std::size_t>(
      std::count_if(sizes.begin(), sizes.end(), [](double size) { return size > 0; }));
  if (n >= static_cast<double>(positive)) {
    return {0, std::numeric_limits<double>::denorm_min(), positive};
  }
  InclusionScale found{0, std::numeric_limits<double>::infinity(), 0};
  for (bool first = true;; first = false) {
    double total = 0;
    std::size_t taken = 0;
    for (const double size : sizes) {
      if (size >= found.cutoff) {
        ++taken;
      } else {
        total += size;
      }
    }
    const double left = n - static_cast<double>(taken);
    // The cutoff only falls, so this ends. Next to a giant the other sizes may vanish in rounding;
    // then the last scale is the one that still covers them.
    if ((!first && taken == found.take_all) || left <= 0) return found;
    found = {left / total, total / left, taken};
  }
}

}  // namespace lbl::stats
