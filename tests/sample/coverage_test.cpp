// The coverage of intervals by simulation: they hold the truth as often as they say, design by
// design.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "lbl/base/random.hpp"
#include "lbl/sample/estimate.hpp"
#include "sample/make_review.hpp"

namespace {

using namespace lbl;
using namespace tests::review;
using sample::EstimateEntry;
using sample::EstimateSpec;

// A simple random sample of `n` of 0 .. size - 1.
std::vector<std::size_t> drawn(base::Random& random, std::size_t size, std::size_t n) {
  std::vector<std::size_t> order(size);
  for (std::size_t i = 0; i < size; ++i) order[i] = i;
  for (std::size_t i = 0; i < n; ++i) std::swap(order[i], order[i + random.below(size - i)]);
  order.resize(n);
  return order;
}

// How often an interval holds the truth; its Monte Carlo error is sqrt(0.95 x 0.05 / rounds).
constexpr int kRounds = 2000;
constexpr double kThreeErrors = 3 * 0.0049;

// One round's answer: whether the interval of the mean holds the truth.
bool holds(const ReviewTable& table, const EstimateSpec& spec, double truth) {
  const auto result = sample::estimate(table, spec);
  const auto& ci = result.entries.front().estimate.ci.value();
  CHECK(ci.method == "design");
  return ci.low <= truth && truth <= ci.high;
}

// Two facts of each unit, a value that depends on both, and how many have each.
struct Population {
  std::vector<std::string> first, second, values;
  double truth = 0;

  explicit Population(base::Random& random, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      const bool a = random.below(10) < 3, b = random.below(10) < 5;
      first.emplace_back(a ? "a" : "z");
      second.emplace_back(b ? "b" : "y");
      const double value = std::round(20 + (a ? 30 : 0) + (b ? 10 : 0) + 5 * random.normal());
      values.push_back(std::to_string(value));
      truth += value / static_cast<double>(size);
    }
  }

  static sample::KnownTotals totals(std::size_t group, const std::vector<std::string>& facts) {
    sample::KnownTotals known{group, "totals.csv", {}};
    for (const std::string& fact : facts) known.totals[fact] += 1;
    return known;
  }

  ReviewTable sample(base::Random& random, std::size_t n) const {
    ReviewTable table;
    std::vector<std::string> one, two, answers;
    for (const std::size_t unit : drawn(random, values.size(), n)) {
      table.items.push_back(std::to_string(unit));
      one.push_back(first[unit]);
      two.push_back(second[unit]);
      answers.push_back(values[unit]);
      table.sampling.emplace_back(
          facts("srs", "null", static_cast<double>(values.size()), static_cast<double>(n)));
    }
    add_group(table, "first", one);
    add_group(table, "second", two);
    table.columns.push_back(column_of("severity", answers));
    return table;
  }
};

}  // namespace

TEST_CASE("intervals of a rate hold the truth as often as they say, in a simple random sample") {
  base::Random random(11);
  constexpr std::size_t kPopulation = 900, kSample = 150, kDefects = 180;
  int held = 0;
  for (int round = 0; round < kRounds; ++round) {
    ReviewTable table;
    std::vector<std::string> values;
    for (const std::size_t unit : drawn(random, kPopulation, kSample)) {
      table.items.push_back(std::to_string(unit));
      values.emplace_back(unit < kDefects ? "bad" : "good");
      table.sampling.emplace_back(facts("srs", "null", kPopulation, kSample));
    }
    table.columns.push_back(column_of("label", values));
    const auto result = sample::estimate(table, {});
    for (const EstimateEntry& entry : result.entries) {
      if (entry.variable != "label=bad") continue;
      CHECK(entry.estimate.ci.value().method == "wilson");
      held += entry.estimate.ci->low <= 0.2 && 0.2 <= entry.estimate.ci->high ? 1 : 0;
    }
  }
  CHECK(std::fabs(held / double{kRounds} - 0.95) < kThreeErrors + 0.005);  // a rate is discrete
}

