// Figures by the weights of items: what they reduce to, and how far they can be trusted.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

#include "agree/random_answers.hpp"
#include "lbl/agree/agreement.hpp"

using namespace lbl;

namespace {

const std::vector<std::string> kWeightedByDesign = {
    "percent_agreement", "scott_pi", "light_kappa",     "fleiss_kappa",
    "conger_kappa",      "gwet_ac",  "brennan_prediger"};

model::RatingsTable table_of(const std::vector<test::Row>& rows) {
  return test::make_table(rows, test::make_spec(model::TaskType::choice, {"part"}));
}

agree::Options options_for(const std::vector<std::string>& coefficients) {
  agree::Options options;
  options.threads = 1;
  options.coefficients = coefficients;
  options.by = {{0}};
  return options;
}

/// The weights of the items by their number in "i7".
std::vector<double> weights_of(const model::RatingsTable& table, double (*weight)(int)) {
  std::vector<double> weights;
  for (std::uint32_t i = 0; i < table.items.size(); ++i) {
    weights.push_back(weight(std::stoi(std::string(table.items.text(i).substr(1)))));
  }
  return weights;
}

double value_of(const agree::Measure& measure) {
  return measure.figure.estimate.value.value_or(-9);
}

double three_weights(int item) {
  return 1 + item % 3;
}

}  // namespace

TEST_CASE("equal weights change no value, and the jackknife lies near the analytic error") {
  const auto rows = test::random_answers({.seed = 3, .items = 400, .annotators = 4});
  const model::RatingsTable table = table_of(rows);
  agree::Options options = options_for({"all"});
  const agree::Result plain = agree::agreement(table, options);
  options.item_weights = weights_of(table, [](int) { return 2.5; });
  const agree::Result weighted = agree::agreement(table, options);
  int compared = 0;
  for (std::size_t i = 0; i < plain.measures.size(); ++i) {
    const agree::Coefficient& coefficient = *plain.measures[i].coefficient;
    if (coefficient.family == agree::Family::numbers || !plain.measures[i].figure.estimate.value)
      continue;
    CAPTURE(coefficient.name);
    const stats::Estimate& estimate = weighted.measures[i].figure.estimate;
    CHECK(value_of(weighted.measures[i]) ==
          doctest::Approx(value_of(plain.measures[i])).epsilon(1e-9));
    REQUIRE(estimate.ci);
    CHECK(estimate.ci->method == "jackknife");
    CHECK(*estimate.se ==
          doctest::Approx(*plain.measures[i].figure.estimate.se).scale(0).epsilon(0.3));
    CHECK(weighted.measures[i].figure.items == plain.measures[i].figure.items);
    ++compared;
  }
  CHECK(compared >= 21);
}

TEST_CASE("a whole weight is the item that many times over, whatever unit weights are in") {
  const auto rows = test::random_answers({.seed = 8, .items = 90, .annotators = 5});
  std::vector<test::Row> repeated;
  for (const test::Row& row : rows) {
    const double weight = three_weights(std::stoi(row.item.substr(1)));
    for (int copy = 0; copy < static_cast<int>(weight); ++copy) {
      repeated.push_back(row);
      repeated.back().item += "_" + std::to_string(copy);
    }
  }
  std::vector<std::string> names = kWeightedByDesign;
  names.emplace_back("krippendorff_alpha");
  agree::Options options = options_for(names);
  const agree::Result copies = agree::agreement(table_of(repeated), options);
  const model::RatingsTable table = table_of(rows);
  options.item_weights = weights_of(table, three_weights);
  const agree::Result weighted = agree::agreement(table, options);
  for (double& weight : options.item_weights) weight *= 0.037;
  const agree::Result scaled = agree::agreement(table, options);
  REQUIRE(copies.measures.size() == weighted.measures.size());
  for (std::size_t i = 0; i < copies.measures.size(); ++i) {
    CAPTURE(copies.measures[i].coefficient->name);
    double expected = value_of(copies.measures[i]);
    if (copies.measures[i].coefficient->name == "krippendorff_alpha") {
      // Alpha corrects for the number of answers, which is that of items of the mean weight.
      const auto n = static_cast<double>(copies.measures[i].figure.ratings);
      double sum = 0, items = 0;
      // Every item has an answer, so the mean weight is that of the batch, in slices as well.
      for (int item = 0; item < 90; ++item) {
        sum += three_weights(item);
        items += 1;
      }
      const double own = n * items / sum;
      expected = 1 - (1 - expected) * ((own - 1) / own) / ((n - 1) / n);
    }
    CHECK(value_of(weighted.measures[i]) == doctest::Approx(expected).epsilon(1e-9));
    CHECK(value_of(scaled.measures[i]) ==
          doctest::Approx(value_of(weighted.measures[i])).epsilon(1e-9));
  }
}

