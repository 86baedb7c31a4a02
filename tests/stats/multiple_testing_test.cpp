// Adjusted p values against statsmodels, a definition by brute force, and their properties.
#include "lbl/stats/multiple_testing.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "shared_folder.hpp"

namespace {

using namespace lbl::stats;

/// The least alpha at which the step-up procedure rejects hypothesis i, straight from Benjamini and
/// Hochberg (1995): reject the k smallest for the largest k with p_(k) <= alpha k / m.
double bh_by_definition(const std::vector<double>& p_values, std::size_t i) {
  std::vector<double> sorted = p_values;
  std::sort(sorted.begin(), sorted.end());
  double least = 1;
  for (std::size_t k = 1; k <= sorted.size(); ++k) {
    if (sorted[k - 1] < p_values[i]) continue;
    least = std::min(least,
                     sorted[k - 1] * static_cast<double>(sorted.size()) / static_cast<double>(k));
  }
  return least;
}

}  // namespace

TEST_CASE("adjusted p values of six real data sets are those of statsmodels") {
  const auto bytes = lbl::tests::shared_file("gold/bias/outputs/stats_tables.json");
  if (!bytes) return;
  const auto tables = nlohmann::json::parse(*bytes);
  for (const auto& entry : tables.items()) {
    const auto& table = entry.key();
    const auto& gold = entry.value();
    for (const std::string test : {"p_z_vs_rest", "p_fisher_vs_rest"}) {
      std::vector<double> p_values;
      for (const auto& slice : gold.at("slices")) p_values.push_back(slice.at(test));
      const auto check = [&](Correction correction, const std::string& name) {
        const std::vector<double> adjusted = adjusted_p(p_values, correction);
        for (std::size_t i = 0; i < adjusted.size(); ++i) {
          INFO(table, " ", test, name);
          CHECK(adjusted[i] ==
                doctest::Approx(gold.at("slices")[i].at(test + name).get<double>()).epsilon(1e-9));
        }
      };
      check(Correction::bh, "_fdr_bh");
      check(Correction::by, "_fdr_by");
      check(Correction::holm, "_holm");
    }
  }
}

TEST_CASE("the step-up values are the least levels at which the procedure rejects") {
  const std::vector<double> p_values{0.04, 0.001, 0.04, 0.9, 0.2, 0.0, 1.0, 0.012};
  const std::vector<double> adjusted = adjusted_p(p_values, Correction::bh);
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    CHECK(adjusted[i] == doctest::Approx(bh_by_definition(p_values, i)));
  }
}

TEST_CASE("an adjusted value is never below its p, never above one, and keeps the order") {
  const std::vector<double> p_values{0.5, 0.01, 0.02, 0.02, 0.7, 1e-300};
  for (const auto correction :
       {Correction::none, Correction::bh, Correction::by, Correction::holm}) {
    const std::vector<double> adjusted = adjusted_p(p_values, correction);
    for (std::size_t i = 0; i < p_values.size(); ++i) {
      CHECK(adjusted[i] >= p_values[i]);
      CHECK(adjusted[i] <= 1);
      for (std::size_t j = 0; j < p_values.size(); ++j) {
        if (p_values[i] <= p_values[j]) CHECK(adjusted[i] <= adjusted[j]);
      }
    }
  }
}

TEST_CASE("a family of one is left as it is and a family of none stays empty") {
  for (const auto correction : {Correction::bh, Correction::by, Correction::holm}) {
    CHECK(adjusted_p({0.03}, correction) == std::vector<double>{0.03});
    CHECK(adjusted_p({}, correction).empty());
  }
}

TEST_CASE("corrections are known by name") {
  CHECK(correction("holm") == Correction::holm);
  CHECK(correction_name(Correction::by) == "by");
  CHECK_FALSE(correction("bonferoni").has_value());
}
