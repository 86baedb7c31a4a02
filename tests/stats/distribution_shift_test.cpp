// PSI and Jensen-Shannon divergence as evidently and TFDV give them.
#include "lbl/stats/distribution_shift.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "lbl/stats/contingency.hpp"
#include "lbl/stats/distributions.hpp"
#include "shared_folder.hpp"

using namespace lbl;
using nlohmann::json;

TEST_CASE("shifts of real data are those of the reference tools") {
  const auto gold = tests::shared_file("gold/bias/outputs/stats_drift.json");
  if (!gold) return;
  const json expected = json::parse(*gold);
  for (const auto& entry : expected.items()) {
    const auto& name = entry.key();
    const auto& one = entry.value();
    INFO(name);
    const auto base = one.at("ref").get<std::vector<double>>();
    const auto current = one.at("cur").get<std::vector<double>>();
    CHECK(std::fabs(stats::population_stability(base, current) -
                    one.at("psi_evidently").get<double>()) < 1e-12);
    CHECK(std::fabs(stats::jensen_shannon(base, current) -
                    one.at("js_divergence_bits_tfdv").get<double>()) < 1e-12);
    stats::CountTable table{base.size(), base};
    table.counts.insert(table.counts.end(), current.begin(), current.end());
    const auto test = stats::chi_square(table);
    REQUIRE(test);
    CHECK(test->statistic == doctest::Approx(one.at("chi2").get<double>()).epsilon(1e-9));
    CHECK(test->p == doctest::Approx(one.at("chi2_p").get<double>()).epsilon(1e-7));
  }
}

TEST_CASE("equal distributions have no shift, disjoint ones a whole bit") {
  CHECK(stats::population_stability({3, 1}, {6, 2}) == 0);
  CHECK(std::fabs(stats::jensen_shannon({3, 1}, {6, 2})) < 1e-15);
  CHECK(stats::jensen_shannon({5, 0}, {0, 7}) == doctest::Approx(1));
  CHECK(stats::stability_under_chance(3, 100, 50) == doctest::Approx(0.06));
}
