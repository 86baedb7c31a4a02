// Intervals of rates in finite and endless populations.
#include "lbl/sample/rate_interval.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "lbl/stats/intervals.hpp"

namespace {

using namespace lbl::sample;

RateFacts simple(double x, double n, std::optional<double> population = std::nullopt) {
  RateFacts facts;
  facts.rate = x / n;
  facts.items = facts.sample = n;
  facts.simple = true;
  facts.population = population;
  facts.df = n - 1;
  facts.se = std::sqrt(facts.rate * (1 - facts.rate) / (n - 1));
  return facts;
}

}  // namespace

TEST_CASE("without end, each interval is the one of its name") {
  const RateFacts facts = simple(7, 50);
  const auto same = [&](RateInterval method, lbl::stats::Bounds expected) {
    const auto made = rate_interval(method, facts).value().interval;
    CHECK(made.low == doctest::Approx(expected.low).epsilon(1e-12));
    CHECK(made.high == doctest::Approx(expected.high).epsilon(1e-12));
  };
  same(RateInterval::automatic, lbl::stats::wilson({7, 50}, 0.95));
  same(RateInterval::wilson, lbl::stats::wilson({7, 50}, 0.95));
  same(RateInterval::clopper_pearson, lbl::stats::clopper_pearson({7, 50}, 0.95));
  same(RateInterval::jeffreys, lbl::stats::jeffreys({7, 50}, 0.95));
  same(RateInterval::agresti_coull, lbl::stats::agresti_coull({7, 50}, 0.95));
}

TEST_CASE("in a finite population intervals are narrower, and shut when all was looked at") {
  for (const RateInterval method : {RateInterval::wilson, RateInterval::clopper_pearson,
                                    RateInterval::jeffreys, RateInterval::agresti_coull}) {
    const auto open = rate_interval(method, simple(7, 50)).value().interval;
    const auto closed = rate_interval(method, simple(7, 50, 80)).value().interval;
    CHECK(closed.low > open.low);
    CHECK(closed.high < open.high);
    const auto all = rate_interval(method, simple(7, 50, 50)).value().interval;
    CHECK(all.low == 0.14);
    CHECK(all.high == 0.14);
    CHECK(all.method == "census");
  }
  // Exact: of 80, at least the 7 seen; bounds are whole numbers of defects.
  const auto exact = rate_interval(RateInterval::clopper_pearson, simple(7, 50, 80)).value();
  CHECK(exact.interval.method == "hypergeometric");
  CHECK(exact.interval.low * 80 == doctest::Approx(std::round(exact.interval.low * 80)));
}

TEST_CASE("with any other design the number of items is the effective one") {
  RateFacts facts = simple(20, 100);
  facts.simple = false;
  facts.se = 0.06;  // more than the 0.04 of a simple random sample
  const auto made = rate_interval(RateInterval::wilson, facts).value();
  CHECK(made.effective_n.value() == doctest::Approx(0.16 / 0.0036));
  const auto by_design = rate_interval(RateInterval::automatic, facts).value().interval;
  CHECK(by_design.method == "design");
  CHECK(by_design.high - by_design.low ==
        doctest::Approx(2 * 1.984217 * 0.06).scale(0).epsilon(1e-6));
  facts.df = 0;
  CHECK_FALSE(rate_interval(RateInterval::design, facts).has_value());
}
