// Standard errors and tests by their definitions: sums of residuals over clusters, from the rows.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "bias/fixtures.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/intervals.hpp"

using namespace lbl;
using bias::Cluster;
using test::Row;

namespace {

using OfRow = std::function<double(const Row&)>;
using Inside = std::function<bool(const Row&)>;

bool any_row(const Row&) {
  return true;
}

/// Sum over clusters of the squared sum of `residual`, times G/(G-1), G being the clusters that
/// `counted` rows are in.
double cluster_square(const std::vector<Row>& rows, const OfRow& residual, const Inside& counted,
                      const std::function<std::string(const Row&)>& cluster) {
  std::map<std::string, double> sums;
  for (const Row& row : rows) {
    if (counted(row)) sums[cluster(row)] += residual(row);
  }
  double squares = 0;
  for (const auto& [name, sum] : sums) squares += sum * sum;
  const auto clusters = static_cast<double>(sums.size());
  return squares * clusters / (clusters - 1);
}

/// One-way by item or annotator, or two-way.
double variance(const std::vector<Row>& rows, const OfRow& residual, const Inside& counted,
                Cluster cluster) {
  const auto part = [&](auto name) { return cluster_square(rows, residual, counted, name); };
  const double items = part([](const Row& row) { return row.item; });
  const double annotators = part([](const Row& row) { return row.annotator; });
  if (cluster == Cluster::item) return items;
  if (cluster == Cluster::annotator) return annotators;
  return items + annotators - part([](const Row& row) { return row.item + "/" + row.annotator; });
}

/// The rate of a label in a slice and in its reference, and residuals on both.
struct Rates {
  std::string label;
  double own_rows = 0, own_hits = 0, other_rows = 0, other_hits = 0;

  double hit(const Row& row) const { return row.label == label ? 1 : 0; }
  void count(const Row& row, bool inside) {
    (inside ? own_rows : other_rows) += 1;
    (inside ? own_hits : other_hits) += hit(row);
  }
  double own() const { return own_hits / own_rows; }
  double other() const { return other_hits / other_rows; }
  double own_residual(const Row& row) const { return (hit(row) - own()) / own_rows; }
  double other_residual(const Row& row) const { return (hit(row) - other()) / other_rows; }
};

model::RatingsTable table_of(const std::vector<Row>& rows) {
  return test::make_table(rows,
                          test::make_spec(model::TaskType::choice, {"source", "group", "hour"}));
}

/// One slice of random_rows and how it is clustered.
struct Case {
  std::size_t column;
  std::string cut, slice;
  Cluster asked, used;
};

}  // namespace

TEST_CASE("standard errors are those of residual sums over items, annotators or both") {
  const std::vector<Row> rows = test::random_rows(300, 40, 7);
  const auto table = table_of(rows);
  for (const Case& c : {Case{1, "group", "old", Cluster::automatic, Cluster::item_and_annotator},
                        Case{2, "hour", "night", Cluster::automatic, Cluster::item_and_annotator},
                        Case{2, "hour", "night", Cluster::item, Cluster::item},
                        Case{2, "hour", "night", Cluster::annotator, Cluster::annotator},
                        Case{0, "source", "news", Cluster::annotator, Cluster::annotator}}) {
    INFO(c.cut, " ", c.slice, " ", bias::cluster_name(c.asked));
    const auto inside = [&](const Row& row) { return row.slices[c.column] == c.slice; };
    Rates rates{"hate"};
    for (const Row& row : rows) rates.count(row, inside(row));
    // The residuals of a difference of functions of both rates, by their derivatives.
    const auto standard_error = [&](double own, double other) {
      const auto residual = [&](const Row& row) {
        return inside(row) ? own * rates.own_residual(row) : -other * rates.other_residual(row);
      };
      return std::sqrt(variance(rows, residual, any_row, c.used));
    };
    const bias::BiasResult result = bias::bias(table, test::each_column(3, c.asked));
    const bias::SliceEntry& entry = test::entry_of(result, c.cut, c.slice, "hate");
    const double own = rates.own(), other = rates.other();
    CHECK(entry.cluster == c.used);
    CHECK(*entry.estimate.value == doctest::Approx(own));
    CHECK(*entry.difference.value == doctest::Approx(own - other));
    CHECK(*entry.ratio.value == doctest::Approx(own / other));
    CHECK(*entry.odds_ratio.value == doctest::Approx(own / (1 - own) / (other / (1 - other))));
    CHECK(entry.difference.ci->method == "linearised");
    CHECK(*entry.difference.se == doctest::Approx(standard_error(1, 1)).epsilon(1e-9));
    CHECK(*entry.ratio.se / *entry.ratio.value ==
          doctest::Approx(standard_error(1 / own, 1 / other)).epsilon(1e-9));
    CHECK(*entry.odds_ratio.se / *entry.odds_ratio.value ==
          doctest::Approx(standard_error(1 / own / (1 - own), 1 / other / (1 - other)))
              .epsilon(1e-9));
  }
}