TEST_CASE("intervals of a mean hold the truth as often as they say, in a stratified sample") {
  base::Random random(12);
  constexpr std::size_t kFirst = 300, kSecond = 700;
  std::vector<double> population;
  double truth = 0;
  for (std::size_t i = 0; i < kFirst + kSecond; ++i) {
    population.push_back(std::round((i < kFirst ? 50 : 20) + 5 * random.normal()));
    truth += population.back() / (kFirst + kSecond);
  }
  int held = 0;
  for (int round = 0; round < kRounds; ++round) {
    ReviewTable table;
    std::vector<std::string> values;
    const auto take = [&](std::size_t first, std::size_t size, std::size_t n, const char* stratum) {
      for (const std::size_t unit : drawn(random, size, n)) {
        table.items.push_back(std::to_string(first + unit));
        values.push_back(std::to_string(population[first + unit]));
        table.sampling.emplace_back(
            facts("stratified", stratum, static_cast<double>(size), static_cast<double>(n)));
      }
    };
    take(0, kFirst, 30, "{\"s\":\"a\"}");
    take(kFirst, kSecond, 35, "{\"s\":\"b\"}");
    table.columns.push_back(column_of("severity", values));
    const auto result = sample::estimate(table, {});
    const auto& ci = result.entries.front().estimate.ci.value();
    CHECK(ci.method == "design");
    held += ci.low <= truth && truth <= ci.high ? 1 : 0;
  }
  CHECK(std::fabs(held / double{kRounds} - 0.95) < kThreeErrors);
}

TEST_CASE("what reviewers differ by widens the interval until it holds the truth again") {
  // Every item has a true value; each of two reviewers adds noise of his own. Nearly all of the
  // population is drawn, so almost all of the error is the reviewers'.
  base::Random random(13);
  constexpr std::size_t kPopulation = 200, kSample = 190;
  std::vector<double> population;
  double truth = 0;
  for (std::size_t i = 0; i < kPopulation; ++i) {
    population.push_back(100 + 3 * random.normal());
    truth += population.back() / kPopulation;
  }
  int held = 0, held_without = 0;
  for (int round = 0; round < kRounds; ++round) {
    ReviewTable table;
    sample::AnswerColumn column;
    column.name = "severity";
    for (const std::size_t unit : drawn(random, kPopulation, kSample)) {
      table.items.push_back(std::to_string(unit));
      std::vector<std::uint32_t> answers;
      for (int reviewer = 0; reviewer < 2; ++reviewer) {
        answers.push_back(static_cast<std::uint32_t>(column.texts.size()));
        column.texts.push_back(std::to_string(column.texts.size()));
        column.numbers.emplace_back(population[unit] + 10 * random.normal());
      }
      column.answers.push_back(answers);
      table.sampling.emplace_back(facts("srs", "null", kPopulation, kSample));
    }
    table.columns.push_back(column);
    const EstimateEntry entry = sample::estimate(table, {}).entries.front();
    const auto& ci = entry.estimate.ci.value();
    held += ci.low <= truth && truth <= ci.high ? 1 : 0;
    const double part = entry.review_se.value();
    const double without = std::sqrt(*entry.estimate.se * *entry.estimate.se - part * part);
    const double half = (ci.high - ci.low) / 2 * without / *entry.estimate.se;
    held_without += std::fabs(*entry.estimate.value - truth) <= half ? 1 : 0;
    CHECK(entry.shared_items == kSample);
  }
  CHECK(std::fabs(held / double{kRounds} - 0.95) < kThreeErrors);
  CHECK(held_without / double{kRounds} < 0.6);
}

