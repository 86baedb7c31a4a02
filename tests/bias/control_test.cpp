// Slices compared within strata: as statsmodels and R give it, Simpson's reversal, and clusters.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "bias/fixtures.hpp"
#include "lbl/base/random.hpp"
#include "shared_folder.hpp"

using namespace lbl;
using nlohmann::json;

namespace {

struct Case {
  std::string key, input, label, field, slice, reference;
  std::vector<std::string> control;
};

bool close(double found, double expected, double tolerance = 1e-9) {
  const bool is = std::fabs(found - expected) <= 1e-12 + tolerance * std::fabs(expected);
  CHECK_MESSAGE(is, found, " is not ", expected);
  return is;
}

std::optional<model::RatingsTable> batch(const Case& c) {
  const auto rows = tests::shared_csv("gold/bias/inputs/" + c.input + ".csv");
  if (!rows) return std::nullopt;
  std::vector<std::string> columns = {c.field};
  columns.insert(columns.end(), c.control.begin(), c.control.end());
  std::vector<test::Row> answers;
  std::set<std::string> seen;
  for (const tests::SharedRow& row : *rows) {
    const bool has_item = row.count("item") > 0;
    test::Row answer{has_item ? row.at("item") : std::to_string(answers.size()),
                     has_item ? row.at("annotator") : "model",
                     row.at(c.label).substr(0, 1),
                     {}};
    while (!seen.insert(answer.item + "\n" + answer.annotator).second) answer.annotator += "'";
    for (const std::string& column : columns) answer.slices.push_back(row.at(column));
    answers.push_back(answer);
  }
  return test::make_table(answers, test::make_spec(model::TaskType::choice, columns));
}

/// Mantel and Haenszel's ratio over every stratum, and over those with both outcomes alone. The
/// reference leaves the others out; a stratum in which everybody has the label says that the ratio
/// is 1 there, and counts here (Greenland and Robins 1985).
std::pair<double, double> ratios(const model::RatingsTable& table, const Case& c) {
  const model::TaskRatings& task = table.tasks.front();
  const auto value = [&](std::size_t column, std::size_t answer) {
    const std::uint32_t code = task.columns[column][answer];
    return code == model::TaskRatings::kNoValue ? std::string() : table.column_values[column][code];
  };
  std::map<std::string, std::array<double, 4>> strata;  // labelled and all, of both groups
  for (std::size_t answer = 0; answer < task.answers(); ++answer) {
    const std::string group = value(0, answer);
    if (group != c.slice && group != c.reference) continue;
    std::string stratum;
    for (std::size_t i = 0; i < c.control.size(); ++i) stratum += value(1 + i, answer) + "\n";
    const std::size_t at = group == c.slice ? 0 : 2;
    strata[stratum][at] += task.category_names[task.values[answer]] == "1" ? 1 : 0;
    strata[stratum][at + 1] += 1;
  }
  std::array<double, 4> sums{};
  for (const auto& [stratum, n] : strata) {
    const double all = n[1] + n[3];
    const double own = n[0] * n[3] / all;
    const double other = n[2] * n[1] / all;
    sums[0] += own;
    sums[1] += other;
    if (n[0] + n[2] == all) continue;
    sums[2] += own;
    sums[3] += other;
  }
  return {sums[0] / sums[1], sums[2] / sums[3]};
}

}  // namespace

