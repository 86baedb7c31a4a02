// Measures of every type of task, against sums made by hand.
#include "lbl/bias/scoring.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "bias/fixtures.hpp"

using namespace lbl;
using bias::Cluster;
using bias::Measure;
using test::Row;

namespace {

bias::BiasResult measured(const std::vector<Row>& rows, model::TaskType type,
                          std::vector<Measure> measures, Cluster cluster = Cluster::none) {
  bias::BiasSpec spec = test::each_column(1, cluster);
  spec.measures = std::move(measures);
  return bias::bias(test::make_table(rows, test::make_spec(type, {"f"})), spec);
}

}  // namespace

TEST_CASE("the rate of a label among choices is the share of answers that hold it") {
  const std::vector<Row> rows = {{"1", "a", "x|y", {"s"}},
                                 {"2", "a", "x", {"s"}},
                                 {"3", "a", "y|z", {"t"}},
                                 {"4", "a", "z", {"s"}}};
  const bias::BiasResult result = measured(rows, model::TaskType::choices, {});
  CHECK(*test::entry_of(result, "f", "s", "x").estimate.value == doctest::Approx(2.0 / 3));
  CHECK(*test::entry_of(result, "f", "s", "y").estimate.value == doctest::Approx(1.0 / 3));
  CHECK(*test::entry_of(result, "f", "t", "z").estimate.value == 1);
}

TEST_CASE("the mean of ratings and numbers is theirs, with Welch's interval between slices") {
  // t test of 1, 2, 3, 4 and 2.5, 4, 8: means 2.5 and 29/6, Welch's t = -1.3416, df = 2.5927 by
  // hand.
  const std::vector<Row> rows = {{"1", "a", "1", {"s"}},   {"2", "a", "2", {"s"}},
                                 {"3", "a", "3", {"s"}},   {"4", "a", "4", {"s"}},
                                 {"5", "a", "2.5", {"t"}}, {"6", "a", "4", {"t"}},
                                 {"7", "a", "8", {"t"}}};
  const bias::BiasResult result = measured(rows, model::TaskType::number, {});
  const bias::SliceEntry& entry = test::entry_of(result, "f", "s", "", Measure::mean);
  CHECK(*entry.estimate.value == doctest::Approx(2.5).epsilon(1e-12));
  CHECK(*entry.estimate.se == doctest::Approx(std::sqrt(5.0 / 3 / 4)).epsilon(1e-9));
  CHECK(*entry.difference.value == doctest::Approx(2.5 - 14.5 / 3).epsilon(1e-12));
  const double t_variance =
      (std::pow(2.5 - 14.5 / 3, 2) + std::pow(4 - 14.5 / 3, 2) + std::pow(8 - 14.5 / 3, 2)) / 2 / 3;
  CHECK(*entry.difference.se == doctest::Approx(std::sqrt(5.0 / 3 / 4 + t_variance)).epsilon(1e-9));
  CHECK(entry.difference.ci->method == "welch");
  CHECK(entry.odds_ratio.reason == "not-a-rate");
  CHECK(*entry.ratio.value == doctest::Approx(2.5 / (14.5 / 3)));
}

TEST_CASE("ratings have no zero, so no ratio") {
  const std::vector<Row> rows = {{"1", "a", "1", {"s"}}, {"2", "a", "5", {"t"}}};
  const bias::BiasResult result = measured(rows, model::TaskType::rating, {Measure::mean});
  CHECK(test::entry_of(result, "f", "s", "", Measure::mean).ratio.reason == "no-zero");
  CHECK(result.disparities.front().min_ratio.reason == "no-zero");
}

TEST_CASE("numbers of any size keep nine digits of their mean") {
  for (const double shift : {0.0, -1e6, 1e-7, 1e12}) {
    std::vector<Row> rows;
    double sum = 0;
    for (int i = 0; i < 50; ++i) {
      const double number = shift + std::sin(i) * 3.7;
      char text[40];
      std::snprintf(text, sizeof text, "%.17g", number);
      rows.push_back({std::to_string(i), "a", text, {i % 2 == 0 ? "s" : "t"}});
      if (i % 2 == 0) sum += number;
    }
    const bias::BiasResult result = measured(rows, model::TaskType::number, {});
    CHECK(std::fabs(*test::entry_of(result, "f", "s", "", Measure::mean).estimate.value -
                    sum / 25) <= 1e-9 * std::max(3.7, std::fabs(shift)));
  }
}

