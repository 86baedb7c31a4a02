// Intervals for proportions against the reference tables and against what they must be at the ends.
#include "lbl/stats/intervals.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "shared_folder.hpp"

namespace {

using namespace lbl::stats;

bool close(double found, double expected) {
  return std::fabs(found - expected) <= 1e-9 * std::fabs(expected) + 1e-15;
}

double number(const lbl::tests::SharedRow& row, const std::string& column) {
  return std::stod(row.at(column));
}

void check_bounds(Bounds found, double low, double high) {
  CHECK_MESSAGE(close(found.low, low), found.low, " is not ", low);
  CHECK_MESSAGE(close(found.high, high), found.high, " is not ", high);
}

const std::map<std::string, std::function<Bounds(Proportion, double)>> kIntervals{
    {"wilson", wilson},     {"wilson_cc", wilson_cc},         {"clopper_pearson", clopper_pearson},
    {"jeffreys", jeffreys}, {"agresti_coull", agresti_coull}, {"wald", wald}};

}  // namespace

TEST_CASE("every interval of the reference table is met to nine digits") {
  const auto rows = lbl::tests::shared_csv("gold/sample/intervals.csv");
  if (!rows) return;
  CHECK(rows->size() == 240);
  for (const auto& row : *rows) {
    INFO(row.at("method"), " ", row.at("x"), "/", row.at("n"), " at ", row.at("level"));
    const Proportion observed{number(row, "x"), number(row, "n")};
    check_bounds(kIntervals.at(row.at("method"))(observed, number(row, "level")),
                 number(row, "low"), number(row, "high"));
  }
}

TEST_CASE("every difference, ratio and odds ratio of the reference table is met to nine digits") {
  const auto rows = lbl::tests::shared_csv("gold/sample/differences.csv");
  if (!rows) return;
  CHECK(rows->size() == 30);
  const std::map<std::string, std::function<Bounds(Proportion, Proportion, double)>> intervals{
      {"newcombe", newcombe_difference},
      {"agresti_caffo", agresti_caffo_difference},
      {"ratio_katz_log",
       [](Proportion a, Proportion b, double level) { return katz_ratio(a, b, level).value(); }},
      {"odds_ratio_woolf", [](Proportion a, Proportion b, double level) {
         return woolf_odds_ratio(a, b, level).value();
       }}};
  for (const auto& row : *rows) {
    INFO(row.at("method"), " ", row.at("x1"), "/", row.at("n1"), " ", row.at("x2"), "/",
         row.at("n2"));
    const Proportion first{number(row, "x1"), number(row, "n1")};
    const Proportion second{number(row, "x2"), number(row, "n2")};
    check_bounds(intervals.at(row.at("method"))(first, second, number(row, "level")),
                 number(row, "low"), number(row, "high"));
  }
}

TEST_CASE("label rates of six real data sets have the intervals that statsmodels gives") {
  const auto bytes = lbl::tests::shared_file("gold/bias/outputs/stats_tables.json");
  if (!bytes) return;
  const std::map<std::string, std::string> names{
      {"wilson", "wilson"},        {"agresti_coull", "agresti_coull"},
      {"beta", "clopper_pearson"}, {"jeffreys", "jeffreys"},
      {"normal", "wald"},          {"wilson_cc", "wilson_cc"}};
  int compared = 0;
  const auto tables = nlohmann::json::parse(*bytes);
  for (const auto& entry : tables.items()) {
    const auto& table = entry.key();
    const auto& gold = entry.value();
    for (const auto& rate_entry : gold.at("rates").items()) {
      const auto& slice = rate_entry.key();
      const auto& rate = rate_entry.value();
      const Proportion observed{rate.at("k"), rate.at("n")};
      for (const auto& end_entry : rate.at("ci95").items()) {
        const auto& method = end_entry.key();
        const auto& ends = end_entry.value();
        INFO(table, " ", slice, " ", method);
        // statsmodels leaves Agresti-Coull and the corrected score uncut beyond 0 and 1.
        check_bounds(kIntervals.at(names.at(method))(observed, 0.95),
                     std::max(0.0, ends.at(0).get<double>()),
                     std::min(1.0, ends.at(1).get<double>()));
        ++compared;
      }
    }
  }
  CHECK(compared > 600);
}