TEST_CASE("under control odds ratios, tests and homogeneity are statsmodels' and R's") {
  const auto bytes = tests::shared_file("gold/bias/outputs/stats_mh.json");
  if (!bytes) return;
  const json gold = json::parse(*bytes);
  for (const Case& c : {Case{"compas AA vs Caucasian | age_cat,sex",
                             "compas",
                             "score",
                             "race",
                             "African-American",
                             "Caucasian",
                             {"age_cat", "sex"}},
                        Case{"compas Male vs Female | race,age_cat",
                             "compas",
                             "score",
                             "sex",
                             "Male",
                             "Female",
                             {"race", "age_cat"}},
                        Case{"popquorn Man vs Woman | item",
                             "popquorn",
                             "off",
                             "ann_gender",
                             "Man",
                             "Woman",
                             {"item"}},
                        Case{"popquorn Black vs White | item",
                             "popquorn",
                             "off",
                             "ann_race",
                             "Black or African American",
                             "White",
                             {"item"}},
                        Case{"multipico Female vs Male | item",
                             "multipico",
                             "label",
                             "ann_gender",
                             "Female",
                             "Male",
                             {"item"}}}) {
    INFO(c.key);
    const auto table = batch(c);
    if (!table) return;
    const json& expected = gold.at(c.key);
    bias::BiasSpec spec = test::each_column(1, bias::Cluster::none);
    for (std::size_t i = 0; i < c.control.size(); ++i) spec.control.push_back(1 + i);
    spec.labels = {"1"};
    spec.reference = bias::Reference::slice;
    spec.reference_slice = c.reference;
    const bias::BiasResult result = bias::bias(*table, spec);
    const bias::SliceEntry entry = test::entry_of(result, c.field, c.slice, "1");
    REQUIRE(entry.controlled.has_value());
    const bias::Controlled& found = *entry.controlled;
    CHECK(found.strata == expected.at("strata").get<std::uint64_t>());
    CHECK(found.informative == expected.at("informative").get<std::uint64_t>());
    close(*found.odds_ratio.value, expected.at("or_mh"));
    close(found.odds_ratio.ci->low, expected.at("or_ci").at(0));
    close(found.odds_ratio.ci->high, expected.at("or_ci").at(1));
    close(*found.odds_ratio.se / *found.odds_ratio.value, expected.at("log_or_se"), 1e-8);
    const auto [every, informative] = ratios(*table, c);
    close(*found.ratio.value, every);
    close(informative, expected.at("rr_mh"));
    close(*found.difference.value, expected.at("rd_mh"));
    close(*found.difference.se, expected.at("rd_mh_sato_se"), 1e-8);
    close(*found.statistic, expected.at("cmh"));
    const double p = expected.at("cmh_p");
    if (p > 0) close(*found.p, p, 1e-7);  // statsmodels computes 1 - cdf
    REQUIRE(found.homogeneity.has_value());
    close(found.homogeneity->statistic, expected.at("breslow_day"), 1e-8);
    close(found.homogeneity->tarone, expected.at("tarone"), 1e-8);
    if (expected.at("breslow_day_p") > 0) {
      close(found.homogeneity->p, expected.at("breslow_day_p"), 1e-5);
    }
  }
}

TEST_CASE("Simpson's reversal is found, and is said only under control") {
  // Like the kidney stones of Charig et al. (1986): the better treatment has the harder cases.
  std::vector<test::Row> rows;
  const auto add = [&](const std::string& treatment, const std::string& size, int good, int all) {
    for (int i = 0; i < all; ++i) {
      rows.push_back(
          {std::to_string(rows.size()), "a", i < good ? "good" : "bad", {treatment, size}});
    }
  };
  add("a", "small", 810, 870);
  add("a", "large", 1920, 2630);
  add("b", "small", 2340, 2700);
  add("b", "large", 550, 800);
  const auto table =
      test::make_table(rows, test::make_spec(model::TaskType::choice, {"t", "size"}));
  bias::BiasSpec spec = test::each_column(1, bias::Cluster::automatic);
  CHECK(!test::entry_of(bias::bias(table, spec), "t", "a", "good").controlled);
  spec.control = {1};
  const bias::SliceEntry entry = test::entry_of(bias::bias(table, spec), "t", "a", "good");
  CHECK(*entry.difference.value < 0);
  CHECK(*entry.controlled->difference.value > 0);
  CHECK(entry.controlled->reversal == bias::Reversal::reverses);
}

