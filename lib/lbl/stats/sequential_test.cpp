// Two parallel lines.
#include "lbl/stats/sequential_test.hpp"

#include <algorithm>
#include <cmath>

namespace lbl::stats {

namespace {

constexpr double kTie = 1e-9;

// The point of the curve that belongs to the parameter h of Wald's identity.
OcPoint point_of(const SequentialTest& test, double h) {
  const double reject = (1 - test.beta) / test.alpha;
  const double accept = test.beta / (1 - test.alpha);
  if (std::fabs(h) < 1e-9) {
    return {test.slope, std::log(reject) / (std::log(reject) - std::log(accept))};
  }
  const double good = std::pow((1 - test.p1) / (1 - test.p0), h);
  const double bad = std::pow(test.p1 / test.p0, h);
  const double up = std::pow(reject, h);
  const double down = std::pow(accept, h);
  return {(1 - good) / (bad - good), (up - 1) / (up - down)};
}

}  // namespace

Decision SequentialTest::decision(std::uint64_t items, std::uint64_t defects) const {
  const double line = slope * static_cast<double>(items);
  const auto count = static_cast<double>(defects);
  if (count >= h2 + line - kTie) return Decision::reject;
  if (count <= line - h1 + kTie) return Decision::accept;
  return Decision::go_on;
}

SequentialTest sequential_test(double p0, double p1, double alpha, double beta) {
  SequentialTest test{p0, p1, alpha, beta, 0, 0, 0};
  const double k = std::log(p1 * (1 - p0) / (p0 * (1 - p1)));
  test.h1 = std::log((1 - alpha) / beta) / k;
  test.h2 = std::log((1 - beta) / alpha) / k;
  test.slope = std::log((1 - p0) / (1 - p1)) / k;
  return test;
}

std::vector<OcPoint> oc_curve(const SequentialTest& test) {
  std::vector<OcPoint> curve = {{0, 1}};
  constexpr double kEnd = 6, kStep = 0.125, kRare = 0.001;
  for (double h = kEnd; h >= -kEnd; h -= kStep) {
    const OcPoint point = point_of(test, h);
    if (point.p > curve.back().p) curve.push_back(point);
    if (point.p_accept < kRare) break;
  }
  return curve;
}

double average_items(const SequentialTest& test, const OcPoint& point) {
  const double drift = point.p - test.slope;
  if (std::fabs(drift) < kTie) return test.h1 * test.h2 / (test.slope * (1 - test.slope));
  return (point.p_accept * -test.h1 + (1 - point.p_accept) * test.h2) / drift;
}

}  // namespace lbl::stats
