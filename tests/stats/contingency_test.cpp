// Tests of independence against statsmodels and scipy, and against enumeration of small tables.
#include "lbl/stats/contingency.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "shared_folder.hpp"

namespace {

using namespace lbl::stats;

double log_choose(double n, double k) {
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

/// Fisher's two-sided p by log-gamma, table by table.
double fisher_by_enumeration(double a, double b, double c, double d) {
  const auto probability = [&](double x) {
    return std::exp(log_choose(a + b, x) + log_choose(c + d, a + c - x) -
                    log_choose(a + b + c + d, a + c));
  };
  double p = 0;
  for (double x = std::max(0.0, a - d); x <= std::min(a + b, a + c); ++x) {
    if (probability(x) <= probability(a) * (1 + 1e-7)) p += probability(x);
  }
  return p;
}

}  // namespace

TEST_CASE("chi-square of label by slice is that of scipy for every reference table") {
  const auto bytes = lbl::tests::shared_file("gold/bias/outputs/stats_tables.json");
  if (!bytes) return;
  const auto tables = nlohmann::json::parse(*bytes);
  for (const auto& entry : tables.items()) {
    const auto& name = entry.key();
    const auto& gold = entry.value();
    INFO(name);
    CountTable table{gold.at("columns").size(), {}};
    for (const auto& row : gold.at("table")) {
      for (const auto& count : row) table.counts.push_back(count);
    }
    const auto test = chi_square(table);
    REQUIRE(test.has_value());
    CHECK(test->statistic == doctest::Approx(gold["chi2"]["stat"].get<double>()).epsilon(1e-9));
    CHECK(test->p == doctest::Approx(gold["chi2"]["p"].get<double>()).epsilon(1e-9));
    CHECK(test->degrees == gold["chi2"]["dof"].get<double>());
    CHECK(test->smallest_expected ==
          doctest::Approx(gold["chi2"]["min_expected"].get<double>()).epsilon(1e-9));
  }
}

TEST_CASE("each slice against the rest has the z and the Fisher p of the reference") {
  const auto bytes = lbl::tests::shared_file("gold/bias/outputs/stats_tables.json");
  if (!bytes) return;
  const auto tables = nlohmann::json::parse(*bytes);
  for (const auto& entry : tables.items()) {
    const auto& name = entry.key();
    const auto& gold = entry.value();
    double all = 0;
    double all_hits = 0;
    for (const auto& [slice, rate] : gold.at("rates").items()) {
      all += rate.at("n").get<double>();
      all_hits += rate.at("k").get<double>();
    }
    for (const auto& slice : gold.at("slices")) {
      INFO(name, " ", slice.at("slice").get<std::string>());
      const auto& rate = gold.at("rates").at(slice.at("slice").get<std::string>());
      const double hits = rate.at("k");
      const double misses = rate.at("n").get<double>() - hits;
      const double rest_hits = all_hits - hits;
      const double rest_misses = all - all_hits - misses;
      const auto test = chi_square({2, {hits, misses, rest_hits, rest_misses}});
      REQUIRE(test.has_value());
      CHECK(test->p == doctest::Approx(slice.at("p_z_vs_rest").get<double>()).epsilon(1e-9));
      CHECK(fisher_exact(hits, misses, rest_hits, rest_misses) ==
            doctest::Approx(slice.at("p_fisher_vs_rest").get<double>()).epsilon(1e-8));
    }
  }
}

TEST_CASE("Fisher's test equals the enumeration of every small table") {
  for (int a = 0; a <= 5; ++a) {
    for (int b = 0; b <= 5; ++b) {
      for (int c = 0; c <= 5; ++c) {
        for (int d = 0; d <= 5; ++d) {
          CHECK(fisher_exact(a, b, c, d) ==
                doctest::Approx(fisher_by_enumeration(a, b, c, d)).epsilon(1e-9));
        }
      }
    }
  }
}

TEST_CASE("Fisher's lady tasting tea: three of four cups right") {
  // Fisher 1935, The Design of Experiments, chapter 2: one-sided 17/70, two-sided 34/70.
  CHECK(fisher_exact(3, 1, 1, 3) == doctest::Approx(34.0 / 70));
}

TEST_CASE("a table with one used row or column has no test") {
  CHECK_FALSE(chi_square({2, {5, 0, 7, 0}}).has_value());
  CHECK_FALSE(chi_square({2, {5, 3}}).has_value());
  CHECK_FALSE(chi_square({0, {}}).has_value());
  CHECK(fisher_exact(5, 0, 7, 0) == 1);
  CHECK(fisher_exact(0, 0, 0, 0) == 1);
}

TEST_CASE("empty rows and columns change nothing") {
  const auto small = chi_square({2, {5, 3, 2, 8}});
  const auto padded = chi_square({3, {5, 0, 3, 0, 0, 0, 2, 0, 8}});
  REQUIRE(small.has_value());
  REQUIRE(padded.has_value());
  CHECK(small->p == doctest::Approx(padded->p));
  CHECK(small->degrees == padded->degrees);
}
