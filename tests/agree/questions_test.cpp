// The bootstrap of coefficients, two groups compared, a model in the place of people, and plans.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "agree/naive.hpp"
#include "agree/random_answers.hpp"
#include "lbl/agree/agreement.hpp"
#include "lbl/base/error.hpp"
#include "lbl/stats/distributions.hpp"

using namespace lbl;

namespace {

agree::Options options_for(const std::vector<std::string>& coefficients) {
  agree::Options options;
  options.threads = 1;
  options.coefficients = coefficients;
  return options;
}

model::RatingsTable table_of(const std::vector<test::Row>& rows) {
  return test::make_table(rows, test::make_spec(model::TaskType::choice, {"part"}));
}

/// The same answers by other names, in another order.
std::vector<test::Row> disguised(std::vector<test::Row> rows) {
  for (test::Row& row : rows) {
    row.annotator = std::string(1, static_cast<char>('z' - (row.annotator[1] - '0') * 3 % 7));
  }
  std::mt19937_64 random(5);
  std::shuffle(rows.begin(), rows.end(), random);
  return rows;
}

}  // namespace

TEST_CASE("bootstrap errors lie near the analytic ones, whatever is resampled by row") {
  agree::Options options = options_for({"all"});
  options.bootstrap = 400;
  const auto rows = test::random_answers({.seed = 11, .items = 300, .annotators = 4});
  const agree::Result result = agree::agreement(table_of(rows), options);
  for (const agree::Measure& measure : result.measures) {
    if (!measure.figure.estimate.value) continue;
    CAPTURE(measure.coefficient->name);
    REQUIRE(measure.figure.bootstrap);
    CHECK(measure.figure.bootstrap->unit == "item");
    CHECK(*measure.figure.estimate.se ==
          doctest::Approx(*measure.figure.bootstrap->se).scale(0).epsilon(0.15));
  }
}

TEST_CASE("a bootstrap is the same for other names, other orders of rows and more threads") {
  for (const auto resample : {agree::Resample::items, agree::Resample::annotators}) {
    agree::Options options = options_for({"fleiss_kappa", "conger_kappa", "light_kappa"});
    options.bootstrap = 60;
    options.resample = resample;
    const auto rows = test::random_answers({.seed = 2, .items = 60, .annotators = 5});
    const agree::Result one = agree::agreement(table_of(rows), options);
    options.threads = 2;
    const agree::Result two = agree::agreement(table_of(disguised(rows)), options);
    for (std::size_t i = 0; i < one.measures.size(); ++i) {
      CAPTURE(one.measures[i].coefficient->name);
      const auto& a = *one.measures[i].figure.bootstrap;
      const auto& b = *two.measures[i].figure.bootstrap;
      CHECK(*a.se == *b.se);
      CHECK(a.percentile->low == b.percentile->low);
    }
  }
}

TEST_CASE("few resampled clusters make a figure unreliable") {
  agree::Options options = options_for({"krippendorff_alpha"});
  options.bootstrap = 50;
  options.resample = agree::Resample::column;
  options.resample_column = 0;
  const agree::Result result =
      agree::agreement(table_of(test::random_answers({.seed = 4, .items = 90})), options);
  const agree::Figure& figure = result.measures.at(0).figure;
  CHECK(figure.bootstrap->unit == "part");
  CHECK(figure.estimate.reason == "few-clusters");
}

TEST_CASE("a comparison is the difference of both sides, and none for equal sides") {
  std::vector<test::Row> rows = test::random_answers({.seed = 8, .items = 120});
  // Side y answers every item of side x in the same way.
  std::vector<test::Row> both;
  for (test::Row row : rows) {
    row.slices = {"x"};
    both.push_back(row);
    row.slices = {"y"};
    row.annotator = "b" + row.annotator;
    both.push_back(row);
  }
  agree::Options options = options_for({"fleiss_kappa", "krippendorff_alpha"});
  options.comparison = agree::ComparisonSpec{0, "x", "y"};
  options.bootstrap = 100;
  const agree::Result same = agree::agreement(table_of(both), options);
  REQUIRE(same.comparisons.size() == 2);
  // Paired: the same items do the same to both, so that the difference has no error at all.
  CHECK(std::fabs(*same.comparisons[0].difference.value) < 1e-12);
  CHECK(*same.comparisons[0].difference.se < 1e-12);
  CHECK(same.comparisons[0].items_both > 100);

  options.comparison = agree::ComparisonSpec{0, "x", "y"};
  const agree::Result apart = agree::agreement(table_of(rows), options);
  std::vector<test::Row> of_x;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(of_x),
               [](const test::Row& row) { return row.slices[0] == "x"; });
  const auto alone = agree::agreement(table_of(of_x), options_for({"fleiss_kappa"}));
  CHECK(*apart.comparisons[0].of_first.value == *alone.measures[0].figure.estimate.value);
  CHECK(apart.comparisons[0].items_both == 0);
  CHECK(apart.comparisons[0].p.has_value());
  options.comparison = agree::ComparisonSpec{0, "x", "no"};
  CHECK_THROWS_AS(agree::agreement(table_of(rows), options), base::Error);
}

