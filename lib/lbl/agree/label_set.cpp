// Counting bits.
#include "lbl/agree/label_set.hpp"

#include <bit>
#include <cstddef>

namespace lbl::agree {

namespace {

struct Overlap {
  double only_a = 0, only_b = 0, both = 0;
};

Overlap overlap(const LabelSet& a, const LabelSet& b) {
  Overlap count;
  for (std::size_t i = 0; i < a.size(); ++i) {
    count.only_a += std::popcount(a[i] & ~b[i]);
    count.only_b += std::popcount(b[i] & ~a[i]);
    count.both += std::popcount(a[i] & b[i]);
  }
  return count;
}

}  // namespace

double jaccard_distance(const LabelSet& a, const LabelSet& b) {
  const Overlap count = overlap(a, b);
  const double different = count.only_a + count.only_b;
  return different == 0 ? 0 : different / (different + count.both);
}

double dice_distance(const LabelSet& a, const LabelSet& b) {
  const Overlap count = overlap(a, b);
  const double different = count.only_a + count.only_b;
  return different == 0 ? 0 : different / (different + 2 * count.both);
}

double masi_distance(const LabelSet& a, const LabelSet& b) {
  const Overlap count = overlap(a, b);
  if (count.only_a + count.only_b == 0) return 0;
  const double similarity = count.both / (count.only_a + count.only_b + count.both);
  const bool nested = count.only_a == 0 || count.only_b == 0;
  return 1 - similarity * (nested ? 2.0 : 1.0) / 3.0;
}

}  // namespace lbl::agree