TEST_CASE("disagreement is the chance that another answer to the item differs") {
  // Item 1: x x y (pairs: 2 of 3 differ); item 2: x y; item 3: alone, not counted.
  const std::vector<Row> rows = {{"1", "a", "x", {"s"}}, {"1", "b", "x", {"s"}},
                                 {"1", "c", "y", {"s"}}, {"2", "a", "x", {"s"}},
                                 {"2", "b", "y", {"s"}}, {"3", "a", "x", {"t"}},
                                 {"4", "a", "x", {"t"}}, {"4", "b", "x", {"t"}}};
  const bias::BiasResult result =
      measured(rows, model::TaskType::choice, {Measure::disagreement}, Cluster::item);
  const auto& s = test::entry_of(result, "f", "s", "", Measure::disagreement);
  CHECK(*s.estimate.value == doctest::Approx((0.5 + 0.5 + 1 + 1 + 1) / 5));
  CHECK(s.answers == 5);
  const auto& t = test::entry_of(result, "f", "t", "", Measure::disagreement);
  CHECK(*t.estimate.value == 0);
  CHECK(t.answers == 2);
  CHECK(t.items == 1);
}

TEST_CASE("the missing rate counts records without an answer") {
  const std::vector<Row> rows = {{"1", "a", "x", {"s"}}, {"1", "b", "", {"s"}},
                                 {"2", "a", "x", {"s"}}, {"3", "a", "", {"t"}},
                                 {"4", "a", "", {"t"}},  {"5", "a", "x", {""}}};
  const bias::BiasResult result =
      measured(rows, model::TaskType::choice, {Measure::missing}, Cluster::automatic);
  const auto& s = test::entry_of(result, "f", "s", "", Measure::missing);
  CHECK(*s.estimate.value == doctest::Approx(1.0 / 3));
  CHECK(s.items == 2);
  CHECK(*test::entry_of(result, "f", "t", "", Measure::missing).estimate.value == 1);
  CHECK(*test::entry_of(result, "f", "null", "", Measure::missing).estimate.value == 0);
}

TEST_CASE("a measure that no task has, and a label that nobody gave, are usage errors") {
  const auto table = test::make_table({{"1", "a", "hate", {"s"}}},
                                      test::make_spec(model::TaskType::choice, {"f"}));
  bias::BiasSpec spec = test::each_column(1, Cluster::automatic);
  spec.measures = {Measure::mean};
  CHECK_THROWS_WITH(bias::bias(table, spec),
                    "--measure: there is no mean of task \"label\", whose answers are choice");
  spec.measures = {};
  spec.labels = {"hat"};
  CHECK_THROWS_WITH(bias::bias(table, spec),
                    "--label: no answer has the label \"hat\" (did you mean \"hate\"?)");
}

TEST_CASE("of many labels the most frequent are measured, or those that are named") {
  std::vector<Row> rows;
  for (int i = 0; i < 30; ++i) {
    rows.push_back({std::to_string(i), "a", i < 20 ? "common" : "rare" + std::to_string(i), {"s"}});
  }
  const auto table = test::make_table(rows, test::make_spec(model::TaskType::choice, {"f"}));
  bias::BiasSpec spec = test::each_column(1, Cluster::automatic);
  spec.max_levels = 2;
  const bias::BiasResult result = bias::bias(table, spec);
  CHECK(result.slices.size() == 2);
  CHECK(result.notes.front().code == "rare-labels-left-out");
  spec.labels = {"rare29"};
  CHECK(*test::entry_of(bias::bias(table, spec), "f", "s", "rare29").estimate.value ==
        doctest::Approx(1.0 / 30));
}