TEST_CASE("with one answer a cluster clustered standard errors are near the textbook's") {
  base::Random random(7);
  std::vector<test::Row> rows;
  for (int i = 0; i < 4000; ++i) {
    const std::string slice = random.below(2) == 0 ? "x" : "y";
    const std::string stratum = std::to_string(random.below(3));
    const bool yes = random.below(10) < (slice == "x" ? 5u : 3u);
    rows.push_back({std::to_string(i), "a", yes ? "1" : "0", {slice, stratum}});
  }
  const auto table = test::make_table(rows, test::make_spec(model::TaskType::choice, {"s", "c"}));
  bias::BiasSpec spec = test::each_column(1, bias::Cluster::none);
  spec.control = {1};
  const auto plain = *test::entry_of(bias::bias(table, spec), "s", "x", "1").controlled;
  spec.cluster = bias::Cluster::item;
  const auto robust = *test::entry_of(bias::bias(table, spec), "s", "x", "1").controlled;
  CHECK(*plain.difference.value == *robust.difference.value);
  CHECK(std::fabs(*robust.difference.se / *plain.difference.se - 1) < 0.02);
  CHECK(std::fabs(*robust.odds_ratio.se / *plain.odds_ratio.se - 1) < 0.02);
  CHECK(std::fabs(*robust.ratio.se / *plain.ratio.se - 1) < 0.05);
  CHECK(std::fabs(*robust.statistic / *plain.statistic - 1) < 0.05);
}

TEST_CASE("answers given twice make independent intervals too narrow, clustered ones not") {
  base::Random random(8);
  std::vector<test::Row> once;
  for (int i = 0; i < 600; ++i) {
    const std::string slice = random.below(2) == 0 ? "x" : "y";
    const std::string yes = random.below(10) < (slice == "x" ? 5u : 3u) ? "1" : "0";
    once.push_back({std::to_string(i), "a", yes, {slice, std::to_string(random.below(3))}});
  }
  std::vector<test::Row> twice = once;
  for (test::Row row : once) {
    row.annotator = "b";
    twice.push_back(row);
  }
  const auto se = [](const std::vector<test::Row>& rows, bias::Cluster cluster) {
    const auto table = test::make_table(rows, test::make_spec(model::TaskType::choice, {"s", "c"}));
    bias::BiasSpec spec = test::each_column(1, cluster);
    spec.control = {1};
    return *test::entry_of(bias::bias(table, spec), "s", "x", "1").controlled->difference.se;
  };
  CHECK(se(twice, bias::Cluster::item) == doctest::Approx(se(once, bias::Cluster::item)));
  CHECK(se(twice, bias::Cluster::none) < 0.75 * se(twice, bias::Cluster::item));
}

TEST_CASE("a trend along numbers is Cochran and Armitage's, along ratings linear by linear") {
  // Agresti (2002), table 5.3: alcohol and malformation; the chi-square of trend is 6.57.
  std::vector<test::Row> rows;
  const auto add = [&](const std::string& score, int absent, int present) {
    for (int i = 0; i < absent + present; ++i) {
      rows.push_back({std::to_string(rows.size()), "a", i < absent ? "no" : "yes", {score}});
    }
  };
  add("0", 17066, 48);
  add("0.5", 14464, 38);
  add("1.5", 788, 5);
  add("4", 126, 1);
  add("7", 37, 1);
  const auto table = test::make_table(rows, test::make_spec(model::TaskType::choice, {"drinks"}));
  bias::BiasSpec spec = test::each_column(1, bias::Cluster::none);
  spec.labels = {"yes"};
  const bias::BiasResult result = bias::bias(table, spec);
  REQUIRE(result.disparities.front().trend.has_value());
  const bias::Trend& trend = *result.disparities.front().trend;
  CHECK(trend.test == bias::TrendTest::cochran_armitage);
  CHECK(*trend.statistic == doctest::Approx(6.5701).scale(0).epsilon(1e-4));
  CHECK(*trend.slope.value > 0);
  CHECK(trend.q.has_value());
  spec.cluster = bias::Cluster::item;
  const bias::Trend robust = *bias::bias(table, spec).disparities.front().trend;
  CHECK(robust.test == bias::TrendTest::linear_by_linear);
  CHECK(*robust.slope.value == doctest::Approx(*trend.slope.value));
}
