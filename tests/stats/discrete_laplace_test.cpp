// Discrete Laplace noise: its distribution, and the same noise from the same key.
#include "lbl/stats/discrete_laplace.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "lbl/base/secure_random.hpp"

using namespace lbl;

TEST_CASE("noise has the probabilities of the discrete Laplace distribution") {
  base::SecureRandom random("a key for this test");
  for (const auto& [epsilon, sensitivity] : {std::pair(1.0, std::uint64_t{1}), {0.5, 3}}) {
    const stats::DiscreteLaplace noise(epsilon, sensitivity);
    const int draws = 40000;
    std::map<std::int64_t, int> counts;
    double squares = 0;
    for (int i = 0; i < draws; ++i) {
      const std::int64_t x = noise.sample(random);
      ++counts[x];
      squares += static_cast<double>(x * x);
    }
    const double a = std::exp(-epsilon / static_cast<double>(sensitivity));
    double chi_square = 0;
    for (std::int64_t x = -4; x <= 4; ++x) {
      const double expected =
          draws * (1 - a) / (1 + a) * std::pow(a, static_cast<double>(x < 0 ? -x : x));
      chi_square += (counts[x] - expected) * (counts[x] - expected) / expected;
    }
    CHECK(chi_square < 27.9);  // 99.9 % of chi-square with 9 degrees
    CHECK(noise.variance() == doctest::Approx(2 * a / ((1 - a) * (1 - a))));
    CHECK(squares / draws == doctest::Approx(noise.variance()).scale(0).epsilon(0.05));
    const std::int64_t t = noise.upper_quantile(0.01);
    CHECK(std::pow(a, static_cast<double>(t) + 1) / (1 + a) <= 0.01);
    CHECK(std::pow(a, static_cast<double>(t)) / (1 + a) > 0.01);
  }
}

TEST_CASE("a key gives the same numbers each time, the system others") {
  base::SecureRandom one("k");
  base::SecureRandom same("k");
  base::SecureRandom other("l");
  base::SecureRandom system;
  bool all_same = true;
  bool differs = false;
  bool system_differs = false;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t number = one.next();
    all_same = all_same && number == same.next();
    differs = differs || number != other.next();
    system_differs = system_differs || number != system.next();
  }
  CHECK(all_same);
  CHECK(differs);
  CHECK(system_differs);
  std::map<std::uint64_t, int> counts;
  for (int i = 0; i < 3000; ++i) ++counts[one.below(3)];
  for (std::uint64_t i = 0; i < 3; ++i) CHECK(std::abs(counts[i] - 1000) < 120);
  CHECK(counts.size() == 3);
}
