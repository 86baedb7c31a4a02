// Operating characteristics against the reference table, and searched plans against a full search.
#include "lbl/stats/operating_characteristic.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "shared_folder.hpp"

namespace {

using namespace lbl::stats;

}  // namespace

TEST_CASE("every point of the reference curves is met") {
  const auto rows = lbl::tests::shared_csv("gold/sample/oc.csv");
  if (!rows) return;
  CHECK(rows->size() >= 15);
  for (const auto& row : *rows) {
    AcceptanceRule rule{std::stoull(row.at("n")), std::stoull(row.at("c")), std::nullopt};
    if (row.at("kind") == "hypergeometric") rule.lot = std::stoull(row.at("N"));
    INFO(row.at("kind"), " n=", row.at("n"), " c=", row.at("c"), " p=", row.at("p"));
    const double expected = std::stod(row.at("p_accept"));
    CHECK(std::fabs(accept_probability(rule, std::stod(row.at("p"))) - expected) <=
          1e-9 * expected + 1e-15);
  }
}

TEST_CASE("a curve falls from 1 to nearly 0, on whole numbers of defects in a lot") {
  for (const AcceptanceRule& rule :
       {AcceptanceRule{80, 3, std::nullopt}, AcceptanceRule{20, 0, 100}, {5, 0, 6}}) {
    const std::vector<OcPoint> curve = oc_curve(rule);
    CHECK(curve.front().p_accept == 1);
    CHECK(curve.back().p_accept <= 0.0011);
    for (std::size_t i = 1; i < curve.size(); ++i) {
      CHECK(curve[i].p > curve[i - 1].p);
      CHECK(curve[i].p_accept <= curve[i - 1].p_accept);
      if (!rule.lot) continue;
      const double defects = curve[i].p * static_cast<double>(*rule.lot);
      CHECK(defects == doctest::Approx(std::round(defects)).epsilon(1e-12));
    }
  }
}

TEST_CASE("the rate that is accepted with a given chance is the inverse of the curve") {
  const AcceptanceRule process{125, 3, std::nullopt};
  const double rate = rate_accepted_with(process, 0.1).value();
  CHECK(accept_probability(process, rate) == doctest::Approx(0.1).epsilon(1e-9));
  const AcceptanceRule lot{20, 1, 200};
  const double in_lot = rate_accepted_with(lot, 0.1).value();
  CHECK(accept_probability(lot, in_lot) <= 0.1);
  CHECK(accept_probability(lot, in_lot - 1.0 / 200) > 0.1);
  CHECK_FALSE(rate_accepted_with({5, 5, std::nullopt}, 0.1).has_value());
}

TEST_CASE("a searched plan keeps to both risks, and no smaller one does") {
  for (const std::optional<std::uint64_t> lot :
       {std::optional<std::uint64_t>(), std::optional<std::uint64_t>(400)}) {
    const RiskPoints risks{0.01, 0.05, 0.06, 0.1};
    const AcceptanceRule found = plan_for(risks, lot).value();
    const auto keeps = [&](const AcceptanceRule& rule) {
      return accept_probability(rule, 0.06) <= 0.1 && accept_probability(rule, 0.01) >= 0.95;
    };
    CHECK(keeps(found));
    for (std::uint64_t n = 1; n < found.n; ++n) {
      for (std::uint64_t c = 0; c < n && c < 20; ++c) CHECK_FALSE(keeps({n, c, lot}));
    }
  }
}

TEST_CASE("against one bad rate alone nothing may be defective") {
  const AcceptanceRule found = plan_for({std::nullopt, 0.05, 0.05, 0.1}, std::nullopt).value();
  CHECK(found.accept == 0u);
  CHECK(found.n == 45u);  // ln 0.1 / ln 0.95 = 44.9
}

TEST_CASE("risks that cannot be told apart have no plan") {
  CHECK_FALSE(plan_for({0.05, 0.05, 0.05, 0.1}, 100).has_value());
}
