// Sample sizes and exact defect bounds against the reference tables and a count of all samples.
#include "lbl/stats/sample_size.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <string>

#include "shared_folder.hpp"

namespace {

using namespace lbl::stats;

bool close(double found, double expected) {
  return std::fabs(found - expected) <= 1e-9 * std::fabs(expected) + 1e-15;
}

double number(const lbl::tests::SharedRow& row, const char* column) {
  return std::stod(row.at(column));
}

std::uint64_t whole(const lbl::tests::SharedRow& row, const char* column) {
  return std::stoull(row.at(column));
}

}  // namespace

TEST_CASE("every sample size of the reference table is met") {
  const auto rows = lbl::tests::shared_csv("gold/sample/sample_size.csv");
  if (!rows) return;
  CHECK(rows->size() >= 40);
  for (const auto& row : *rows) {
    CAPTURE(row.at("kind"));
    CAPTURE(row.at("n_exact"));
    SampleSize found;
    if (row.at("kind") == "proportion_margin") {
      std::optional<std::uint64_t> population;
      if (row.at("N") != "inf") population = whole(row, "N");
      found = size_for_margin(number(row, "margin"), number(row, "p"), number(row, "level"),
                              population);
      CHECK(close(found.unlimited, number(row, "n0_exact")));
    } else {
      const auto size =
          row.at("kind") == "two_proportions" ? size_for_difference : size_for_difference_arcsine;
      found =
          size(number(row, "p1"), number(row, "p2"), number(row, "alpha"), number(row, "power"));
    }
    CHECK(close(found.exact, number(row, "n_exact")));
    CHECK(found.n == whole(row, "n"));
  }
}

TEST_CASE("every hypergeometric bound and detection size of the reference table is met") {
  const auto rows = lbl::tests::shared_csv("gold/sample/hypergeometric.csv");
  if (!rows) return;
  CHECK(rows->size() >= 30);
  for (const auto& row : *rows) {
    const std::uint64_t population = whole(row, "N"), n = whole(row, "n");
    INFO(row.at("kind"), " N=", population, " n=", n, " x=", row.at("x"), " ", row.at("sides"));
    const double level = number(row, "level");
    if (row.at("kind") == "detection") {
      CHECK(size_for_detection(population, whole(row, "D"), level) == whole(row, "n_detect"));
      continue;
    }
    const std::uint64_t x = whole(row, "x");
    const bool two_sided = row.at("sides") == "two";
    const DefectBounds found =
        defect_bounds(population, n, x, two_sided ? (1 - level) / 2 : 1 - level);
    // The side that a one-sided bound leaves open is what has been seen.
    CHECK((row.at("sides") == "upper" ? x : found.low) == whole(row, "D_low"));
    CHECK((row.at("sides") == "lower" ? population - n + x : found.high) == whole(row, "D_high"));
  }
}

TEST_CASE("defect bounds agree with a count over all samples of a small population") {
  constexpr std::uint64_t kPopulation = 12;
  for (std::uint64_t n = 0; n <= kPopulation; ++n) {
    for (std::uint64_t x = 0; x <= n; ++x) {
      std::uint64_t low = kPopulation, high = 0;
      for (std::uint64_t defects = x; defects <= kPopulation - n + x; ++defects) {
        // Units 0 .. defects - 1 are defective; a sample is a set of n bits.
        double samples = 0, at_most = 0, at_least = 0;
        for (std::uint32_t sample = 0; sample < (1u << kPopulation); ++sample) {
          if (std::popcount(sample) != static_cast<int>(n)) continue;
          const auto found =
              static_cast<std::uint64_t>(std::popcount(sample & ((1u << defects) - 1)));
          ++samples;
          at_most += found <= x ? 1 : 0;
          at_least += found >= x ? 1 : 0;
        }
        if (at_most / samples > 0.1 + 1e-12) high = std::max(high, defects);
        if (at_least / samples > 0.1 + 1e-12) low = std::min(low, defects);
      }
      const DefectBounds bounds = defect_bounds(kPopulation, n, x, 0.1);
      CHECK(bounds.low == low);
      CHECK(bounds.high == high);
    }
  }
}

TEST_CASE("no sample finds a defect that is not there, and the whole population finds any") {
  CHECK_FALSE(size_for_detection(100, 0, 0.95).has_value());
  CHECK_FALSE(size_for_detection(0, 0, 0.95).has_value());
  CHECK(size_for_detection(1, 1, 0.95) == 1u);
}

TEST_CASE("a census has no margin, and nothing seen has the widest") {
  CHECK(margin_of(100, 0.5, 0.95, 100) == 0);
  CHECK(margin_of(0, 0.5, 0.95, std::nullopt) == 0.5);
  CHECK(margin_of(200, 0.5, 0.95, 1'000) < margin_of(200, 0.5, 0.95, std::nullopt));
  // The Wilson interval of 100 in 200 is 0.4313 to 0.5687 (Newcombe 1998, method 3).
  CHECK(margin_of(200, 0.5, 0.95, std::nullopt) == doctest::Approx(0.0687).scale(0).epsilon(1e-3));
}

TEST_CASE("the margin of a sample size is the one that was asked for") {
  for (const double margin : {0.01, 0.05, 0.2}) {
    for (const double expected : {0.02, 0.3, 0.5}) {
      const SampleSize open = size_for_margin(margin, expected, 0.9, std::nullopt);
      CHECK(close(normal_margin(open.exact, expected, 0.9, std::nullopt), margin));
      const SampleSize closed = size_for_margin(margin, expected, 0.9, 5'000);
      CHECK(close(normal_margin(closed.exact, expected, 0.9, 5'000), margin));
    }
  }
}

TEST_CASE("power and size for a difference are inverse to each other") {
  const SampleSize size = size_for_difference(0.1, 0.15, 0.05, 0.8);
  CHECK(power_of_difference(size.exact, 0.1, 0.15, 0.05) == doctest::Approx(0.8).epsilon(1e-12));
  CHECK(power_of_difference(size.exact, 0.15, 0.1, 0.05) == doctest::Approx(0.8).epsilon(1e-12));
}

TEST_CASE("a difference and a ratio are known as well as was asked for") {
  // z = 1.959964: 3.841459 (0.09 + 0.1275) / 0.0009, and 3.841459 (9 + 17/3) / ln(1.5)^2.
  CHECK(size_for_difference_margin(0.03, 0.1, 0.15, 0.95).exact ==
        doctest::Approx(928.3526).scale(0).epsilon(1e-6));
  CHECK(size_for_ratio(1.5, 0.1, 0.15, 0.95).exact ==
        doctest::Approx(342.7051).scale(0).epsilon(1e-6));
}

TEST_CASE("without end, detection is a geometric law, and the detectable rate its inverse") {
  CHECK(size_for_detection(0.05, 0.95).n == 59u);
  CHECK(size_for_detection(0.5, 0.75).n == 2u);  // exactly 2
  CHECK(close(detectable_rate(2, 0.75, std::nullopt), 0.5));
  for (const std::uint64_t n : {1u, 10u, 95u, 100u}) {
    const double rate = detectable_rate(n, 0.95, 100);
    const auto defects = static_cast<std::uint64_t>(std::llround(rate * 100));
    CHECK(size_for_detection(100, defects, 0.95).value() <= n);
    if (defects > 1) CHECK(size_for_detection(100, defects - 1, 0.95).value() > n);
  }
}
