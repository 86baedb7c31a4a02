// Estimates against R survey's, and what they say where they say little.
#include "lbl/sample/estimate.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "lbl/base/random.hpp"
#include "sample/make_review.hpp"
#include "shared_folder.hpp"

namespace {

using namespace lbl;
using namespace tests::review;
using sample::EstimateEntry;
using sample::EstimateSpec;
using sample::ReviewTable;
using sample::Statistic;

using Rows = std::vector<tests::SharedRow>;

std::vector<std::string> cells(const Rows& rows, const std::string& name) {
  std::vector<std::string> values;
  for (const auto& row : rows) values.push_back(row.at(name));
  return values;
}

ReviewTable table_of(const Rows& rows, const std::string& value) {
  ReviewTable table;
  table.items = cells(rows, "cds");
  table.columns.push_back(column_of(value, cells(rows, value)));
  table.sampling.resize(rows.size());
  add_group(table, "stype", cells(rows, "stype"));
  add_group(table, "sch.wide", cells(rows, "sch.wide"));
  for (const auto& row : rows) {
    table.weights.push_back(std::stod(row.at("pw")));
    table.fpc.push_back(std::stod(row.at("fpc")));
  }
  table.clusters = cells(rows, "dnum");
  return table;
}

void set_design(const std::string& name, EstimateSpec& spec) {
  const bool finite = name.find("_fpc") != std::string::npos;
  if (name.starts_with("srs") && finite) {
    spec.design.population = 6194;
    return;
  }
  spec.design.weight = "pw";
  if (name.starts_with("strat")) spec.design.strata = {0};
  if (name.starts_with("clus")) spec.design.cluster = "dnum";
  if (finite) spec.design.fpc = "fpc";
}

sample::KnownTotals totals(std::size_t group, const char* file, const char* field) {
  sample::KnownTotals known{group, file, {}};
  const Rows rows = tests::shared_csv(std::string("gold/sample/survey/") + file).value_or(Rows());
  for (const auto& row : rows) known.totals[row.at(field)] = std::stod(row.at("Freq"));
  return known;
}

bool close(double found, double expected, double tolerance) {
  return std::fabs(found - expected) <= tolerance * std::fabs(expected) + 1e-12;
}

const EstimateEntry& entry_of(const sample::EstimateResult& result, const tests::SharedRow& row) {
  const std::string domain = row.at("domain"), variable = row.at("variable");
  for (const EstimateEntry& entry : result.entries) {
    const bool named = entry.variable == variable;
    if (!named) continue;
    if (domain == "all" && entry.slice.empty()) return entry;
    if (entry.slice.empty()) continue;
    if (entry.slice[0].first + "=" + entry.slice[0].second.value_or("") == domain) return entry;
  }
  throw std::runtime_error("no entry " + variable + " " + domain);
}

void check_row(const EstimateEntry& entry, const tests::SharedRow& row) {
  CHECK(close(entry.estimate.value.value(), std::stod(row.at("estimate")), 1e-9));
  CHECK(close(entry.estimate.se.value(), std::stod(row.at("se")), 1e-8));
  CHECK(entry.df.value() == std::stod(row.at("df")));
  CHECK(close(entry.estimate.ci.value().low, std::stod(row.at("low_t")), 1e-8));
  CHECK(close(entry.estimate.ci.value().high, std::stod(row.at("high_t")), 1e-8));
  if (row.at("deff_replace").empty()) return;
  CHECK(close(entry.design_effect.value(), std::stod(row.at("deff_replace")), 1e-8));
}

}  // namespace

TEST_CASE("every estimate of R survey is met: points, standard errors, intervals, design effects") {
  const auto gold = tests::shared_csv("gold/sample/estimate.csv");
  if (!gold) return;
  CHECK(gold->size() >= 100);
  std::map<std::string, Rows> data;
  for (const char* name : {"srs", "strat", "clus1"}) {
    data[name] = tests::shared_csv("gold/sample/survey/api" + std::string(name) + ".csv").value();
  }
  for (const auto& row : *gold) {
    const std::string design = row.at("design");
    INFO(design, " ", row.at("statistic"), " ", row.at("variable"), " ", row.at("domain"));
    EstimateSpec spec;
    spec.interval = sample::RateInterval::design;
    set_design(design, spec);
    if (design.ends_with("_post")) {
      spec.calibration = stats::Calibration::Kind::post_strata;
      spec.known = {totals(0, "pop_stype.csv", "stype")};
    } else if (design.ends_with("_rake")) {
      spec.calibration = stats::Calibration::Kind::raking;
      spec.known = {totals(0, "pop_stype.csv", "stype"), totals(1, "pop_schwide.csv", "sch.wide")};
    }
    if (row.at("domain") != "all") spec.by = {{0}};
    const std::string statistic = row.at("statistic");
    spec.statistics = {statistic == "mean"         ? Statistic::mean
                       : statistic == "total"      ? Statistic::total
                       : statistic == "proportion" ? Statistic::rate
                                                   : Statistic::ratio};
    const std::string variable = row.at("variable");
    std::string field = variable.substr(0, variable.find_first_of("=/"));
    ReviewTable table = table_of(data[design.substr(0, design.find('_'))], field);
    if (statistic == "ratio") {
      spec.has_denominator = true;
      const std::string other = variable.substr(variable.find('/') + 1);
      table.columns.push_back(
          column_of(other, cells(data[design.substr(0, design.find('_'))], other)));
    }
    check_row(entry_of(sample::estimate(table, spec), row), row);
  }
}

