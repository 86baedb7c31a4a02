// The bootstrap of slices: as wide as the errors by item, for every reference and measure.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "bias/fixtures.hpp"

using namespace lbl;
using bias::Cluster;
using test::Row;

namespace {

bias::BiasResult drawn_again(const model::RatingsTable& table, bias::Measure measure,
                             bias::Reference reference) {
  bias::BiasSpec spec = test::each_column(2, Cluster::item);
  spec.measures = {measure};
  spec.reference = reference;
  spec.reference_slice = "forum";
  spec.bootstrap = 4000;
  return bias::bias(table, spec);
}

void check_widths(const bias::BiasResult& result) {
  int compared = 0;
  for (const bias::SliceEntry& entry : result.slices) {
    REQUIRE(entry.bootstrap);
    const bias::SliceBootstrap& drawn = *entry.bootstrap;
    REQUIRE(drawn.estimate);
    CHECK(drawn.estimate->replicates == 4000);
    CHECK(drawn.estimate->undefined == 0);
    CHECK(*drawn.estimate->se == doctest::Approx(*entry.estimate.se).scale(0).epsilon(0.05));
    CHECK(drawn.difference.has_value() == entry.difference.value.has_value());
    if (!drawn.difference) continue;
    ++compared;
    CHECK(*drawn.difference->se == doctest::Approx(*entry.difference.se).scale(0).epsilon(0.05));
    const double half = 1.96 * *entry.difference.se;
    const double slack = 0.15 * half;
    CHECK(std::fabs(drawn.difference->percentile->low - (*entry.difference.value - half)) < slack);
    CHECK(std::fabs(drawn.difference->percentile->high - (*entry.difference.value + half)) < slack);
  }
  CHECK(compared >= 2);
}

}  // namespace

TEST_CASE("replicates are as wide as the linearised errors by item, against each reference") {
  const auto table = test::make_table(
      test::random_rows(900, 30, 5), test::make_spec(model::TaskType::choice, {"source", "group"}));
  for (const bias::Reference reference :
       {bias::Reference::rest, bias::Reference::overall, bias::Reference::slice}) {
    CAPTURE(static_cast<int>(reference));
    check_widths(drawn_again(table, bias::Measure::rate, reference));
  }
}

TEST_CASE("means are drawn again as rates are") {
  std::vector<Row> rows = test::random_rows(900, 30, 6);
  for (Row& row : rows) row.label = row.label == "none" ? "1" : (row.label == "hate" ? "4.5" : "3");
  const auto table =
      test::make_table(rows, test::make_spec(model::TaskType::number, {"source", "group"}));
  check_widths(drawn_again(table, bias::Measure::mean, bias::Reference::rest));
}

TEST_CASE("a slice of one item that is not drawn leaves a replicate without a figure") {
  std::vector<Row> rows = {{"a", "kim", "x", {"s"}}};
  for (int i = 0; i < 9; ++i) {
    rows.push_back({"b" + std::to_string(i), "kim", i < 4 ? "x" : "y", {"t"}});
  }
  const auto table = test::make_table(rows, test::make_spec(model::TaskType::choice, {"f"}));
  bias::BiasSpec spec = test::each_column(1, Cluster::item);
  spec.bootstrap = 2000;
  const auto result = bias::bias(table, spec);
  const auto& entry = test::entry_of(result, "f", "s", "x");
  // (1 - 1/10)^10 of the replicates.
  const auto undefined = static_cast<double>(entry.bootstrap->estimate->undefined);
  CHECK(undefined / 2000 == doctest::Approx(0.3487).scale(0).epsilon(0.1));
}
