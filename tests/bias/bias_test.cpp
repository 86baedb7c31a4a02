// What must hold of every comparison: order, splitting and threads change nothing; zero cells, few
// clusters and single slices say what they are; nothing is found where there is nothing.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "bias/fixtures.hpp"
#include "lbl/base/random.hpp"

using namespace lbl;
using bias::Cluster;
using test::Row;

namespace {

const std::vector<std::string> kColumns = {"source", "group", "hour"};

bias::BiasSpec whole_spec() {
  bias::BiasSpec spec = test::each_column(3, Cluster::automatic);
  spec.cuts.push_back({0, 1});
  spec.measures = {bias::Measure::rate, bias::Measure::disagreement};
  spec.bootstrap = 40;
  return spec;
}

/// Every figure of a result, to the last bit.
std::vector<std::string> figures(const bias::BiasResult& result) {
  std::vector<std::string> all;
  const auto number = [](const std::optional<double>& value) {
    char text[40];
    std::snprintf(text, sizeof text, "%a", value.value_or(-1));
    return std::string(text);
  };
  const auto ends = [&](const stats::Estimate& estimate) {
    std::string text = number(estimate.value) + " " + number(estimate.se) + " " + estimate.reason;
    if (estimate.ci) text += " " + number(estimate.ci->low) + " " + number(estimate.ci->high);
    return text;
  };
  for (const bias::SliceEntry& entry : result.slices) {
    const bias::Cut& cut = result.cuts[entry.cut];
    all.push_back(cut.name() + "=" + cut.slices[entry.slice].text() + " " +
                  entry.label.value_or("-") + " " + ends(entry.estimate) + " " +
                  ends(entry.difference) + " " + ends(entry.ratio) + " " + ends(entry.odds_ratio) +
                  " " + number(entry.p) + " " + number(entry.q));
    if (!entry.bootstrap) continue;
    for (const auto& drawn : {entry.bootstrap->estimate, entry.bootstrap->difference}) {
      if (drawn) all.back() += " " + number(drawn->se);
      if (drawn && drawn->bca) all.back() += " " + number(drawn->bca->low);
    }
  }
  for (const bias::Disparity& disparity : result.disparities) {
    all.push_back(ends(disparity.max_difference) + " " + number(disparity.p) + " " +
                  number(disparity.null_mean));
  }
  return all;
}

}  // namespace

TEST_CASE("neither the order of the rows nor the number of threads changes a bit") {
  std::vector<Row> rows = test::random_rows(120, 25, 17);
  const auto spec = test::make_spec(model::TaskType::choice, kColumns);
  bias::BiasSpec asked = whole_spec();
  const auto expected = figures(bias::bias(test::make_table(rows, spec), asked));
  std::mt19937 random(1);
  for (const unsigned threads : {1u, 2u, 5u}) {
    std::shuffle(rows.begin(), rows.end(), random);
    asked.threads = threads;
    CHECK(figures(bias::bias(test::make_table(rows, spec), asked)) == expected);
  }
}

TEST_CASE("a mean of numbers is the same to the last bit in any order") {
  std::vector<Row> rows = test::random_rows(150, 25, 23);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].label = std::to_string(std::sin(static_cast<double>(i)) * 1e3);
  }
  const auto spec = test::make_spec(model::TaskType::number, kColumns);
  bias::BiasSpec asked = test::each_column(3, Cluster::automatic);
  const auto expected = figures(bias::bias(test::make_table(rows, spec), asked));
  std::mt19937 random(2);
  for (int i = 0; i < 3; ++i) {
    std::shuffle(rows.begin(), rows.end(), random);
    CHECK(figures(bias::bias(test::make_table(rows, spec), asked)) == expected);
  }
}

TEST_CASE("another seed changes permutations and nothing else") {
  const auto table = test::make_table(test::random_rows(40, 10, 5),
                                      test::make_spec(model::TaskType::choice, kColumns));
  bias::BiasSpec spec = test::each_column(3, Cluster::automatic);
  const bias::BiasResult first = bias::bias(table, spec);
  spec.seed = 2;
  const bias::BiasResult second = bias::bias(table, spec);
  for (std::size_t i = 0; i < first.slices.size(); ++i) {
    CHECK(first.slices[i].estimate.value == second.slices[i].estimate.value);
    REQUIRE(first.slices[i].p.has_value());
    CHECK(std::fabs(*first.slices[i].p - *second.slices[i].p) < 0.25);
  }
}