TEST_CASE("the alternative annotator test counts wins as the paper says") {
  // Calderon et al. (2025), section 3: by hand for the person a0.
  std::vector<test::Row> rows = test::random_answers({.seed = 21, .items = 80, .annotators = 4});
  for (test::Row& row : rows) {
    if (row.annotator == "a3") row.annotator = "model";
  }
  agree::Options options = options_for({"percent_agreement"});
  options.alt_test = agree::AltTestSpec{"model", 0.2, 0.95};
  const agree::Result result = agree::agreement(table_of(rows), options);
  std::map<std::string, std::map<std::string, std::string>> items;
  for (const test::Row& row : rows) items[row.item][row.annotator] = row.label;
  double n = 0, model = 0, person = 0, squares = 0, sum = 0;
  for (const auto& [item, by] : items) {
    if (by.count("model") == 0 || by.count("a0") == 0) continue;
    double others = 0, of_model = 0, of_person = 0;
    for (const auto& [name, label] : by) {
      if (name == "model" || name == "a0") continue;
      others += 1;
      of_model += label == by.at("model") ? 1 : 0;
      of_person += label == by.at("a0") ? 1 : 0;
    }
    if (others == 0) continue;
    n += 1;
    model += of_model >= of_person ? 1 : 0;
    person += of_person >= of_model ? 1 : 0;
    const double d = (of_person >= of_model ? 1 : 0) - (of_model >= of_person ? 1 : 0);
    sum += d;
    squares += d * d;
  }
  REQUIRE(result.alt_tests.size() == 1);
  const agree::AltTest& test = result.alt_tests[0];
  REQUIRE(test.people.size() == 3);
  const agree::AltTestPerson& first = test.people[0];
  CHECK(first.annotator == "a0");
  CHECK(first.model_advantage == doctest::Approx(model / n));
  CHECK(first.person_advantage == doctest::Approx(person / n));
  const double mean = sum / n, sd = std::sqrt((squares - n * mean * mean) / (n - 1));
  const double t = (mean - 0.2) / (sd / std::sqrt(n));
  const double tail = stats::t_two_sided_p(t, n - 1) / 2;
  CHECK(*first.p == doctest::Approx(t < 0 ? tail : 1 - tail));
  double replaced = 0;
  for (const agree::AltTestPerson& person_of : test.people) replaced += person_of.replaced ? 1 : 0;
  CHECK(*test.winning_rate == doctest::Approx(replaced / 3));
}

TEST_CASE("a plan for twice as narrow an interval asks for four times the items") {
  agree::Options options = options_for({"krippendorff_alpha"});
  const auto table = table_of(test::random_answers({.seed = 6, .items = 400}));
  options.plan_width = 0.05;
  const agree::WidthPlan narrow = agree::agreement(table, options).plans.at(0);
  options.plan_width = 0.1;
  const agree::WidthPlan wide = agree::agreement(table, options).plans.at(0);
  CHECK(static_cast<double>(*narrow.items) ==
        doctest::Approx(4 * static_cast<double>(*wide.items)).scale(0).epsilon(0.01));
  REQUIRE(wide.by_answers.size() > 2);
  CHECK(wide.by_answers.front().second >= wide.by_answers.back().second);
  // The width that there is needs the items that there are.
  options.plan_width = *wide.width_now;
  const agree::WidthPlan now = agree::agreement(table, options).plans.at(0);
  CHECK(static_cast<double>(*now.items) ==
        doctest::Approx(static_cast<double>(now.items_now)).scale(0).epsilon(0.02));
}

TEST_CASE("known shares of labels replace chance by those of the batch") {
  const auto rows = test::random_answers({.seed = 14, .items = 50});
  agree::Options options = options_for({"fleiss_kappa", "percent_agreement"});
  options.labels.expected = std::make_shared<const agree::LabelShares>(
      agree::LabelShares{{"1", 0.25}, {"2", 0.25}, {"3", 0.25}, {"4", 0.25}});
  const agree::Result result = agree::agreement(table_of(rows), options);
  const double percent = *result.measures[1].figure.estimate.value;
  CHECK(*result.measures[0].figure.estimate.value == doctest::Approx((percent - 0.25) / 0.75));
}

TEST_CASE("answers that an annotator gave again are told apart from agreement between annotators") {
  const std::vector<test::Row> rows = {{"1", "a", "x", {"p"}}, {"1", "a", "x", {"p"}},
                                       {"1", "b", "y", {"p"}}, {"2", "a", "x", {"p"}},
                                       {"2", "a", "y", {"p"}}, {"2", "b", "x", {"p"}}};
  const agree::Result result = agree::agreement(table_of(rows), options_for({"percent_agreement"}));
  REQUIRE(result.measures.size() == 1);
  REQUIRE(result.repeats.size() == 2);
  CHECK(result.measures[0].part.empty());
  CHECK(*result.measures[0].figure.estimate.value == 0);  // only item 1 has two annotators
  CHECK(result.repeats[0].part == "repeats");
  CHECK(*result.repeats[0].figure.estimate.value == 0.5);
  CHECK(result.repeats[0].figure.annotators == 1);
}

