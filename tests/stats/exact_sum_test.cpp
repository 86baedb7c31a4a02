// ExactSum: the order of adding changes nothing, and the sum is the right one.
#include "lbl/stats/exact_sum.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using lbl::stats::ExactSum;

namespace {

std::vector<double> numbers_of_all_sizes(std::size_t count, unsigned seed) {
  std::mt19937_64 random(seed);
  std::vector<double> numbers;
  for (std::size_t i = 0; i < count; ++i) {
    const double mantissa = static_cast<double>(random() >> 11) / 9007199254740992.0 - 0.5;
    numbers.push_back(std::ldexp(mantissa, static_cast<int>(random() % 1900) - 950));
  }
  return numbers;
}

}  // namespace

TEST_CASE("a sum of one number is that number, whatever its size") {
  using Limits = std::numeric_limits<double>;
  for (const double number : {0.0, 1.0, -1.0, 0.1, -1e300, 1e-300, Limits::max(), Limits::lowest(),
                              Limits::min(), Limits::denorm_min(), -Limits::denorm_min()}) {
    ExactSum sum;
    sum.add(number);
    CHECK(sum.value() == number);
  }
}

TEST_CASE("no order of adding changes a bit of the sum") {
  std::vector<double> numbers = numbers_of_all_sizes(5000, 1);
  const double sum = lbl::stats::exact_sum(numbers);
  std::mt19937_64 random(2);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(numbers.begin(), numbers.end(), random);
    CHECK(lbl::stats::exact_sum(numbers) == sum);
  }
}

TEST_CASE("parts that are summed apart add up to the sum of the whole") {
  const std::vector<double> numbers = numbers_of_all_sizes(5000, 3);
  ExactSum left, right;
  for (std::size_t i = 0; i < numbers.size(); ++i) (i % 3 == 0 ? left : right).add(numbers[i]);
  left.add(right);
  CHECK(left.value() == lbl::stats::exact_sum(numbers));
}

TEST_CASE("what cancels cancels to nothing") {
  ExactSum sum;
  for (const double number : {1e100, 1.0, -1e100, 1e-100, -1.0, -1e-100}) sum.add(number);
  CHECK(sum.value() == 0);
  sum.add(1e300);
  sum.add(3.0);
  sum.add(-1e300);
  CHECK(sum.value() == 3.0);
}

TEST_CASE("a million tenths are a hundred thousand to the last digit") {
  ExactSum sum;
  for (int i = 0; i < 1000000; ++i) sum.add(0.1);
  CHECK(sum.value() == doctest::Approx(100000.0).epsilon(1e-15));
  for (int i = 0; i < 1000000; ++i) sum.add(-0.1);
  CHECK(sum.value() == 0);
}