TEST_CASE("slices that share no item have Wilson and Newcombe intervals of effective numbers") {
  const std::vector<Row> rows = test::random_rows(300, 40, 7);
  const bias::BiasResult result =
      bias::bias(table_of(rows), test::each_column(3, Cluster::automatic));
  const bias::SliceEntry& entry = test::entry_of(result, "source", "forum", "hate");
  const auto inside = [](const Row& row) { return row.slices[0] == "forum"; };
  const auto outside = [](const Row& row) { return row.slices[0] != "forum"; };
  Rates rates{"hate"};
  for (const Row& row : rows) rates.count(row, inside(row));
  const double own_variance = variance(
      rows, [&](const Row& row) { return rates.own_residual(row); }, inside, Cluster::item);
  const double other_variance = variance(
      rows, [&](const Row& row) { return rates.other_residual(row); }, outside, Cluster::item);
  const double own = rates.own(), other = rates.other();
  const double own_rows = own * (1 - own) / own_variance;
  const double other_rows = other * (1 - other) / other_variance;

  CHECK(entry.cluster == Cluster::item);
  CHECK(*entry.estimate.se == doctest::Approx(std::sqrt(own_variance)).epsilon(1e-9));
  const auto same = [](const stats::Estimate& estimate, stats::Bounds bounds, const char* method) {
    CHECK(estimate.ci->low == doctest::Approx(bounds.low).epsilon(1e-9));
    CHECK(estimate.ci->high == doctest::Approx(bounds.high).epsilon(1e-9));
    CHECK(estimate.ci->method == method);
  };
  const stats::Proportion first{own * own_rows, own_rows};
  const stats::Proportion second{other * other_rows, other_rows};
  same(entry.estimate, stats::wilson(first, 0.95), "wilson");
  same(entry.difference, stats::newcombe_difference(first, second, 0.95), "newcombe");
  same(entry.ratio, *stats::katz_ratio(first, second, 0.95), "katz");
  same(entry.odds_ratio, *stats::woolf_odds_ratio(first, second, 0.95), "woolf");
  CHECK(*entry.difference.se ==
        doctest::Approx(std::sqrt(own_variance + other_variance)).epsilon(1e-9));
}

TEST_CASE("the Rao-Scott test is Pearson's statistic by its design effect") {
  const std::vector<Row> rows = test::random_rows(400, 50, 11);
  const bias::BiasResult result =
      bias::bias(table_of(rows), test::each_column(3, Cluster::automatic));
  std::set<std::string> items, annotators;
  for (const Row& row : rows) {
    items.insert(row.item);
    annotators.insert(row.annotator);
  }
  for (const Case& c :
       {Case{0, "source", "forum", Cluster::automatic, Cluster::item},
        Case{2, "hour", "night", Cluster::automatic, Cluster::item_and_annotator}}) {
    const bias::SliceEntry& entry = test::entry_of(result, c.cut, c.slice, "none");
    REQUIRE(entry.test == bias::Test::rao_scott);
    const auto inside = [&](const Row& row) { return row.slices[c.column] == c.slice ? 1 : 0; };
    const auto hit = [](const Row& row) { return row.label == "none" ? 1 : 0; };
    // Cells p[slice][hit], and m[slice][hit] as expected under independence.
    double p[2][2] = {{0, 0}, {0, 0}}, m[2][2];
    const auto n = static_cast<double>(rows.size());
    for (const Row& row : rows) p[inside(row)][hit(row)] += 1 / n;
    double pearson = 0, independent = 0, interaction = 0;
    for (int i = 0; i < 2; ++i) {
      for (int j = 0; j < 2; ++j) {
        m[i][j] = (p[i][0] + p[i][1]) * (p[0][j] + p[1][j]);
        pearson += n * (p[i][j] - m[i][j]) * (p[i][j] - m[i][j]) / m[i][j];
        independent += 1 / m[i][j] / n;
        interaction += (i == j ? 1 : -1) * p[i][j] / m[i][j];
      }
    }
    const auto residual = [&](const Row& row) {
      const int i = inside(row), j = hit(row);
      return ((i == j ? 1 : -1) / m[i][j] - interaction) / n;
    };
    const double design_effect = variance(rows, residual, any_row, c.used) / independent;
    const std::size_t clusters = c.used == Cluster::item ? items.size() : annotators.size();
    CHECK(*entry.p == doctest::Approx(stats::f_upper(pearson / design_effect, 1,
                                                     static_cast<double>(clusters) - 1))
                          .epsilon(1e-9));
  }
}