TEST_CASE("the difference of a slice is the mirror of the rest's") {
  const auto table = test::make_table(test::random_rows(200, 30, 29),
                                      test::make_spec(model::TaskType::choice, kColumns));
  const bias::BiasResult result = bias::bias(table, test::each_column(3, Cluster::automatic));
  for (const std::string label : {"hate", "none", "offensive"}) {
    const auto& day = test::entry_of(result, "hour", "day", label);
    const auto& night = test::entry_of(result, "hour", "night", label);
    CHECK(*day.difference.value == doctest::Approx(-*night.difference.value));
    CHECK(*day.difference.se == doctest::Approx(*night.difference.se));
    CHECK(day.difference.ci->low == doctest::Approx(-night.difference.ci->high));
    CHECK(*day.ratio.value == doctest::Approx(1 / *night.ratio.value));
    CHECK(*day.p == doctest::Approx(*night.p));
  }
}

TEST_CASE("with one answer an item, clustering by item is none, but for G/(G-1)") {
  std::vector<Row> rows;
  for (int i = 0; i < 200; ++i) {
    rows.push_back({std::to_string(i),
                    "a" + std::to_string(i % 40),
                    i % 3 == 0 ? "x" : "y",
                    {i % 2 == 0 ? "s" : "t"}});
  }
  const auto table = test::make_table(rows, test::make_spec(model::TaskType::choice, {"f"}));
  const bias::BiasResult items = bias::bias(table, test::each_column(1, Cluster::item));
  const bias::BiasResult none = bias::bias(table, test::each_column(1, Cluster::none));
  const auto& clustered = test::entry_of(items, "f", "s", "x");
  const auto& plain = test::entry_of(none, "f", "s", "x");
  CHECK(*clustered.estimate.se == doctest::Approx(*plain.estimate.se * std::sqrt(100.0 / 99)));
  CHECK(clustered.cluster == Cluster::item);
  CHECK(plain.cluster == Cluster::none);
  CHECK(plain.test == bias::Test::chi2);
}

TEST_CASE("the same answer by every annotator of an item counts as one") {
  std::vector<Row> rows;
  for (int i = 0; i < 150; ++i) {
    for (int k = 0; k < 4; ++k) {
      rows.push_back(
          {std::to_string(i), std::to_string(k), i % 5 == 0 ? "x" : "y", {i % 2 == 0 ? "s" : "t"}});
    }
  }
  const auto table = test::make_table(rows, test::make_spec(model::TaskType::choice, {"f"}));
  const auto& entry =
      test::entry_of(bias::bias(table, test::each_column(1, Cluster::automatic)), "f", "s", "x");
  // 75 items of 4 equal answers: the variance is that of 75 answers.
  const double rate = *entry.estimate.value;
  CHECK(*entry.estimate.se == doctest::Approx(std::sqrt(rate * (1 - rate) / 74)));
  CHECK(entry.clusters == 75);
  CHECK(entry.answers == 300);
}

TEST_CASE("a label in one slice only has a difference and no ratio") {
  std::vector<Row> rows;
  for (int i = 0; i < 80; ++i) {
    rows.push_back(
        {std::to_string(i), "a", i < 40 && i % 2 == 0 ? "x" : "y", {i < 40 ? "s" : "t"}});
  }
  const auto table = test::make_table(rows, test::make_spec(model::TaskType::choice, {"f"}));
  for (const Cluster cluster : {Cluster::automatic, Cluster::none}) {
    const auto& entry =
        test::entry_of(bias::bias(table, test::each_column(1, cluster)), "f", "s", "x");
    CHECK(*entry.difference.value == doctest::Approx(0.5));
    CHECK(entry.difference.ci->low > 0);
    CHECK(entry.ratio.reason == "zero-cell");
    CHECK(entry.odds_ratio.reason == "zero-cell");
    CHECK_FALSE(entry.ratio.value.has_value());
    CHECK(entry.flag);
  }
}

TEST_CASE("fewer than twenty clusters are unreliable, one slice has nothing to compare with") {
  std::vector<Row> rows;
  for (int i = 0; i < 12; ++i) rows.push_back({std::to_string(i), "a", i < 5 ? "x" : "y", {"s"}});
  const auto table = test::make_table(rows, test::make_spec(model::TaskType::choice, {"f"}));
  const bias::BiasResult result = bias::bias(table, test::each_column(1, Cluster::automatic));
  const auto& entry = test::entry_of(result, "f", "s", "x");
  CHECK(entry.estimate.status == stats::Status::unreliable);
  CHECK(entry.estimate.reason == "few-clusters");
  CHECK(entry.difference.reason == "no-reference");
  CHECK_FALSE(entry.p.has_value());
  CHECK(result.disparities.front().max_difference.reason == "one-slice");
}

