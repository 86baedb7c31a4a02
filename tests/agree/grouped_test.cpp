// Items counted by how they were answered give the figures of the items themselves.
#include <doctest/doctest.h>

#include <random>

#include "agree/random_answers.hpp"
#include "lbl/agree/agreement.hpp"
#include "lbl/base/error.hpp"

using namespace lbl;

namespace {

/// Few ways to answer, so that many items are alike; some answers are blank, unknown or given
/// twice.
std::vector<test::Row> messy_answers(unsigned seed, std::size_t annotators) {
  std::vector<test::Row> rows;
  std::mt19937_64 random(seed);
  for (const test::Row& row :
       test::random_answers({.seed = seed, .items = 400, .annotators = annotators, .labels = 2})) {
    rows.push_back(row);
    if (random() % 20 == 0) rows.push_back(row);
    if (random() % 20 == 0) rows.back().label = random() % 2 == 0 ? "" : "9";
    if (random() % 30 == 0) {
      rows.push_back(row);
      rows.back().label = row.label == "1" ? "2" : "1";
    }
  }
  return rows;
}

model::RatingsSpec spec_of(model::Alike alike) {
  model::RatingsSpec spec = test::make_spec(model::TaskType::choice, {"slice"});
  for (const char* name : {"1", "2", "3"}) spec.tasks[0].labels.emplace_back().name = name;
  spec.alike = alike;
  spec.input_names = {"batch.csv"};
  return spec;
}

void check_same(const agree::Measure& measure, const agree::Measure& expected) {
  CAPTURE(measure.coefficient);
  CHECK(measure.slice == expected.slice);
  CHECK(measure.figure.estimate.value == expected.figure.estimate.value);
  CHECK(measure.figure.estimate.se == expected.figure.estimate.se);
  CHECK(measure.figure.estimate.reason == expected.figure.estimate.reason);
  CHECK(measure.figure.p == expected.figure.p);
  CHECK(measure.figure.items == expected.figure.items);
  CHECK(measure.figure.items_rated == expected.figure.items_rated);
  CHECK(measure.figure.ratings == expected.figure.ratings);
  CHECK(measure.figure.annotators == expected.figure.annotators);
  REQUIRE(measure.figure.bootstrap.has_value() == expected.figure.bootstrap.has_value());
  if (!measure.figure.bootstrap) return;
  CHECK(measure.figure.bootstrap->se == expected.figure.bootstrap->se);
}

void check_same(const agree::TaskSummary& task, const agree::TaskSummary& expected) {
  CHECK(task.annotators == expected.annotators);
  CHECK(task.answers == expected.answers);
  CHECK(task.items == expected.items);
  CHECK(task.items_paired == expected.items_paired);
  CHECK(task.fewest_answers == expected.fewest_answers);
  CHECK(task.most_answers == expected.most_answers);
  CHECK(task.no_answer == expected.no_answer);
  CHECK(task.unknown == expected.unknown);
  CHECK(task.equal_repeats == expected.equal_repeats);
  CHECK(task.conflicts == expected.conflicts);
  CHECK(task.conflicting_answers == expected.conflicting_answers);
  CHECK(task.repeated == expected.repeated);
  CHECK(task.prevalence_index == expected.prevalence_index);
  CHECK(task.bias_index == expected.bias_index);
  for (std::size_t i = 0; i < expected.labels.size(); ++i) {
    CHECK(task.labels.at(i).answers == expected.labels[i].answers);
  }
}

void check_same(const std::vector<test::Row>& rows, model::Alike alike,
                const agree::Options& options) {
  const auto each = test::make_table(rows, spec_of(model::Alike::none));
  const auto counted = test::make_table(rows, spec_of(alike));
  CHECK(counted.records == each.records);
  CHECK(counted.annotators == each.annotators);
  const agree::Result result = agree::agreement(counted, options);
  const agree::Result expected = agree::agreement(each, options);
  REQUIRE(expected.measures.size() > 4);
  REQUIRE(result.measures.size() == expected.measures.size());
  for (std::size_t i = 0; i < expected.measures.size(); ++i) {
    check_same(result.measures[i], expected.measures[i]);
  }
  check_same(result.tasks[0], expected.tasks[0]);
}

}  // namespace

TEST_CASE("items with the same annotators and answers are counted as one") {
  for (const std::size_t annotators : {2U, 3U, 6U}) {
    CAPTURE(annotators);
    agree::Options options;
    options.coefficients = {"all"};
    options.by = {{0}};
    options.per.pair = options.per.annotator = options.per.label = true;
    options.bootstrap = 20;
    check_same(messy_answers(7, annotators), model::Alike::by_annotators, options);
  }
}

TEST_CASE("items with the same answers are counted as one, whoever gave them") {
  for (const std::size_t annotators : {2U, 3U, 40U}) {
    CAPTURE(annotators);
    agree::Options options;
    options.coefficients = {"percent_agreement", "fleiss_kappa",     "scott_pi",
                            "gwet_ac",           "brennan_prediger", "krippendorff_alpha"};
    options.by = {{0}};
    options.per.label = options.per.left_out_label = true;
    options.bootstrap = 20;
    check_same(messy_answers(8, annotators), model::Alike::by_answers, options);
  }
}

TEST_CASE("the table grows with the ways to answer, not with the items") {
  const auto rows = [](std::size_t items) {
    return test::random_answers({.items = items, .annotators = 3, .labels = 2, .answered = 1});
  };
  const auto spec = spec_of(model::Alike::by_answers);
  const auto items = [&](std::size_t count) {
    return test::make_table(rows(count), spec).items.size();
  };
  // One to three answers of two labels in two slices at most, and who gave them.
  CHECK(items(4000) == items(2000));
  CHECK(items(4000) <= 2 * 4 + 3 * 2 * 2);
}

TEST_CASE("an item that comes back is told with its place") {
  const std::vector<test::Row> rows = {
      {"a", "x", "1", {}}, {"b", "x", "1", {}}, {"a", "y", "1", {}}};
  try {
    test::make_table(rows, spec_of(model::Alike::by_answers));
    FAIL("no error");
  } catch (const base::Error& error) {
    CHECK(std::string(error.what()).starts_with("batch.csv:3: item \"a\" comes back"));
  }
}

TEST_CASE("an item that comes back unseen is another item, and no count goes astray") {
  // ItemGroups forgets in time; two parts of a merged batch never knew of each other.
  const auto spec = spec_of(model::Alike::by_answers);
  const auto state = [&](const std::vector<test::Row>& rows) {
    return test::encoded_table(rows, spec);
  };
  const auto table = test::merged_table(
      {state({{"a", "x", "1", {}}, {"a", "y", "1", {}}, {"b", "x", "2", {}}, {"b", "z", "1", {}}}),
       state({{"a", "x", "2", {}}, {"a", "y", "2", {}}, {"c", "x", "1", {}}, {"c", "y", "1", {}}})},
      spec);
  REQUIRE(table.items.size() == table.item_copies.size());
  agree::Options options;
  options.coefficients = {"percent_agreement"};
  const agree::Result result = agree::agreement(table, options);
  CHECK(result.tasks[0].items == 4);
  CHECK(result.tasks[0].annotators == 3);
  CHECK(result.measures[0].figure.estimate.value == 0.75);
}