TEST_CASE("an item of weight 0 is as good as left out, and its label with it") {
  auto rows = test::random_answers({.seed = 21, .items = 60, .annotators = 4});
  for (test::Row& row : rows) {
    if (row.item == "i7" || row.item == "i8") row.label = "rare";
  }
  std::vector<test::Row> kept;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(kept),
               [](const test::Row& row) { return row.item != "i7" && row.item != "i8"; });
  agree::Options options = options_for({"fleiss_kappa", "conger_kappa", "krippendorff_alpha"});
  const agree::Result without = agree::agreement(table_of(kept), options);
  const model::RatingsTable table = table_of(rows);
  options.item_weights =
      weights_of(table, [](int item) { return item == 7 || item == 8 ? 0. : 3.; });
  const agree::Result weighted = agree::agreement(table, options);
  for (std::size_t i = 0; i < without.measures.size(); ++i) {
    CAPTURE(without.measures[i].coefficient->name);
    CHECK(value_of(weighted.measures[i]) ==
          doctest::Approx(value_of(without.measures[i])).epsilon(1e-9));
  }
}

TEST_CASE("weighted figures do not know the order of rows nor the names of annotators") {
  auto rows = test::random_answers({.seed = 5, .items = 300, .annotators = 4});
  agree::Options options = options_for({"conger_kappa", "krippendorff_alpha", "gwet_ac"});
  const model::RatingsTable table = table_of(rows);
  options.item_weights = weights_of(table, three_weights);
  const agree::Result one = agree::agreement(table, options);
  for (test::Row& row : rows) row.annotator = "z" + std::to_string('9' - row.annotator[1]);
  std::mt19937_64 random(4);
  std::shuffle(rows.begin(), rows.end(), random);
  const model::RatingsTable other = table_of(rows);
  options.item_weights = weights_of(other, three_weights);
  options.threads = 2;
  const agree::Result two = agree::agreement(other, options);
  for (std::size_t i = 0; i < one.measures.size(); ++i) {
    CAPTURE(one.measures[i].coefficient->name);
    CHECK(value_of(one.measures[i]) == value_of(two.measures[i]));
    CHECK(*one.measures[i].figure.estimate.se == *two.measures[i].figure.estimate.se);
  }
}

TEST_CASE("what weights have no meaning for says so") {
  const auto rows = test::random_answers({.seed = 6, .items = 80, .annotators = 3});
  const model::RatingsTable table =
      test::make_table(rows, test::make_spec(model::TaskType::rating, {"part"}));
  agree::Options options = options_for({"icc", "krippendorff_alpha"});
  options.item_weights = weights_of(table, three_weights);
  const agree::Result result = agree::agreement(table, options);
  int refused = 0;
  for (const agree::Measure& measure : result.measures) {
    if (measure.coefficient->name != "icc") continue;
    CHECK(measure.figure.estimate.status == stats::Status::undefined);
    CHECK(measure.figure.estimate.reason == "not-weighted");
    ++refused;
  }
  CHECK(refused > 0);
}