TEST_CASE("one item, one answer and no answer at all come out whole") {
  for (const std::vector<Row>& rows :
       {std::vector<Row>{}, std::vector<Row>{{"1", "a", "x", {"s"}}},
        std::vector<Row>{{"1", "a", "x", {"s"}}, {"1", "b", "y", {"t"}}},
        std::vector<Row>{{"1", "a", "", {"s"}}}}) {
    const auto table = test::make_table(rows, test::make_spec(model::TaskType::choice, {"f"}));
    for (const Cluster cluster :
         {Cluster::automatic, Cluster::item, Cluster::annotator, Cluster::none}) {
      for (const bias::Reference reference : {bias::Reference::rest, bias::Reference::overall}) {
        bias::BiasSpec spec = test::each_column(1, cluster);
        spec.reference = reference;
        spec.measures = {bias::Measure::rate, bias::Measure::missing, bias::Measure::disagreement};
        const bias::BiasResult result = bias::bias(table, spec);
        for (const bias::SliceEntry& entry : result.slices) {
          for (const auto* estimate :
               {&entry.estimate, &entry.difference, &entry.ratio, &entry.odds_ratio}) {
            CHECK(estimate->value.has_value() == (estimate->status != stats::Status::undefined));
            CHECK(std::isfinite(estimate->value.value_or(0)));
            CHECK(std::isfinite(estimate->se.value_or(0)));
            if (estimate->ci) CHECK(std::isfinite(estimate->ci->low + estimate->ci->high));
          }
        }
      }
    }
  }
}

TEST_CASE("the largest difference is of the two slices named, and chance gives some of it") {
  const auto table = test::make_table(test::random_rows(400, 60, 31),
                                      test::make_spec(model::TaskType::choice, kColumns));
  const bias::BiasResult result = bias::bias(table, test::each_column(3, Cluster::automatic));
  for (const bias::Disparity& disparity : result.disparities) {
    const bias::Cut& cut = result.cuts[disparity.cut];
    const auto value = [&](std::size_t slice) {
      return *test::entry_of(result, cut.name(), cut.slices[slice].text(), *disparity.label)
                  .estimate.value;
    };
    CHECK(*disparity.max_difference.value ==
          doctest::Approx(value(disparity.worst[0]) - value(disparity.worst[1])));
    CHECK(*disparity.min_ratio.value ==
          doctest::Approx(value(disparity.worst[1]) / value(disparity.worst[0])));
    CHECK(*disparity.null_mean > 0);
    CHECK(*disparity.p > 0);
  }
}

TEST_CASE("where nothing differs about one test in twenty says that something does") {
  struct Case {
    int items, annotators;
    std::size_t column;
    std::string cut, slice;
  };
  for (const Case& c : {Case{60, 12, 0, "source", "forum"}, Case{60, 12, 1, "group", "old"},
                        Case{60, 12, 2, "hour", "day"}, Case{200, 50, 0, "source", "forum"}}) {
    int found = 0;
    int tested = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      std::vector<Row> rows = test::random_rows(c.items, c.annotators, seed);
      // Whoever labels "none" here does so for reasons of item and annotator alone.
      base::Random random(seed, "columns");
      const auto key = [&](const std::string& name) {
        return base::Random(seed, name).below(2) == 0;
      };
      for (Row& row : rows) {
        row.slices = {key(row.item) ? "forum" : "news", key(row.annotator) ? "old" : "young",
                      random.below(2) == 0 ? "day" : "night"};
      }
      const auto table = test::make_table(rows, test::make_spec(model::TaskType::choice, kColumns));
      bias::BiasSpec spec = test::each_column(3, Cluster::automatic);
      spec.correction = stats::Correction::none;
      spec.labels = {"hate"};
      spec.seed = seed;
      const bias::SliceEntry& entry =
          test::entry_of(bias::bias(table, spec), c.cut, c.slice, "hate");
      tested += entry.p ? 1 : 0;
      found += entry.flag ? 1 : 0;
    }
    INFO(c.cut, " ", c.items);
    // 10 of 200 expected; 22 and more have a chance of 0.03 %.
    CHECK(tested > 190);
    CHECK(found < 22);
  }
}
