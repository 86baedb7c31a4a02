// Drift: planted changes of a batch and of one annotator, windows, and a batch beside another.
#include "lbl/bias/drift.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "bias/fixtures.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/random.hpp"

using namespace lbl;

namespace {

std::string day(int number) {
  return "2026-03-" + std::string(number < 10 ? "0" : "") + std::to_string(number);
}

/// Sixteen days of 100 answers; the rate of x is `early` before day 9 and `late` from it on.
/// Annotator a0 says x with chance `odd` from day 5 on.
std::vector<test::Row> days(double early, double late, double odd, std::uint64_t seed) {
  base::Random random(seed);
  std::vector<test::Row> rows;
  for (int d = 1; d <= 16; ++d) {
    for (int i = 0; i < 100; ++i) {
      const auto annotator = random.below(6);
      double rate = d < 9 ? early : late;
      if (annotator == 0 && d >= 5 && odd >= 0) rate = odd;
      rows.push_back({std::to_string(d * 1000 + i),
                      "a" + std::to_string(annotator),
                      random.uniform() < rate ? "x" : "y",
                      {day(d) + "T0" + std::to_string(i % 10) + ":00:00Z",
                       std::string(random.below(2) == 0 ? "p" : "q")}});
    }
  }
  return rows;
}

model::RatingsTable table_of(const std::vector<test::Row>& rows) {
  return test::make_table(rows, test::make_spec(model::TaskType::choice, {"time", "kind"}));
}

bias::BiasSpec spec_of() {
  bias::BiasSpec spec;
  spec.labels = {"x"};
  spec.threads = 1;
  spec.cuts = {{1}};
  return spec;
}

}  // namespace

TEST_CASE("a change of the batch is found at its day, and no annotator is blamed for it") {
  const auto table = table_of(days(0.2, 0.45, -1, 3));
  const bias::DriftResult result =
      bias::drift(table, spec_of(), {0, lbl::model::WindowKind::day, 0});
  REQUIRE(result.windows.size() == 16);
  CHECK(result.windows[8].name == "2026-03-09");
  CHECK(result.windows[8].answers == 100);
  REQUIRE(result.series.size() == 1);
  REQUIRE(result.series[0].changes.size() == 1);
  CHECK(result.series[0].changes[0].window == 8);
  CHECK(std::fabs(result.series[0].changes[0].before - 0.2) < 0.05);
  CHECK(std::fabs(result.series[0].changes[0].after - 0.45) < 0.05);
  CHECK(result.series[0].flag);
  for (const auto& annotator : result.annotators) CHECK(!annotator.flag);
  REQUIRE(result.shifts.size() == 15);
  double early = 0;
  double late = 0;
  for (const bias::Shift& shift : result.shifts) (*shift.window < 8 ? early : late) += shift.psi;
  CHECK(late > 3 * early);
}

TEST_CASE("an annotator who drifts alone is told from the batch") {
  const auto table = table_of(days(0.3, 0.3, 0.9, 4));
  const bias::DriftResult result =
      bias::drift(table, spec_of(), {0, lbl::model::WindowKind::day, 0});
  CHECK(result.annotators_tested == 6);
  REQUIRE(!result.annotators.empty());
  const bias::AnnotatorDrift& first = result.annotators.front();
  CHECK(first.annotator == "a0");
  CHECK(first.flag);
  CHECK(result.windows[*first.window].name == "2026-03-05");
  // Beside the others, whose rate is 0.3 all along: not beside a mean that the drift is part of.
  CHECK(std::fabs(first.after - 0.6) < 0.05);
  CHECK(std::fabs(first.before) < 0.08);
}

TEST_CASE("nobody is blamed for drifting away from one who drifts") {
  int blamed = 0;
  constexpr std::uint64_t kBatches = 40;
  for (std::uint64_t seed = 1; seed <= kBatches; ++seed) {
    const auto table = table_of(days(0.3, 0.3, 1.0, seed));
    const bias::DriftResult result = bias::drift(table, spec_of(), {0, model::WindowKind::day, 0});
    REQUIRE(result.annotators.front().annotator == "a0");
    for (const auto& one : result.annotators) blamed += one.flag && one.annotator != "a0" ? 1 : 0;
  }
  // Chance alone flags 5 % of what is flagged: about one in 20 batches.
  CHECK(blamed <= 6);
}

