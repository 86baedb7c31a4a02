// A sum of doubles that no order of adding can change.
#pragma once

#include <array>
#include <cstdint>

namespace lbl::stats {

/// Adds doubles without rounding until the sum is read, so that neither the order of the rows nor
/// their splitting over threads and files changes a bit of a figure. A fixed-point number wide
/// enough for every double (the "small superaccumulator" of Neal 2015, arXiv:1505.05571).
class ExactSum {
 public:
  /// Adds a finite number.
  void add(double summand);
  void add(const ExactSum& other);
  /// The sum as a double (error below one unit in the last place); infinite when it does not fit.
  double value() const;

 private:
  // Limb i counts units of 2^(32 i - 1074). Between two carries a limb may hold more than 32 bits:
  // a summand adds less than 2^53 to it, so 1,000 of them stay below 2^63.
  static constexpr int kLimbs = 67;
  static constexpr int kAddsBeforeCarry = 1000;

  void carry();

  std::array<std::int64_t, kLimbs> limbs_{};
  int adds_ = 0;
};

/// The order-free sum of a range of numbers.
template <class Range>
double exact_sum(const Range& numbers) {
  ExactSum sum;
  for (const double number : numbers) sum.add(number);
  return sum.value();
}

}  // namespace lbl::stats
