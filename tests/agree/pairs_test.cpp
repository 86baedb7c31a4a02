// Pairs of annotators shared out among threads, against pairs counted one by one.
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "lbl/agree/agreement.hpp"
#include "model/make_table.hpp"

using namespace lbl;

namespace {

/// Three of `annotators` on each of `items`, as a crowd works.
std::vector<test::Row> crowd(int items, int annotators) {
  std::mt19937 random(11);
  std::vector<test::Row> rows;
  for (int item = 0; item < items; ++item) {
    const auto truth = random() % 3;
    std::set<std::size_t> present;
    while (present.size() < 3) present.insert(random() % static_cast<std::size_t>(annotators));
    for (const std::size_t annotator : present) {
      const auto label = random() % 4 == 0 ? random() % 3 : truth;
      rows.push_back({"i" + std::to_string(item),
                      "p" + std::to_string(annotator),
                      std::string(1, static_cast<char>('a' + label)),
                      {}});
    }
  }
  return rows;
}

/// The mean of Cohen's kappa over all pairs for which it is defined, and how many these are.
std::pair<double, std::uint64_t> naive_light(const std::vector<test::Row>& rows) {
  std::map<std::string, std::map<std::string, std::string>> items;
  for (const test::Row& row : rows) items[row.item][row.annotator] = row.label;
  struct Pair {
    double items = 0, same = 0;
    std::map<std::string, double> first, second;
  };
  std::map<std::pair<std::string, std::string>, Pair> pairs;
  for (const auto& [item, answers] : items) {
    for (auto a = answers.begin(); a != answers.end(); ++a) {
      for (auto b = std::next(a); b != answers.end(); ++b) {
        Pair& pair = pairs[{a->first, b->first}];
        pair.items += 1;
        pair.same += a->second == b->second ? 1 : 0;
        pair.first[a->second] += 1;
        pair.second[b->second] += 1;
      }
    }
  }
  double sum = 0;
  std::uint64_t defined = 0;
  for (const auto& [names, pair] : pairs) {
    double expected = 0;
    for (const auto& [label, count] : pair.first) {
      const auto other = pair.second.find(label);
      if (other != pair.second.end()) expected += count * other->second;
    }
    expected /= pair.items * pair.items;
    if (expected == 1) continue;
    sum += (pair.same / pair.items - expected) / (1 - expected);
    ++defined;
  }
  return {sum / static_cast<double>(defined), defined};
}

}  // namespace

TEST_CASE("Light's kappa of a crowd is the mean over its pairs, on any number of threads") {
  const std::vector<test::Row> rows = crowd(20'000, 120);
  const model::RatingsTable table =
      test::make_table(rows, test::make_spec(model::TaskType::choice));
  const auto [value, pairs] = naive_light(rows);
  std::set<std::tuple<double, double, std::uint64_t>> figures;
  for (const unsigned threads : {1u, 2u, 3u, 9u}) {
    agree::Options options;
    options.coefficients = {"light_kappa"};
    options.threads = threads;
    const agree::Result result = agree::agreement(table, options);
    REQUIRE(result.measures.size() == 1);
    const agree::Figure& figure = result.measures.front().figure;
    figures.emplace(*figure.estimate.value, *figure.estimate.se, *figure.pairs);
  }
  REQUIRE(figures.size() == 1);
  CHECK(std::get<0>(*figures.begin()) == doctest::Approx(value).epsilon(1e-12));
  CHECK(std::get<1>(*figures.begin()) > 0);
  CHECK(std::get<2>(*figures.begin()) == pairs);
}

TEST_CASE(
    "a pair whose items are not drawn is no pair: the bootstrap of Light's kappa in a crowd") {
  constexpr int kItems = 60, kReplicates = 2000;
  const std::vector<test::Row> rows = crowd(kItems, 25);  // most pairs meet once
  std::mt19937 random(5);
  double sum = 0, squares = 0;
  for (int replicate = 0; replicate < kReplicates; ++replicate) {
    std::vector<test::Row> drawn;
    for (int copy = 0; copy < kItems; ++copy) {
      const std::size_t first = 3 * (random() % kItems);
      for (std::size_t i = first; i < first + 3; ++i) {
        drawn.push_back(rows[i]);
        drawn.back().item += "/" + std::to_string(copy);
      }
    }
    const double value = naive_light(drawn).first;
    sum += value;
    squares += value * value;
  }
  const double mean = sum / kReplicates;

  agree::Options options;
  options.coefficients = {"light_kappa"};
  options.bootstrap = kReplicates;
  const agree::Result result =
      agree::agreement(test::make_table(rows, test::make_spec(model::TaskType::choice)), options);
  REQUIRE(result.measures.size() == 1);
  const auto& bootstrap = result.measures.front().figure.bootstrap;
  REQUIRE(bootstrap);
  CHECK(*bootstrap->se ==
        doctest::Approx(std::sqrt(squares / kReplicates - mean * mean)).scale(0).epsilon(0.06));
}
