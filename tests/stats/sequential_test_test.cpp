// Wald's test against the reference sequences, and its curve against simulation.
#include "lbl/stats/sequential_test.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "lbl/base/random.hpp"
#include "shared_folder.hpp"

namespace {

using namespace lbl::stats;

bool close(double found, double expected) {
  return std::fabs(found - expected) <= 1e-9 * std::fabs(expected) + 1e-15;
}

}  // namespace

TEST_CASE("lines and decisions of the reference sequences are met") {
  const auto rows = lbl::tests::shared_csv("gold/sample/sprt.csv");
  if (!rows) return;
  CHECK(rows->size() >= 10);
  for (const auto& row : *rows) {
    const auto number = [&](const char* name) { return std::stod(row.at(name)); };
    INFO(row.at("p0"), " ", row.at("p1"), " ", row.at("sequence_name"));
    const SequentialTest test =
        sequential_test(number("p0"), number("p1"), number("alpha"), number("beta"));
    CHECK(close(test.h1, number("h1")));
    CHECK(close(test.h2, number("h2")));
    CHECK(close(test.slope, number("s")));
    std::uint64_t items = 0, defects = 0;
    Decision decision = Decision::go_on;
    for (const char review : row.at("sequence")) {
      ++items;
      if (review == '1') ++defects;
      decision = test.decision(items, defects);
      if (decision != Decision::go_on) break;
    }
    const std::string expected = row.at("decision");
    CHECK((decision == Decision::accept) == (expected == "accept"));
    CHECK((decision == Decision::reject) == (expected == "reject"));
    if (decision == Decision::go_on) continue;
    CHECK(items == std::stoull(row.at("at_item")));
    CHECK(defects == std::stoull(row.at("defects")));
  }
}

TEST_CASE("the curve passes through both risks, and falls") {
  const SequentialTest test = sequential_test(0.02, 0.08, 0.05, 0.1);
  const std::vector<OcPoint> curve = oc_curve(test);
  CHECK(curve.front().p_accept == 1);
  bool good = false, bad = false;
  for (std::size_t i = 1; i < curve.size(); ++i) {
    CHECK(curve[i].p > curve[i - 1].p);
    CHECK(curve[i].p_accept <= curve[i - 1].p_accept);
    good = good || (close(curve[i].p, 0.02) && close(curve[i].p_accept, 0.95));
    bad = bad || (close(curve[i].p, 0.08) && close(curve[i].p_accept, 0.1));
  }
  CHECK(good);
  CHECK(bad);
}

TEST_CASE("lots of the good rate are rejected hardly more often than was asked for") {
  const SequentialTest test = sequential_test(0.05, 0.2, 0.05, 0.1);
  lbl::base::Random random(5);
  int rejected = 0;
  constexpr int kRounds = 4000;
  for (int round = 0; round < kRounds; ++round) {
    std::uint64_t items = 0, defects = 0;
    Decision decision = Decision::go_on;
    while (decision == Decision::go_on) {
      ++items;
      if (random.uniform() < 0.05) ++defects;
      decision = test.decision(items, defects);
    }
    rejected += decision == Decision::reject ? 1 : 0;
  }
  // Wald's bounds are kept on the safe side by the excess over the lines.
  CHECK(rejected / double{kRounds} < 0.05 + 3 * std::sqrt(0.05 * 0.95 / kRounds));
}