TEST_CASE("the overall rate as reference contains the slice and is computed so") {
  const std::vector<Row> rows = test::random_rows(200, 30, 3);
  bias::BiasSpec spec = test::each_column(3, Cluster::automatic);
  spec.reference = bias::Reference::overall;
  const bias::BiasResult overall = bias::bias(table_of(rows), spec);
  const bias::SliceEntry& entry = test::entry_of(overall, "source", "forum", "hate");
  Rates rates{"hate"};
  for (const Row& row : rows) {
    rates.count(row, false);
    if (row.slices[0] == "forum") rates.count(row, true);
  }
  const auto residual = [&](const Row& row) {
    const double own = row.slices[0] == "forum" ? rates.own_residual(row) : 0;
    return own - rates.other_residual(row);
  };
  CHECK(entry.reference == "overall");
  CHECK(*entry.difference.value == doctest::Approx(rates.own() - rates.other()));
  CHECK(*entry.difference.se ==
        doctest::Approx(std::sqrt(variance(rows, residual, any_row, Cluster::item))).epsilon(1e-9));
  // What is tested is the same question as against the rest.
  spec.reference = bias::Reference::rest;
  const bias::BiasResult rest = bias::bias(table_of(rows), spec);
  CHECK(*entry.p == *test::entry_of(rest, "source", "forum", "hate").p);
}

TEST_CASE("a reference slice is compared within the clusters that both share") {
  const std::vector<Row> rows = test::random_rows(250, 35, 5);
  bias::BiasSpec spec = test::each_column(3, Cluster::item);
  spec.reference = bias::Reference::slice;
  spec.reference_slice = "day";
  const bias::BiasResult result = bias::bias(table_of(rows), spec);
  const bias::SliceEntry& own = test::entry_of(result, "hour", "night", "hate");
  const bias::SliceEntry& reference = test::entry_of(result, "hour", "day", "hate");
  CHECK(own.reference == "day");
  CHECK(*own.difference.value == doctest::Approx(*own.estimate.value - *reference.estimate.value));
  CHECK(reference.difference.reason == "is-reference");
  CHECK_FALSE(reference.p.has_value());
  // With two slices the other one is the rest.
  spec.reference = bias::Reference::rest;
  const bias::BiasResult rest = bias::bias(table_of(rows), spec);
  const bias::SliceEntry& same = test::entry_of(rest, "hour", "night", "hate");
  CHECK(*own.difference.se == doctest::Approx(*same.difference.se));
  CHECK(*own.p == doctest::Approx(*same.p));
  // A cut without that slice falls back to the rest and says so.
  CHECK(test::entry_of(result, "source", "forum", "hate").reference == "rest");
  CHECK(result.notes.size() == 2);
}

TEST_CASE("the jackknife over items agrees with the item-clustered standard error") {
  const std::vector<Row> rows = test::random_rows(250, 30, 13);
  const bias::BiasResult result = bias::bias(table_of(rows), test::each_column(3, Cluster::item));
  const bias::SliceEntry& entry = test::entry_of(result, "hour", "night", "hate");
  std::map<std::string, Rates> of_item;
  Rates all{"hate"};
  for (const Row& row : rows) {
    const bool inside = row.slices[2] == "night";
    all.count(row, inside);
    of_item.emplace(row.item, Rates{"hate"}).first->second.count(row, inside);
  }
  std::vector<double> differences;
  double sum = 0;
  for (const auto& [item, part] : of_item) {
    differences.push_back((all.own_hits - part.own_hits) / (all.own_rows - part.own_rows) -
                          (all.other_hits - part.other_hits) / (all.other_rows - part.other_rows));
    sum += differences.back();
  }
  const auto items = static_cast<double>(differences.size());
  double squares = 0;
  for (const double difference : differences) {
    squares += (difference - sum / items) * (difference - sum / items);
  }
  CHECK(*entry.difference.se ==
        doctest::Approx(std::sqrt(squares * (items - 1) / items)).scale(0).epsilon(0.02));
}
