// Random numbers: reference values, bounds, and the shape of the distributions.
#include "lbl/base/random.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using lbl::base::Random;

TEST_CASE("the stream of a seed is that of the published SplitMix64") {
  // Vigna's splitmix64.c with state 1234567.
  Random random(1234567);
  CHECK(random.next() == 6457827717110365317u);
  CHECK(random.next() == 3203168211198807973u);
  CHECK(random.next() == 9817491932198370423u);
}

TEST_CASE("numbers below a bound are all there, equally often") {
  Random random(1);
  std::vector<int> times(7, 0);
  for (int i = 0; i < 70'000; ++i) ++times[random.below(7)];
  for (const int count : times) CHECK(std::abs(count - 10'000) < 500);
  CHECK(random.below(1) == 0);
}

TEST_CASE("normal numbers have mean 0 and variance 1") {
  Random random(2);
  double sum = 0, squares = 0;
  const int count = 100'000;
  for (int i = 0; i < count; ++i) {
    const double x = random.normal();
    sum += x;
    squares += x * x;
  }
  CHECK(std::fabs(sum / count) < 0.02);
  CHECK(std::fabs(squares / count - 1) < 0.03);
}

TEST_CASE("the same seed for another use is another stream, and for the same use the same") {
  CHECK(Random(1, "a").next() == Random(1, "a").next());
  CHECK(Random(1, "a").next() != Random(1, "b").next());
  CHECK(Random(1, "a").next() != Random(2, "a").next());
}