TEST_CASE("the only annotator of a batch is held against nobody") {
  std::vector<test::Row> rows = days(0.2, 0.6, -1, 16);
  for (test::Row& row : rows) row.annotator = "a0";
  const bias::DriftResult result =
      bias::drift(table_of(rows), spec_of(), {0, model::WindowKind::day, 0});
  CHECK(result.annotators_tested == 0);
  CHECK(result.annotators.empty());
}

TEST_CASE("windows are days, weeks from Monday, or so many answers in the order of time") {
  const auto table = table_of(days(0.3, 0.3, -1, 5));
  const auto windows = [&](lbl::model::WindowKind kind, std::uint64_t answers) {
    std::vector<std::pair<std::string, std::uint64_t>> found;
    for (const auto& window : bias::drift(table, spec_of(), {0, kind, answers}).windows) {
      found.emplace_back(window.name, window.answers);
    }
    return found;
  };
  using Windows = std::vector<std::pair<std::string, std::uint64_t>>;
  // 2026-03-01 is a Sunday.
  CHECK(
      windows(lbl::model::WindowKind::week, 0) ==
      Windows{{"2026-02-23", 100}, {"2026-03-02", 700}, {"2026-03-09", 700}, {"2026-03-16", 100}});
  CHECK(windows(lbl::model::WindowKind::answers, 500) ==
        Windows{{"1", 500}, {"2", 500}, {"3", 600}});
}

TEST_CASE("answers without a time are left out, and a field of no times is refused") {
  std::vector<test::Row> rows = days(0.3, 0.3, -1, 6);
  rows[0].slices[0] = "";
  rows[1].slices[0] = "yesterday";
  const bias::DriftResult result =
      bias::drift(table_of(rows), spec_of(), {0, lbl::model::WindowKind::day, 0});
  CHECK(result.untimed == 2);
  CHECK(result.windows[0].answers == 98);
  CHECK(result.notes.size() == 1);
  CHECK_THROWS_AS(bias::drift(table_of(rows), spec_of(), {1, lbl::model::WindowKind::day, 0}),
                  base::Error);
}

TEST_CASE("drift does not depend on the order of rows or threads") {
  std::vector<test::Row> rows = days(0.2, 0.3, 0.6, 7);
  const auto told = [](const bias::DriftResult& result) {
    std::vector<double> figures;
    for (const auto& one : result.series) figures.push_back(*one.p);
    for (const auto& one : result.shifts) figures.push_back(one.psi);
    for (const auto& one : result.annotators) figures.push_back(*one.q);
    return figures;
  };
  const bias::DriftSpec asked{0, lbl::model::WindowKind::answers, 130};
  const auto expected = told(bias::drift(table_of(rows), spec_of(), asked));
  std::reverse(rows.begin(), rows.end());
  bias::BiasSpec spec = spec_of();
  spec.threads = 2;
  CHECK(told(bias::drift(table_of(rows), spec, asked)) == expected);
}

TEST_CASE("a batch beside a former one: differences, shifts, shared items") {
  const auto old = table_of(days(0.2, 0.2, -1, 8));
  const auto now = table_of(days(0.35, 0.35, -1, 9));
  const bias::AgainstResult result = bias::against(now, old, spec_of(), {1});
  REQUIRE(result.differences.size() == 1);
  const auto& one = result.differences[0];
  CHECK(one.flag);
  CHECK(std::fabs(*one.difference.value - 0.15) < 0.05);
  CHECK(one.difference.ci->low < *one.difference.value);
  CHECK(result.shared_items == 1600);
  REQUIRE(result.shifts.size() == 2);
  CHECK(result.shifts[0].field.empty());
  CHECK(result.shifts[0].flag);
  CHECK(result.shifts[1].field == "kind");
  CHECK(!result.shifts[1].flag);
  // A batch beside itself has no difference at all.
  const bias::AgainstResult same = bias::against(now, now, spec_of(), {1});
  CHECK(*same.differences[0].difference.value == 0);
  CHECK(same.shifts[0].psi == 0);
}
