// CUSUM change points: false alarms at their rate, planted changes where they are.
#include "lbl/stats/change_point.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "lbl/base/random.hpp"

using namespace lbl;

namespace {

std::vector<stats::SeriesStep> series(base::Random& random, int steps, int change, double shift) {
  std::vector<stats::SeriesStep> series;
  for (int i = 0; i < steps; ++i) {
    stats::SeriesStep step;
    for (int k = 0; k < 20 + 3 * (i % 5); ++k) {
      step.amount += random.normal() + (i >= change ? shift : 0);
      ++step.weight;
    }
    series.push_back(step);
  }
  return series;
}

}  // namespace

TEST_CASE("a series without a change gives a false alarm at most at the rate") {
  for (const int steps : {3, 8, 30, 80}) {
    base::Random random(static_cast<std::uint64_t>(steps));
    int alarms = 0;
    for (int i = 0; i < 400; ++i) {
      const auto points =
          stats::change_points(series(random, steps, steps, 0), 1, 0.05, {1, std::to_string(i)});
      alarms += points.changes.empty() ? 0 : 1;
    }
    CHECK(alarms < 34);  // 20 expected; 3.2 standard deviations
    if (steps <= 50) CHECK(alarms > 7);
  }
}

TEST_CASE("a planted change is found at its step with the means of both sides") {
  base::Random random(7);
  int exact = 0;
  for (int i = 0; i < 50; ++i) {
    const auto points =
        stats::change_points(series(random, 24, 15, 0.8), 1, 0.05, {2, std::to_string(i)});
    REQUIRE(!points.changes.empty());
    CHECK(points.p < 0.01);
    if (points.changes.size() == 1 && points.changes[0].at == 15) {
      ++exact;
      CHECK(std::fabs(points.changes[0].before) < 0.25);
      CHECK(std::fabs(points.changes[0].after - 0.8) < 0.25);
    }
  }
  CHECK(exact > 40);
}

TEST_CASE("of two changes both are found, and a constant series has none") {
  std::vector<stats::SeriesStep> steps;
  for (int i = 0; i < 30; ++i) steps.push_back({i >= 10 && i < 20 ? 60.0 : 20.0, 100});
  const auto points = stats::change_points(steps, 0.2, 0.05, base::Random(1));
  REQUIRE(points.changes.size() == 2);
  CHECK(points.changes[0].at == 10);
  CHECK(points.changes[1].at == 20);
  CHECK(points.changes[0].after == doctest::Approx(0.6));
  CHECK(points.changes[1].before == doctest::Approx(0.6));
  for (auto& step : steps) step.amount = 20;
  CHECK(stats::change_points(steps, 0.2, 0.05, base::Random(1)).changes.empty());
  CHECK(stats::change_points({}, 0.2, 0.05, base::Random(1)).p == 1);
}
