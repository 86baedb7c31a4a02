// Raking reaches its margins, keeps interactions, and says when it cannot.
#include <doctest/doctest.h>

#include <cmath>

#include "lbl/stats/raking.hpp"

using namespace lbl;

TEST_CASE("raked weights have the totals asked for, and the odds ratios of before") {
  // Two by two cells of 40, 30, 20, 10 units.
  std::vector<double> cells = {40, 30, 20, 10};
  const std::vector<stats::Margin> margins = {{{0, 0, 1, 1}, {50, 50}}, {{0, 1, 0, 1}, {30, 70}}};
  const stats::Raking raking = stats::rake(cells, margins);
  CHECK(raking.converged);
  const std::vector<double>& w = raking.weights;
  CHECK(w[0] + w[1] == doctest::Approx(50).epsilon(1e-11));
  CHECK(w[0] + w[2] == doctest::Approx(30).epsilon(1e-11));
  CHECK(w[0] * w[3] / (w[1] * w[2]) == doctest::Approx(40.0 * 10 / (30 * 20)).epsilon(1e-10));
}

TEST_CASE("one margin is met in one sweep: poststratification") {
  const stats::Raking raking = stats::rake({1, 1, 1, 1}, {{{0, 0, 0, 1}, {2, 2}}});
  CHECK(raking.sweeps == 1);
  CHECK(raking.weights[0] == doctest::Approx(2.0 / 3));
  CHECK(raking.weights[3] == doctest::Approx(2));
}

TEST_CASE("margins that contradict each other do not converge") {
  const stats::Raking raking =
      stats::rake({1, 1}, {{{0, 1}, {0.9, 0.1}}, {{0, 1}, {0.5, 0.5}}}, 1e-12, 50);
  CHECK(!raking.converged);
  CHECK(raking.largest_gap > 0.1);
}
