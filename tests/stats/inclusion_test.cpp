// Inclusion probabilities proportional to size against the reference table and by their sum.
#include "lbl/stats/inclusion.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "shared_folder.hpp"

using lbl::stats::inclusion_scale;
using lbl::stats::InclusionScale;

namespace {

// The reference table shows some units of each population; the others are filled in so that the
// probabilities of those shown come out (small5, equal and bigspread are whole by their pattern).
const std::map<std::string, std::vector<double>> kPopulations{
    {"small5", {1, 2, 3, 4, 5}},
    {"take_all1", {10, 2, 2, 2, 4}},
    {"take_all_two_rounds", {100, 12, 6, 4, 4, 3, 3}},
    {"ten", {12, 7, 5, 7, 3, 8, 6, 11, 6, 10}},
    {"equal", {4, 4, 4, 4, 4, 4}},
    {"zero_unit", {0, 2, 5, 3, 6}},
    {"bigspread", {1, 1, 2, 3, 5, 8, 13, 21}},
    {"exact_one", {5, 2, 1, 2}}};

double sum_of_probabilities(const InclusionScale& scale, const std::vector<double>& sizes) {
  double sum = 0;
  for (const double size : sizes) sum += scale.probability(size);
  return sum;
}

}  // namespace

TEST_CASE("every inclusion probability of the reference table is met") {
  const auto rows = lbl::tests::shared_csv("gold/sample/inclusion.csv");
  if (!rows) return;
  CHECK(rows->size() >= 30);
  for (const auto& row : *rows) {
    INFO(row.at("population"), " unit ", row.at("unit"));
    const std::vector<double>& sizes = kPopulations.at(row.at("population"));
    const InclusionScale scale = inclusion_scale(sizes, std::stod(row.at("n")));
    const double size = sizes.at(std::stoul(row.at("unit")) - 1);
    CHECK(size == std::stod(row.at("size")));
    CHECK(std::fabs(scale.probability(size) - std::stod(row.at("pi"))) <= 1e-12);
    CHECK((size >= scale.cutoff) == (row.at("take_all") == "1"));
  }
}

TEST_CASE("probabilities sum to n, and grow with size") {
  std::mt19937_64 random(11);
  for (int round = 0; round < 2'000; ++round) {
    std::vector<double> sizes(1 + random() % 40);
    std::size_t positive = 0;
    for (double& size : sizes) {
      size = random() % 5 == 0 ? 0 : std::exp(static_cast<double>(random() % 1'000) / 70);
      positive += size > 0 ? 1 : 0;
    }
    const auto n = static_cast<double>(random() % (sizes.size() + 2));
    const InclusionScale scale = inclusion_scale(sizes, n);
    const double expected = std::min(n, static_cast<double>(positive));
    REQUIRE(sum_of_probabilities(scale, sizes) == doctest::Approx(expected).epsilon(1e-9));
    std::sort(sizes.begin(), sizes.end());
    for (std::size_t i = 1; i < sizes.size(); ++i) {
      REQUIRE(scale.probability(sizes[i - 1]) <= scale.probability(sizes[i]));
    }
  }
}

TEST_CASE("a giant beside which all others vanish in rounding is taken and leaves them a chance") {
  const InclusionScale scale = inclusion_scale(std::vector<double>{1e300, 1, 1}, 1);
  CHECK(scale.probability(1e300) == 1);
  CHECK(scale.probability(1) > 0);
}

TEST_CASE("nothing is drawn from nothing") {
  CHECK(inclusion_scale({}, 5).take_all == 0);
  CHECK(inclusion_scale(std::vector<double>{0, 0}, 1).probability(0) == 0);
  CHECK(inclusion_scale(std::vector<double>{1, 2}, 0).probability(2) == 0);
}