TEST_CASE("differences from a reference slice are those of statsmodels") {
  const auto bytes = lbl::tests::shared_file("gold/bias/outputs/stats_tables.json");
  if (!bytes) return;
  const auto tables = nlohmann::json::parse(*bytes);
  for (const auto& entry : tables.items()) {
    const auto& table = entry.key();
    const auto& gold = entry.value();
    const auto& rates = gold.at("rates");
    const auto proportion = [&](const std::string& slice) {
      return Proportion{rates.at(slice).at("k"), rates.at(slice).at("n")};
    };
    const Proportion reference = proportion(gold.at("ref"));
    for (const auto& slice : gold.at("slices")) {
      if (!slice.contains("diff_ci_newcomb")) continue;
      INFO(table, " ", slice.at("slice").get<std::string>());
      const Proportion own = proportion(slice.at("slice"));
      check_bounds(newcombe_difference(own, reference, 0.95), slice.at("diff_ci_newcomb").at(0),
                   slice.at("diff_ci_newcomb").at(1));
      // The reference leaves out both where one cell is zero; the ratio has a value in some of
      // them.
      if (slice.contains("rr_ci_katz")) {
        check_bounds(katz_ratio(own, reference, 0.95).value(), slice.at("rr_ci_katz").at(0),
                     slice.at("rr_ci_katz").at(1));
      }
      CHECK(slice.contains("or_ci") == woolf_odds_ratio(own, reference, 0.95).has_value());
      if (slice.contains("or_ci")) {
        check_bounds(woolf_odds_ratio(own, reference, 0.95).value(), slice.at("or_ci").at(0),
                     slice.at("or_ci").at(1));
      }
    }
  }
}

TEST_CASE("without a trial every interval says that nothing is known") {
  for (const auto& entry : kIntervals) {
    const auto& name = entry.first;
    const auto& interval = entry.second;
    INFO(name);
    check_bounds(interval({0, 0}, 0.95), 0, 1);
  }
  check_bounds(newcombe_difference({0, 0}, {5, 10}, 0.95), -1, 1);
}

TEST_CASE("a zero cell has no ratio and no odds ratio") {
  CHECK_FALSE(katz_ratio({0, 10}, {5, 10}, 0.95).has_value());
  CHECK_FALSE(katz_ratio({5, 10}, {0, 10}, 0.95).has_value());
  CHECK(katz_ratio({10, 10}, {5, 10}, 0.95).has_value());
  CHECK_FALSE(woolf_odds_ratio({10, 10}, {5, 10}, 0.95).has_value());
  CHECK_FALSE(woolf_odds_ratio({3, 10}, {0, 10}, 0.95).has_value());
}

TEST_CASE("the score interval is a mirror image of itself and keeps its digits near zero") {
  for (const double n : {1.0, 7.0, 1e3, 1e6, 1e9}) {
    for (const double share : {0.0, 1e-9, 1e-3, 0.25, 0.5}) {
      const Bounds low = wilson_effective(share, n, 0.95);
      const Bounds high = wilson_effective(1 - share, n, 0.95);
      CHECK(low.low <= share);
      CHECK(share <= low.high);
      CHECK(low.low == doctest::Approx(1 - high.high).epsilon(1e-9));
      CHECK(low.high == doctest::Approx(1 - high.low).epsilon(1e-9));
    }
  }
  CHECK(wilson_effective(0, 12.5, 0.95).low == 0);
  CHECK(wilson_effective(1, 12.5, 0.95).high == 1);
}
