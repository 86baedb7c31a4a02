// Runs against every sequence there is.
#include "lbl/stats/runs.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace lbl::stats;

namespace {

// Adds up the probabilities of all 2^n sequences with a run of `length`.
double tail_by_hand(const std::vector<double>& chances, std::size_t length) {
  double sum = 0;
  for (unsigned bits = 0; bits < (1u << chances.size()); ++bits) {
    double probability = 1;
    std::size_t run = 0, longest = 0;
    for (std::size_t i = 0; i < chances.size(); ++i) {
      const bool success = (bits >> i & 1u) != 0;
      probability *= success ? chances[i] : 1 - chances[i];
      run = success ? run + 1 : 0;
      longest = std::max(longest, run);
    }
    if (longest >= length) sum += probability;
  }
  return sum;
}

}  // namespace

TEST_CASE("the chance of a long run is what all sequences say, chances equal or not") {
  const std::vector<double> equal(12, 0.7);
  const std::vector<double> mixed = {0.9, 0.1, 0.5, 0.95, 0.8, 0.3, 0.99, 0.6, 0.7, 0.2, 0.85, 0.5};
  for (std::size_t length = 1; length <= 13; ++length) {
    CAPTURE(length);
    CHECK(longest_run_tail(equal, length) ==
          doctest::Approx(tail_by_hand(equal, length)).epsilon(1e-12));
    CHECK(longest_run_tail(mixed, length) ==
          doctest::Approx(tail_by_hand(mixed, length)).epsilon(1e-12));
  }
  CHECK(longest_run_tail(equal, 0) == 1);
  CHECK(longest_run_tail({}, 1) == 0);
}

TEST_CASE("a run of heads in 200 tosses is as Feller has it, and tiny tails keep their digits") {
  // P(longest run of heads >= 10 in 200 tosses of a fair coin), by the recursion for
  // the number of sequences without one.
  std::vector<double> without(201, 0);
  for (int n = 0; n <= 200; ++n) {
    if (n < 10) {
      without[static_cast<std::size_t>(n)] = std::pow(2.0, n);
      continue;
    }
    for (int k = 1; k <= 10; ++k) {
      without[static_cast<std::size_t>(n)] +=
          n - k >= 0 ? without[static_cast<std::size_t>(n - k)] : 0;
    }
  }
  const double expected = 1 - without[200] / std::pow(2.0, 200);
  CHECK(longest_run_tail(std::vector<double>(200, 0.5), 10) ==
        doctest::Approx(expected).epsilon(1e-9));
  CHECK(longest_run_tail(std::vector<double>(60, 0.5), 60) ==
        doctest::Approx(std::pow(0.5, 60)).epsilon(1e-12));
}

TEST_CASE("equal neighbours have the mean and variance of all orders") {
  std::vector<int> order = {0, 0, 0, 1, 1, 2, 2, 2};
  double sum = 0, squares = 0, orders = 0;
  do {
    double equal = 0;
    for (std::size_t i = 1; i < order.size(); ++i) equal += order[i] == order[i - 1] ? 1 : 0;
    sum += equal;
    squares += equal * equal;
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  const std::vector<double> counts = {3, 2, 3};
  const CountMoments moments = equal_neighbours(counts);
  CHECK(moments.mean == doctest::Approx(sum / orders).epsilon(1e-12));
  CHECK(moments.variance ==
        doctest::Approx(squares / orders - sum * sum / orders / orders).epsilon(1e-12));
  CHECK(equal_neighbours(std::vector<double>{1}).variance == 0);
  CHECK(equal_neighbours(std::vector<double>{5}).variance == 0);
}
