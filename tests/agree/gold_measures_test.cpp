// Accuracy, F1 and confusion beside their definitions; who is worse than the others.
#include "lbl/agree/gold_measures.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>

#include "agree/random_answers.hpp"
#include "lbl/agree/gold_annotators.hpp"
#include "lbl/stats/intervals.hpp"

using namespace lbl;

namespace {

agree::Result against_gold(const std::vector<test::Row>& rows, const std::string& gold,
                           const agree::Options& options = {}) {
  model::RatingsTable table = test::make_table(rows, test::make_spec(model::TaskType::choice));
  const model::Gold answers = model::take_gold_annotator(table, gold);
  return agree::agreement(table, options, &answers);
}

const agree::Measure& measure(const agree::Result& result, const std::string& coefficient,
                              const std::string& label = "", const std::string& annotator = "") {
  for (const agree::Measure& found : result.measures) {
    if (found.coefficient->name == coefficient && found.label == label &&
        found.annotator == annotator) {
      return found;
    }
  }
  FAIL("no measure " << coefficient);
  return result.measures.front();
}

}  // namespace

TEST_CASE("accuracy, precision, recall and F1 follow their definitions") {
  const std::vector<test::Row> rows = test::random_answers({.seed = 9, .items = 60});
  const agree::Result result = against_gold(rows, "a0");
  std::map<std::string, std::string> gold;
  for (const test::Row& row : rows) {
    if (row.annotator == "a0") gold[row.item] = row.label;
  }
  double answers = 0, right = 0, macro = 0, weighted = 0;
  std::map<std::string, double> given, held, hit;
  for (const test::Row& row : rows) {
    if (row.annotator == "a0" || gold.count(row.item) == 0) continue;
    answers += 1;
    given[row.label] += 1;
    held[gold[row.item]] += 1;
    if (row.label != gold[row.item]) continue;
    right += 1;
    hit[row.label] += 1;
  }
  CHECK(*measure(result, "accuracy").figure.estimate.value == doctest::Approx(right / answers));
  for (const std::string label : {"1", "2", "3", "4"}) {
    const double precision = hit[label] / given[label], recall = hit[label] / held[label];
    const double f1 = 2 * precision * recall / (precision + recall);
    CHECK(*measure(result, "precision", label).figure.estimate.value == doctest::Approx(precision));
    CHECK(*measure(result, "recall", label).figure.estimate.value == doctest::Approx(recall));
    CHECK(*measure(result, "f1", label).figure.estimate.value == doctest::Approx(f1));
    macro += f1 / 4;
    weighted += f1 * held[label] / answers;
  }
  CHECK(*measure(result, "macro_f1").figure.estimate.value == doctest::Approx(macro));
  CHECK(*measure(result, "weighted_f1").figure.estimate.value == doctest::Approx(weighted));
  REQUIRE(result.gold.size() == 1);
  std::uint64_t in_cells = 0;
  for (const agree::GoldCell& cell : result.gold[0].confusion) in_cells += cell.n;
  CHECK(static_cast<double>(in_cells) == answers);
}

TEST_CASE("one answer an item has Wilson's interval of its answers") {
  std::vector<test::Row> rows;
  for (int item = 0; item < 50; ++item) {
    rows.push_back({std::to_string(item), "gold", "x", {}});
    rows.push_back({std::to_string(item), "kim", item < 42 ? "x" : "y", {}});
  }
  const agree::Result result = against_gold(rows, "gold");
  const stats::Bounds wilson = stats::wilson({42, 50}, 0.95);
  for (const std::string annotator : {"", "kim"}) {
    const auto& estimate = measure(result, "accuracy", "", annotator).figure.estimate;
    CHECK(estimate.ci->low == doctest::Approx(wilson.low).epsilon(1e-12));
    CHECK(estimate.ci->high == doctest::Approx(wilson.high).epsilon(1e-12));
    CHECK(estimate.ci->method == "wilson");
  }
}

TEST_CASE("the linearised errors of macro F1 lie near those of the bootstrap") {
  agree::Options options;
  options.bootstrap = 1500;
  options.threads = 1;
  const agree::Result result =
      against_gold(test::random_answers({.seed = 3, .items = 250}), "a1", options);
  for (const char* name : {"accuracy", "macro_f1", "weighted_f1"}) {
    CAPTURE(name);
    const agree::Figure& figure = measure(result, name).figure;
    REQUIRE(figure.bootstrap);
    CHECK(*figure.estimate.se == doctest::Approx(*figure.bootstrap->se).scale(0).epsilon(0.08));
  }
}

TEST_CASE("an annotator who guesses is worse than the others, and only that one") {
  std::vector<test::Row> rows;
  for (int item = 0; item < 60; ++item) {
    const std::string name = std::to_string(item);
    const std::string truth = item % 2 == 0 ? "x" : "y";
    rows.push_back({name, "gold", truth, {}});
    rows.push_back({name, "good", item % 12 == 1 ? "z" : truth, {}});
    rows.push_back({name, "fine", item % 12 == 2 ? "z" : truth, {}});
    rows.push_back({name, "guess", item % 3 == 0 ? "x" : "y", {}});
  }
  const agree::Result result = against_gold(rows, "gold");
  for (const agree::GoldAnnotator& annotator : result.gold[0].annotators) {
    CAPTURE(annotator.annotator);
    CHECK(annotator.worse == (annotator.annotator == "guess"));
    CHECK(annotator.compared_items == 60);
  }
}

TEST_CASE("with two annotators the exact test is the sign test of their differences") {
  model::PatternCounts rows;
  // Gold 0; annotators 0 and 1: five items where only 1 is right, one where only 0 is.
  for (int i = 0; i < 5; ++i) rows.add(std::vector<std::uint32_t>{0, 0, 1, 1, 0});
  rows.add(std::vector<std::uint32_t>{0, 0, 1, 0, 1});
  rows.add(std::vector<std::uint32_t>{0, 0, 1, 0, 0}, 10);
  const auto compared = agree::compare_with_others(rows);
  REQUIRE(compared.size() == 2);
  CHECK(*compared[0].p == doctest::Approx((1 + 6) / 64.0));  // at most 1 of 6 fair coins
  CHECK(*compared[0].difference == doctest::Approx(-4.0 / 16));
}