TEST_CASE("a drawn item that nobody reviewed is made up for by the others of its stratum") {
  ReviewTable table;
  std::vector<std::string> values;
  for (int i = 0; i < 8; ++i) {  // 10 drawn of 100, 8 reviewed
    table.items.push_back(std::to_string(i));
    values.emplace_back("5");
    table.sampling.emplace_back(facts("srs", "null", 100, 10));
  }
  table.columns.push_back(column_of("size", values));
  EstimateSpec spec;
  spec.statistics = {Statistic::total};
  const auto result = sample::estimate(table, spec);
  CHECK(result.entries.front().estimate.value.value() == doctest::Approx(500));
  CHECK(result.not_reviewed == 2);
}

TEST_CASE("a census has no margin, and a lone unit of a stratum makes a figure unreliable") {
  ReviewTable table;
  for (int i = 0; i < 4; ++i) table.items.push_back(std::to_string(i));
  table.columns.push_back(column_of("label", {"x", "x", "y", "x"}));
  for (int i = 0; i < 4; ++i) table.sampling.emplace_back(facts("srs", "null", 4, 4));
  const auto census = sample::estimate(table, {});
  CHECK(census.entries.front().estimate.se.value() == 0);
  CHECK(census.entries.front().estimate.ci.value().low == 0.75);
  CHECK(census.entries.front().estimate.ci->method == "census");
  for (int i = 0; i < 4; ++i) {
    table.sampling[static_cast<std::size_t>(i)] = facts(
        "stratified", i == 0 ? "{\"s\":\"a\"}" : "{\"s\":\"b\"}", i == 0 ? 10 : 30, i == 0 ? 1 : 3);
  }
  const auto lone = sample::estimate(table, {});
  CHECK(lone.entries.front().estimate.status == stats::Status::unreliable);
  CHECK(lone.entries.front().estimate.reason == "single-unit-stratum");
  CHECK(lone.entries.front().estimate.se.value() > 0);
}

TEST_CASE("without probabilities nothing is estimated, and the message says how to get them") {
  ReviewTable table;
  table.items = {"a"};
  table.places = {"reviews.jsonl:7"};
  table.columns.push_back(column_of("label", {"x"}));
  table.sampling.resize(1);
  CHECK_THROWS_WITH(sample::estimate(table, {}),
                    "reviews.jsonl:7: item \"a\" has no field \"sampling\", so its probability is "
                    "missing: draw with "
                    "lbl-sample --add-weights, or name --weight FIELD or --population N (a simple "
                    "random sample)");
}

TEST_CASE("with sizes, the variance of equal probabilities is that of a simple random sample") {
  ReviewTable table;
  std::vector<std::string> values;
  for (int i = 0; i < 20; ++i) {
    table.items.push_back(std::to_string(i));
    values.push_back(std::to_string(i * i % 7));
    table.sampling.emplace_back(facts("srs", "null", 50, 20));
  }
  table.columns.push_back(column_of("severity", values));
  const double simple = sample::estimate(table, {}).entries.front().estimate.se.value();
  for (auto& one : table.sampling) one->design = "pps";
  const double by_size = sample::estimate(table, {}).entries.front().estimate.se.value();
  CHECK(by_size == doctest::Approx(simple).epsilon(1e-12));
}

TEST_CASE("two stages are judged by the clusters alone, as if they were drawn with replacement") {
  ReviewTable table;
  std::vector<std::string> values;
  for (int cluster = 0; cluster < 6; ++cluster) {  // 6 of 10 clusters, 3 of 9 items of each
    for (int item = 0; item < 3; ++item) {
      table.items.push_back(std::to_string(3 * cluster + item));
      values.push_back(std::to_string(cluster * cluster % 5 + item));
      sample::SamplingFacts one = facts("cluster", "null", 10, 6);
      one.cluster = "\"c" + std::to_string(cluster) + "\"";
      one.p = 0.6 / 3;
      one.weight = 1 / one.p;
      table.sampling.emplace_back(one);
    }
  }
  table.columns.push_back(column_of("severity", values));
  EstimateSpec spec;
  spec.statistics = {Statistic::total};
  const auto result = sample::estimate(table, spec);
  CHECK(result.population == 10.0);
  // Totals by cluster are 5 x (3 s + 3) with s = 0 1 4 4 1 0: 15 30 75 75 30 15.
  double sum = 0, squares = 0;
  for (const double total : {15.0, 30.0, 75.0, 75.0, 30.0, 15.0}) {
    sum += total;
    squares += (total - 40) * (total - 40);
  }
  const EstimateEntry& entry = result.entries.front();
  CHECK(entry.estimate.value.value() == doctest::Approx(sum));
  CHECK(entry.estimate.se.value() == doctest::Approx(std::sqrt(squares * 6 / 5)));
  CHECK(entry.df == 5.0);
}
