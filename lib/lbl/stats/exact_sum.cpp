// The superaccumulator behind ExactSum.
#include "lbl/stats/exact_sum.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace lbl::stats {

namespace {

constexpr int kLimbBits = 32;
constexpr std::int64_t kLimbMask = 0xFFFFFFFF;
constexpr int kLowestExponent = -1074;

}  // namespace

void ExactSum::add(double summand) {
  const auto bits = std::bit_cast<std::uint64_t>(summand);
  const auto exponent = static_cast<int>((bits >> 52) & 0x7FF);
  std::uint64_t mantissa = bits & ((std::uint64_t{1} << 52) - 1);
  if (exponent != 0) mantissa |= std::uint64_t{1} << 52;
  const int position = exponent == 0 ? 0 : exponent - 1;
  const int limb = position / kLimbBits, shift = position % kLimbBits;
  const auto low = static_cast<std::int64_t>((mantissa << shift) & kLimbMask);
  const auto high = static_cast<std::int64_t>(mantissa >> (kLimbBits - shift));
  const auto at = static_cast<std::size_t>(limb);
  if (bits >> 63) {
    limbs_[at] -= low;
    limbs_[at + 1] -= high;
  } else {
    limbs_[at] += low;
    limbs_[at + 1] += high;
  }
  if (++adds_ >= kAddsBeforeCarry) carry();
}

void ExactSum::add(const ExactSum& other) {
  ExactSum tidy = other;
  tidy.carry();
  carry();
  for (std::size_t i = 0; i < kLimbs; ++i) limbs_[i] += tidy.limbs_[i];
  adds_ = 1;
}

void ExactSum::carry() {
  for (std::size_t i = 0; i + 1 < kLimbs; ++i) {
    const std::int64_t low = limbs_[i] & kLimbMask;  // in [0, 2^32) for a negative limb as well
    limbs_[i + 1] += (limbs_[i] - low) >> kLimbBits;
    limbs_[i] = low;
  }
  adds_ = 0;
}

double ExactSum::value() const {
  ExactSum tidy = *this;
  tidy.carry();
  const bool negative = tidy.limbs_.back() < 0;
  if (negative) {
    for (std::int64_t& limb : tidy.limbs_) limb = -limb;
    tidy.carry();
  }
  int top = kLimbs - 1;
  while (top > 0 && tidy.limbs_[static_cast<std::size_t>(top)] == 0) --top;
  // Four limbs hold at least 97 bits below the leading one: what lies under them cannot matter.
  double sum = 0;
  for (int i = std::max(0, top - 3); i <= top; ++i) {
    sum += std::ldexp(static_cast<double>(tidy.limbs_[static_cast<std::size_t>(i)]),
                      i * kLimbBits + kLowestExponent);
  }
  return negative ? -sum : sum;
}

}  // namespace lbl::stats
