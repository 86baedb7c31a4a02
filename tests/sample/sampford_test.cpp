// Sampford's and systematic selection pick single units and pairs as often as the reference says.
#include "lbl/sample/sampford.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "lbl/sample/systematic.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/inclusion.hpp"
#include "shared_folder.hpp"

using lbl::base::Random;
using lbl::sample::sampford_picks;
using lbl::sample::systematic_picks;

namespace {

// Those of the reference table whose sizes are all known: it shows some units of each population,
// and these are whole by their pattern.
const std::map<std::string, std::vector<double>> kPopulations{
    {"small5", {1, 2, 3, 4, 5}},
    {"equal", {4, 4, 4, 4, 4, 4}},
    {"bigspread", {1, 1, 2, 3, 5, 8, 13, 21}}};

using Pair = std::pair<std::size_t, std::size_t>;

std::vector<double> probabilities(const std::string& population, double n) {
  std::vector<double> sizes = kPopulations.at(population);
  const auto scale = lbl::stats::inclusion_scale(sizes, n);
  for (double& size : sizes) size = scale.probability(size);
  return sizes;
}

// Exact: the picks change only where the start passes a fractional part of a running sum.
std::map<Pair, double> systematic_pairs(const std::vector<double>& p) {
  std::vector<double> cuts = {0, 1};
  double sum = 0;
  for (const double part : p) {
    sum += part;
    cuts.push_back(sum - std::floor(sum));
  }
  std::sort(cuts.begin(), cuts.end());
  std::map<Pair, double> pairs;
  for (std::size_t c = 1; c < cuts.size(); ++c) {
    const double width = cuts[c] - cuts[c - 1];
    if (width < 1e-13) continue;
    const auto picks = systematic_picks(p, (cuts[c] + cuts[c - 1]) / 2);
    for (std::size_t i = 0; i < picks.size(); ++i) {
      for (std::size_t j = i + 1; j < picks.size(); ++j) pairs[{picks[i], picks[j]}] += width;
    }
  }
  return pairs;
}

constexpr int kDraws = 20'000;

std::map<Pair, double> sampford_pairs(const std::vector<double>& p, std::size_t n) {
  Random random(7);
  std::map<Pair, double> pairs;
  for (int draw = 0; draw < kDraws; ++draw) {
    const auto picks = sampford_picks(p, random);
    REQUIRE(picks.size() == n);
    for (std::size_t i = 0; i < picks.size(); ++i) {
      for (std::size_t j = i + 1; j < picks.size(); ++j) pairs[{picks[i], picks[j]}] += 1;
    }
  }
  return pairs;
}

}  // namespace

TEST_CASE("pairs come together as the reference table says") {
  const auto rows = lbl::tests::shared_csv("gold/sample/inclusion_joint.csv");
  if (!rows) return;
  std::map<std::string, std::pair<double, double>> chi_square;  // statistic, cells
  std::map<std::string, std::map<Pair, double>> found;
  for (const auto& row : *rows) {
    const std::string population = row.at("population"), design = row.at("design");
    if (kPopulations.find(population) == kPopulations.end()) continue;
    const auto n = std::stoul(row.at("n"));
    const std::string name = population + " " + design;
    if (found.find(name) == found.end()) {
      const std::vector<double> p = probabilities(population, static_cast<double>(n));
      found[name] = design == "sampford" ? sampford_pairs(p, n) : systematic_pairs(p);
    }
    const Pair pair{std::stoul(row.at("i")) - 1, std::stoul(row.at("j")) - 1};
    const double expected = std::stod(row.at("pi_ij")), seen = found[name][pair];
    INFO(name, " ", pair.first + 1, " ", pair.second + 1);
    if (design == "systematic") {
      CHECK(std::fabs(seen - expected) <= 1e-12);
    } else if (expected <= 0 || expected >= 1 - 1e-12) {
      CHECK(seen == kDraws * std::round(expected));
    } else {
      const double times = kDraws * expected;
      chi_square[name].first += (seen - times) * (seen - times) / (times * (1 - expected));
      chi_square[name].second += 1;
    }
  }
  CHECK(chi_square.size() == 3);
  for (const auto& entry : chi_square) {
    const auto& name = entry.first;
    const auto& sum = entry.second;
    INFO(name, ": chi-square ", sum.first, " on ", sum.second);
    CHECK(lbl::stats::chi_square_upper(sum.first, sum.second) > 0.001);
  }
}

TEST_CASE("Sampford's picks hold certain units, and nothing is picked from nothing") {
  Random random(3);
  CHECK(sampford_picks({}, random).empty());
  CHECK(sampford_picks(std::vector<double>{0, 0}, random).empty());
  CHECK(sampford_picks(std::vector<double>{1, 0, 1}, random) == std::vector<std::size_t>{0, 2});
  for (int draw = 0; draw < 100; ++draw) {
    const auto picks = sampford_picks(std::vector<double>{0.5, 1, 0.5, 0.25, 0.75}, random);
    REQUIRE(picks.size() == 3);
    CHECK(std::find(picks.begin(), picks.end(), 1u) != picks.end());
    CHECK(std::is_sorted(picks.begin(), picks.end()));
  }
}