TEST_CASE("intervals of a mean hold the truth as often as they say, in a sample of clusters") {
  base::Random random(14);
  constexpr std::size_t kClusters = 120, kDrawn = 40;
  std::vector<std::vector<double>> population(kClusters);
  double sum = 0, units = 0;
  for (auto& cluster : population) {
    const double level = 50 + 8 * random.normal();
    for (std::size_t i = 0; i < 6 + random.below(5); ++i) {
      cluster.push_back(std::round(level + 4 * random.normal()));
      sum += cluster.back();
      ++units;
    }
  }
  int held = 0;
  for (int round = 0; round < kRounds; ++round) {
    ReviewTable table;
    std::vector<std::string> values;
    for (const std::size_t cluster : drawn(random, kClusters, kDrawn)) {
      for (const double value : population[cluster]) {
        table.items.push_back(std::to_string(table.items.size()));
        values.push_back(std::to_string(value));
        auto known = facts("cluster", "null", kClusters, kDrawn);
        known.cluster = std::to_string(cluster);
        table.sampling.emplace_back(known);
      }
    }
    table.columns.push_back(column_of("severity", values));
    held += holds(table, {}, sum / units) ? 1 : 0;
  }
  CHECK(std::fabs(held / double{kRounds} - 0.95) < kThreeErrors);
}

TEST_CASE("intervals of a mean hold the truth as often as they say, with chances by size") {
  // Poisson's design: each unit by its own chance, which is what the values depend on.
  base::Random random(15);
  constexpr std::size_t kPopulation = 600;
  std::vector<double> chances, values;
  double truth = 0;
  for (std::size_t i = 0; i < kPopulation; ++i) {
    chances.push_back(0.05 + 0.4 * random.uniform());
    values.push_back(std::round(100 * chances.back() + 4 * random.normal()));
    truth += values.back() / kPopulation;
  }
  int held = 0;
  for (int round = 0; round < kRounds; ++round) {
    ReviewTable table;
    std::vector<std::string> answers;
    for (std::size_t unit = 0; unit < kPopulation; ++unit) {
      if (random.uniform() >= chances[unit]) continue;
      table.items.push_back(std::to_string(unit));
      answers.push_back(std::to_string(values[unit]));
      auto known = facts("poisson", "null", kPopulation, kPopulation);
      known.drawn = std::nullopt;
      known.p = chances[unit];
      known.weight = 1 / chances[unit];
      table.sampling.emplace_back(known);
    }
    table.columns.push_back(column_of("severity", answers));
    held += holds(table, {}, truth) ? 1 : 0;
  }
  CHECK(std::fabs(held / double{kRounds} - 0.95) < kThreeErrors);
}

TEST_CASE("post-stratified and raked intervals hold the truth, and are narrower than plain ones") {
  base::Random random(16);
  const Population population(random, 1500);
  EstimateSpec post, raked;
  post.calibration = stats::Calibration::Kind::post_strata;
  post.known = {Population::totals(0, population.first)};
  raked.calibration = stats::Calibration::Kind::raking;
  raked.known = {Population::totals(0, population.first), Population::totals(1, population.second)};
  constexpr int kCompared = 200;
  int held = 0, held_raked = 0, narrower = 0, narrowest = 0;
  for (int round = 0; round < kRounds; ++round) {
    const ReviewTable table = population.sample(random, 120);
    held += holds(table, post, population.truth) ? 1 : 0;
    held_raked += holds(table, raked, population.truth) ? 1 : 0;
    if (round >= kCompared) continue;
    const auto error = [&](const EstimateSpec& spec) {
      return sample::estimate(table, spec).entries.front().estimate.se.value();
    };
    narrower += error(post) < error({}) ? 1 : 0;
    narrowest += error(raked) < error(post) ? 1 : 0;
  }
  CHECK(std::fabs(held / double{kRounds} - 0.95) < kThreeErrors);
  CHECK(std::fabs(held_raked / double{kRounds} - 0.95) < kThreeErrors);
  CHECK(narrower == kCompared);
  CHECK(narrowest > kCompared * 9 / 10);
}
