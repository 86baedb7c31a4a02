// Permutation p values against all ways counted by hand, and against each other.
#include "lbl/bias/permutation.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "bias/fixtures.hpp"
#include "lbl/stats/contingency.hpp"

using namespace lbl;
using bias::Cluster;
using test::Row;

namespace {

/// Items of one answer, the first `hits_in` of `in` of slice s and `hits_out` of `out` of slice t
/// labelled "x".
std::vector<Row> two_slices(int in, int hits_in, int out, int hits_out) {
  std::vector<Row> rows;
  for (int i = 0; i < in + out; ++i) {
    const bool inside = i < in;
    const bool hit = inside ? i < hits_in : i - in < hits_out;
    rows.push_back(
        {"i" + std::to_string(i), "a" + std::to_string(i), hit ? "x" : "y", {inside ? "s" : "t"}});
  }
  return rows;
}

double permutation_p(const std::vector<Row>& rows, Cluster cluster = Cluster::item) {
  bias::BiasSpec spec = test::each_column(1, cluster);
  spec.test = bias::Test::permutation;
  const auto table = test::make_table(rows, test::make_spec(model::TaskType::choice, {"f"}));
  return *test::entry_of(bias::bias(table, spec), "f", "s", "x").p;
}

/// The two-sided hypergeometric p by distance from the mean, which permutation of single answers
/// is.
double distance_p(int in, int hits_in, int out, int hits_out) {
  const int all = in + out, hits = hits_in + hits_out;
  const double mean = static_cast<double>(in) * hits / all;
  const auto log_choose = [](double n, double k) {
    return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
  };
  double p = 0;
  for (int k = std::max(0, in + hits - all); k <= std::min(in, hits); ++k) {
    if (std::fabs(k - mean) < std::fabs(hits_in - mean) - 1e-9) continue;
    p += std::exp(log_choose(hits, k) + log_choose(all - hits, in - k) - log_choose(all, in));
  }
  return p;
}

}  // namespace

TEST_CASE("a few items have the p of all ways to deal them out") {
  CHECK(permutation_p(two_slices(4, 3, 5, 0)) == doctest::Approx(distance_p(4, 3, 5, 0)));
  CHECK(permutation_p(two_slices(4, 4, 4, 0)) == doctest::Approx(2.0 / 70));
  CHECK(permutation_p(two_slices(3, 1, 6, 2)) == doctest::Approx(1));
}

TEST_CASE("random ways come near the p of all ways, however they are drawn") {
  // Drawn unit by unit (many with the label), and by the few that have it.
  CHECK(permutation_p(two_slices(20, 14, 200, 90)) ==
        doctest::Approx(distance_p(20, 14, 200, 90)).scale(0).epsilon(0.35));
  CHECK(permutation_p(two_slices(60, 4, 400, 6)) ==
        doctest::Approx(distance_p(60, 4, 400, 6)).scale(0).epsilon(0.35));
  CHECK(permutation_p(two_slices(60, 60, 400, 300)) < 0.001);
  CHECK(permutation_p(two_slices(60, 45, 400, 300)) > 0.8);
}

TEST_CASE("none of a rare label in a slice is no finding") {
  // 2 % of the rest: 36 items expect 0.7, and 0 is what to expect.
  const auto table = test::make_table(two_slices(36, 0, 5000, 100),
                                      test::make_spec(model::TaskType::choice, {"f"}));
  const bias::BiasResult result = bias::bias(table, test::each_column(1, Cluster::automatic));
  const bias::SliceEntry& entry = test::entry_of(result, "f", "s", "x");
  CHECK(entry.test == bias::Test::permutation);
  CHECK(*entry.p > 0.3);
}

TEST_CASE("whole clusters move: one item of many equal answers is one case") {
  // 5 and 5 items of 10 equal answers each: 2 of 252 ways are as extreme, not 2 of C(100, 50).
  std::vector<Row> rows;
  for (int i = 0; i < 10; ++i) {
    for (int k = 0; k < 10; ++k) {
      rows.push_back(
          {std::to_string(i), std::to_string(k), i < 5 ? "x" : "y", {i < 5 ? "s" : "t"}});
    }
  }
  CHECK(permutation_p(rows) == doctest::Approx(2.0 / 252));
}

TEST_CASE("slices that cross the clusters are compared within them") {
  // Every annotator answers in both slices and labels all or nothing "x": the slice has no part in
  // it.
  std::vector<Row> rows;
  for (int i = 0; i < 400; ++i) {
    const int annotator = i % 40;
    rows.push_back({std::to_string(i),
                    "a" + std::to_string(annotator),
                    annotator < 4 ? "x" : "y",
                    {(i / 40) % 2 == 0 ? "s" : "t"}});
  }
  CHECK(permutation_p(rows, Cluster::annotator) == 1);
}

TEST_CASE("the p within clusters of one cluster is the hypergeometric one") {
  std::vector<Row> rows = two_slices(30, 9, 50, 3);
  for (Row& row : rows) row.annotator = "one";
  CHECK(permutation_p(rows, Cluster::annotator) ==
        doctest::Approx(distance_p(30, 9, 50, 3)).scale(0).epsilon(0.5));
}