TEST_CASE("drift is Cochran's Q and a weighted line over the windows of a time") {
  // Windows that differ in size, with answers less and less alike.
  std::vector<test::Row> rows;
  std::mt19937_64 random(8);
  for (int window = 0; window < 5; ++window) {
    for (int item = 0; item < 40 + 20 * window; ++item) {
      const std::string part = std::to_string(window), name = part + "/" + std::to_string(item);
      const std::string truth(1, static_cast<char>('a' + random() % 3));
      for (const char* annotator : {"p", "q", "r"}) {
        const bool slips = random() % 12 < static_cast<std::uint64_t>(window);
        const std::string label =
            slips ? std::string(1, static_cast<char>('a' + random() % 3)) : truth;
        rows.push_back({name, annotator, label, {part}});
      }
    }
  }
  agree::Options options = options_for({"krippendorff_alpha", "percent_agreement"});
  options.by = {{0}};
  options.time = 0;
  const agree::Result result = agree::agreement(table_of(rows), options);
  REQUIRE(result.drifts.size() == 2);
  for (const agree::Drift& drift : result.drifts) {
    CAPTURE(drift.coefficient->name);
    std::vector<double> values, items, weights;
    double squares = 0, all = 0;
    for (const agree::Measure& measure : result.measures) {
      if (measure.slice.empty() || measure.coefficient != drift.coefficient) continue;
      values.push_back(*measure.figure.estimate.value);
      items.push_back(static_cast<double>(measure.figure.items));
      squares += std::pow(items.back() * *measure.figure.estimate.se, 2);
      all += items.back();
    }
    REQUIRE(values.size() == 5);
    // Normal equations of value = a + b * window, weights n / v.
    double s0 = 0, s1 = 0, s2 = 0, y0 = 0, y1 = 0;
    for (std::size_t i = 0; i < 5; ++i) {
      const double w = items[i] * all / squares, x = static_cast<double>(i);
      s0 += w, s1 += w * x, s2 += w * x * x, y0 += w * values[i], y1 += w * x * values[i];
      weights.push_back(w);
    }
    const double determinant = s0 * s2 - s1 * s1, slope = (s0 * y1 - s1 * y0) / determinant;
    double q = 0;
    for (std::size_t i = 0; i < 5; ++i) q += weights[i] * std::pow(values[i] - y0 / s0, 2);
    CHECK(drift.windows == 5);
    CHECK(*drift.q == doctest::Approx(q).epsilon(1e-12));
    CHECK(*drift.p == doctest::Approx(stats::chi_square_upper(q, 4)).epsilon(1e-12));
    CHECK(*drift.trend.value == doctest::Approx(slope).epsilon(1e-10));
    CHECK(*drift.trend.se == doctest::Approx(std::sqrt(s0 / determinant)).epsilon(1e-10));
    CHECK(*drift.trend.value < 0);
    CHECK(*drift.trend_p < 0.001);
    CHECK(drift.status == stats::Status::ok);
  }
}

TEST_CASE("drift says why it cannot be told") {
  const auto drift_of = [](const std::vector<test::Row>& rows) {
    agree::Options options = options_for({"percent_agreement"});
    options.by = {{0}};
    options.time = 0;
    const agree::Result result = agree::agreement(table_of(rows), options);
    REQUIRE(result.drifts.size() == 1);
    return result.drifts.front();
  };
  std::vector<test::Row> rows;
  const auto add = [&](int items, const std::string& part, bool alike) {
    for (int i = 0; i < items; ++i) {
      const std::string item = part + std::to_string(i);
      rows.push_back({item, "p", "a", {part}});
      rows.push_back({item, "q", alike || i % 3 > 0 ? "a" : "b", {part}});
    }
  };
  add(12, "1", true);
  CHECK(drift_of(rows).reason == "few-windows");
  add(12, "2", true);
  CHECK(drift_of(rows).reason == "no-variance");
  add(12, "", false);  // without a time: no window
  CHECK(drift_of(rows).reason == "no-variance");
  add(12, "3", false);
  const agree::Drift clear = drift_of(rows);
  CHECK(clear.status == stats::Status::ok);
  CHECK(clear.windows == 3);
  CHECK(clear.trend.status == stats::Status::ok);
  add(4, "4", false);
  const agree::Drift thin = drift_of(rows);
  CHECK(thin.status == stats::Status::unreliable);
  CHECK(thin.trend.reason == "few-items");
  CHECK(thin.p.has_value());
}
