// DistanceKernel: each formula by hand, and every fast sum beside the sum over all pairs.
#include "lbl/stats/distance.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

using lbl::stats::Distance;
using lbl::stats::DistanceKernel;

namespace {

const std::vector<Distance> kAll = {Distance::identity, Distance::linear,  Distance::quadratic,
                                    Distance::ordinal,  Distance::radical, Distance::ratio,
                                    Distance::circular, Distance::bipolar};

std::vector<double> sum_over_all_pairs(const DistanceKernel& kernel,
                                       const std::vector<double>& mass) {
  std::vector<double> sums(mass.size(), 0);
  for (std::size_t a = 0; a < mass.size(); ++a) {
    for (std::size_t b = 0; b < mass.size(); ++b) sums[a] += kernel.between(a, b) * mass[b];
  }
  return sums;
}

std::vector<double> different_numbers(std::size_t count, unsigned seed, double spread) {
  std::mt19937_64 random(seed);
  std::lognormal_distribution<double> draw(0, spread);
  std::vector<double> numbers;
  for (std::size_t i = 0; i < count; ++i) numbers.push_back(draw(random));
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

std::vector<double> masses(std::size_t count, unsigned seed) {
  std::mt19937_64 random(seed);
  std::vector<double> mass;
  for (std::size_t i = 0; i < count; ++i) mass.push_back(static_cast<double>(random() % 5));
  return mass;
}

}  // namespace

TEST_CASE("each distance follows its formula, divided by the largest") {
  const std::vector<double> numbers = {1, 2, 4, 5};
  const double pi = std::numbers::pi;
  const auto between = [&](Distance distance) {
    return DistanceKernel(distance, numbers).between(1, 2);
  };
  CHECK(between(Distance::identity) == 1);
  CHECK(between(Distance::linear) == doctest::Approx(2.0 / 4));
  CHECK(between(Distance::quadratic) == doctest::Approx(4.0 / 16));
  CHECK(between(Distance::ordinal) == doctest::Approx(1.0 / 6));  // ranks 1 and 2 of 0..3
  CHECK(between(Distance::radical) == doctest::Approx(std::sqrt(2.0) / 2));
  CHECK(between(Distance::ratio) == doctest::Approx(std::pow(2.0 / 6, 2) / std::pow(4.0 / 6, 2)));
  const double farthest = std::pow(std::sin(pi * 3 / 5), 2);  // 1 and 4, or 2 and 5
  CHECK(between(Distance::circular) ==
        doctest::Approx(std::pow(std::sin(pi * 2 / 5), 2) / farthest));
  CHECK(between(Distance::bipolar) == doctest::Approx(4.0 / ((6 - 2) * (10 - 6))));
}

TEST_CASE("zero and zero are equal under ratio, zero and anything are farthest apart") {
  const DistanceKernel kernel(Distance::ratio, {0, 1, 7});
  CHECK(kernel.between(0, 0) == 0);
  CHECK(kernel.between(0, 1) == 1);
  CHECK(kernel.between(0, 2) == 1);
}

TEST_CASE("sums of few categories equal the sums over all pairs") {
  const std::vector<double> numbers = {0, 0.5, 1, 2, 2.25, 7, 19},
                            mass = {1, 0, 3, 2.5, 0.25, 7, 1};
  for (const Distance distance : kAll) {
    CAPTURE(lbl::stats::distance_name(distance));
    const DistanceKernel kernel(distance, numbers);
    const std::vector<double> sums = kernel.spread(mass), direct = sum_over_all_pairs(kernel, mass);
    for (std::size_t i = 0; i < mass.size(); ++i)
      CHECK(sums[i] == doctest::Approx(direct[i]).epsilon(1e-13));
  }
}

TEST_CASE("sums of many numbers equal the sums over all pairs") {
  for (const double spread : {0.001, 1.0, 12.0}) {
    std::vector<double> numbers = different_numbers(1500, 1, spread);
    numbers.insert(numbers.begin(), 0.0);
    const std::vector<double> mass = masses(numbers.size(), 2);
    for (const Distance distance : kAll) {
      CAPTURE(lbl::stats::distance_name(distance));
      CAPTURE(spread);
      const DistanceKernel kernel(distance, numbers);
      const std::vector<double> sums = kernel.spread(mass),
                                direct = sum_over_all_pairs(kernel, mass);
      double worst = 0;
      for (std::size_t i = 0; i < mass.size(); ++i)
        worst = std::max(worst, std::fabs(sums[i] - direct[i]));
      CHECK(worst < 1e-12 * 3000);  // masses add up to about 3,000 and distances reach 1
    }
  }
}

TEST_CASE("a subset keeps the scale and the total of the whole set") {
  const std::vector<double> numbers = {1, 2, 3, 5, 8};
  const std::vector<std::uint32_t> subset = {1, 2, 4};
  for (const Distance distance : kAll) {
    const DistanceKernel whole(distance, numbers), part = whole.restricted(subset);
    CHECK(part.size() == 3);
    CHECK(part.total() == whole.total());
    CHECK(part.between(0, 2) == whole.between(1, 4));
  }
}

TEST_CASE("one category, no category and numbers of any size are no trouble") {
  for (const Distance distance : kAll) {
    CHECK(DistanceKernel(distance, {}).total() == 0);
    CHECK(DistanceKernel(distance, {3}).total() == 0);
    const DistanceKernel huge(distance, {0, 1e-300, 1e307, 1.7e308});
    for (std::size_t a = 0; a < 4; ++a) {
      for (std::size_t b = 0; b < 4; ++b) {
        CHECK(std::isfinite(huge.between(a, b)));
        CHECK(huge.between(a, b) <= 1);
      }
    }
  }
  CHECK(DistanceKernel(Distance::quadratic, {-1.7e308, 1.7e308}).between(0, 1) == 1);
  CHECK(std::isfinite(DistanceKernel(Distance::circular, {-1.7e308, 1.7e308}).between(0, 1)));
}
