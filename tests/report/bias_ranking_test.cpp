// The sentences of lbl-bias: what matters most comes first, whatever part of the report it is of.
#include "lbl/report/bias_ranking.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace lbl;
using bias::Measure;
using report::finding;
using report::Scale;

namespace {

stats::Estimate between(double low, double high) {
  stats::Estimate estimate;
  estimate.value = (low + high) / 2;
  estimate.ci = {low, high, 0.95, "newcombe"};
  return estimate;
}

}  // namespace

TEST_CASE("findings are ranked by what they surely are at least, shares before other figures") {
  stats::Estimate few = between(0.5, 0.6);
  few.status = stats::Status::unreliable;
  const std::vector<report::BiasFinding> all = {
      finding("small", Measure::rate, between(0.01, 0.9)),
      {"what was looked at"},
      finding("of few clusters", Measure::rate, few),
      finding("ratings", Measure::mean, between(2, 3)),
      finding("less", Measure::rate, between(-0.4, -0.3)),
      finding("nothing", Measure::rate, between(-0.1, 0.9)),
  };
  CHECK(report::ranked(all, 3) == std::vector<std::string>{"less", "small", "ratings",
                                                           "what was looked at", "of few clusters",
                                                           "nothing"});
  CHECK(report::ranked(all, 9) == std::vector<std::string>{"less", "small", "ratings",
                                                           "of few clusters", "what was looked at",
                                                           "nothing"});
}

TEST_CASE("a difference with a p value is as sure as its normal interval") {
  // z = 3.92 is twice 1.96: half of the difference is sure.
  const double p = std::erfc(2 * 1.959963984540054 / std::sqrt(2.0));
  const report::BiasFinding one = finding("", Measure::rate, -0.2, p, 0.95);
  CHECK(one.scale == Scale::share);
  CHECK(std::fabs(one.size - 0.1) < 1e-9);
  CHECK(finding("", Measure::rate, 0.2, 0.06, 0.95).scale == Scale::none);
  CHECK(finding("", Measure::mean, 0.2, 0, 0.95).size > 0.18);
}
