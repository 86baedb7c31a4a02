// Slices by the weights of items: held against batches in which answers stand that many times.
#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "bias/fixtures.hpp"
#include "lbl/bias/bias.hpp"
#include "model/make_table.hpp"

using namespace lbl;

namespace {

/// 300 items of one slice each in column 0 and answers that fall into slices of column 1.
std::vector<test::Row> some_rows(bool numbers) {
  std::mt19937_64 random(12);
  std::vector<test::Row> rows;
  for (int item = 0; item < 300; ++item) {
    const std::string source = item % 3 == 0 ? "forum" : (item % 3 == 1 ? "news" : "chat");
    for (int answer = 0; answer < 3; ++answer) {
      const std::uint64_t drawn = random() % 10;
      const std::string label = numbers ? std::to_string(static_cast<double>(drawn) / 4)
                                : drawn < 3 + static_cast<std::uint64_t>(item % 3) ? "hate"
                                                                                   : "none";
      rows.push_back({"i" + std::to_string(item),
                      "a" + std::to_string((item + 7 * answer) % 40),
                      label,
                      {source, random() % 2 == 0 ? "day" : "night"}});
    }
  }
  return rows;
}

double weight_of(const std::string& item) {
  return 1 + std::stoi(item.substr(1)) % 4;
}

std::vector<double> weights_of(const model::RatingsTable& table, double unit) {
  std::vector<double> weights;
  for (std::uint32_t i = 0; i < table.items.size(); ++i) {
    weights.push_back(unit * weight_of(std::string(table.items.text(i))));
  }
  return weights;
}

/// Every answer as often as the weight of its item says, by people of their own.
std::vector<test::Row> repeated(const std::vector<test::Row>& rows) {
  std::vector<test::Row> all;
  for (const test::Row& row : rows) {
    for (int copy = 0; copy < static_cast<int>(weight_of(row.item)); ++copy) {
      all.push_back(row);
      all.back().annotator += "_" + std::to_string(copy);
    }
  }
  return all;
}

model::RatingsTable table_of(const std::vector<test::Row>& rows, bool numbers) {
  return test::make_table(
      rows, test::make_spec(numbers ? model::TaskType::number : model::TaskType::choice,
                            {"source", "part"}));
}

void check_equal(const stats::Estimate& found, const stats::Estimate& expected, double epsilon) {
  REQUIRE(found.value.has_value() == expected.value.has_value());
  if (!found.value) return;
  CHECK(*found.value == doctest::Approx(*expected.value).epsilon(epsilon));
  REQUIRE(found.se.has_value() == expected.se.has_value());
  if (found.se) CHECK(*found.se == doctest::Approx(*expected.se).epsilon(epsilon));
  REQUIRE(found.ci.has_value() == expected.ci.has_value());
  if (!found.ci) return;
  CHECK(found.ci->low == doctest::Approx(expected.ci->low).epsilon(epsilon));
  CHECK(found.ci->high == doctest::Approx(expected.ci->high).epsilon(epsilon));
}

}  // namespace

TEST_CASE("with items as clusters a weight is the item's answers that many times over") {
  for (const bool numbers : {false, true}) {
    const auto rows = some_rows(numbers);
    bias::BiasSpec spec = test::each_column(2, bias::Cluster::item);
    const bias::BiasResult copies = bias::bias(table_of(repeated(rows), numbers), spec);
    const model::RatingsTable table = table_of(rows, numbers);
    spec.item_weights = weights_of(table, 0.37);
    const bias::BiasResult weighted = bias::bias(table, spec);
    REQUIRE(copies.slices.size() == weighted.slices.size());
    for (std::size_t i = 0; i < copies.slices.size(); ++i) {
      const bias::SliceEntry& expected = copies.slices[i];
      const bias::SliceEntry& found = weighted.slices[i];
      CAPTURE(i);
      check_equal(found.estimate, expected.estimate, 1e-7);
      check_equal(found.difference, expected.difference, 1e-7);
      check_equal(found.ratio, expected.ratio, 1e-7);
      CHECK(found.clusters == expected.clusters);
      CHECK(found.answers < expected.answers);  // what was answered, not what it stands for
      REQUIRE(found.p);
      CHECK(*found.p == doctest::Approx(*expected.p).scale(0).epsilon(1e-6));
    }
    CHECK_FALSE(weighted.disparities.front().p);  // nothing is permuted
  }
}

TEST_CASE("equal weights change no estimate, whatever the clusters") {
  const auto rows = some_rows(false);
  const model::RatingsTable table = table_of(rows, false);
  for (const auto cluster : {bias::Cluster::none, bias::Cluster::item, bias::Cluster::annotator,
                             bias::Cluster::automatic}) {
    bias::BiasSpec spec = test::each_column(2, cluster);
    const bias::BiasResult plain = bias::bias(table, spec);
    spec.item_weights.assign(table.items.size(), 12.5);
    const bias::BiasResult weighted = bias::bias(table, spec);
    for (std::size_t i = 0; i < plain.slices.size(); ++i) {
      CAPTURE(i);
      check_equal(weighted.slices[i].estimate, plain.slices[i].estimate, 1e-12);
      check_equal(weighted.slices[i].difference, plain.slices[i].difference, 1e-12);
      check_equal(weighted.slices[i].odds_ratio, plain.slices[i].odds_ratio, 1e-12);
      CHECK(weighted.slices[i].answers == plain.slices[i].answers);
    }
  }
}

TEST_CASE("an item of weight 0 is as good as left out") {
  const auto rows = some_rows(false);
  std::vector<test::Row> kept;
  for (const test::Row& row : rows) {
    if (weight_of(row.item) > 1) kept.push_back(row);
  }
  bias::BiasSpec spec = test::each_column(2, bias::Cluster::item);
  const bias::BiasResult without = bias::bias(table_of(kept, false), spec);
  const model::RatingsTable table = table_of(rows, false);
  for (std::uint32_t i = 0; i < table.items.size(); ++i) {
    spec.item_weights.push_back(weight_of(std::string(table.items.text(i))) > 1 ? 1 : 0);
  }
  const bias::BiasResult weighted = bias::bias(table, spec);
  REQUIRE(without.slices.size() == weighted.slices.size());
  for (std::size_t i = 0; i < without.slices.size(); ++i) {
    check_equal(weighted.slices[i].estimate, without.slices[i].estimate, 1e-12);
    check_equal(weighted.slices[i].difference, without.slices[i].difference, 1e-12);
  }
}
