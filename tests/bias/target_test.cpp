// A batch beside the shares that it should have: gaps, fit, what to collect, weights.
#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "bias/fixtures.hpp"
#include "lbl/base/error.hpp"

using namespace lbl;

namespace {

/// 60 items of a forum, 30 of news, 10 of a blog; two answers each by people of two teams.
model::RatingsTable batch() {
  std::vector<test::Row> rows;
  for (int i = 0; i < 100; ++i) {
    const std::string source = i < 60 ? "forum" : (i < 90 ? "news" : "blog");
    const std::string lang = i % 4 == 0 ? "ko" : "en";
    rows.push_back({std::to_string(i), "a" + std::to_string(i % 9), "x", {source, lang, "red"}});
    rows.push_back({std::to_string(i),
                    "b" + std::to_string(i % 9),
                    "y",
                    {source, lang, i % 2 ? "red" : "blue"}});
  }
  return test::make_table(rows,
                          test::make_spec(model::TaskType::choice, {"source", "lang", "team"}));
}

}  // namespace

TEST_CASE("gaps, fit and what to collect count items where the slice belongs to the item") {
  const bias::WantedShares wanted{{0}, {{"forum", 0.4}, {"news", 0.4}, {"blog", 0.2}}};
  const bias::TargetField field = bias::compare_with_target(batch(), wanted, 0.95);
  CHECK(field.counts_items);
  CHECK(field.n == 100);
  std::map<std::string, const bias::TargetSlice*> by;
  for (const auto& slice : field.slices) by[*slice.values.front()] = &slice;
  CHECK(*by.at("forum")->gap.value == doctest::Approx(0.2));
  CHECK(by.at("forum")->gap.ci->low == doctest::Approx(0.5020026 - 0.4).scale(0).epsilon(1e-5));
  // 60 of 150 items are 0.4 of them.
  CHECK(by.at("forum")->collect == 0);
  CHECK(by.at("news")->collect == 30);
  CHECK(by.at("blog")->collect == 20);
  CHECK(field.collect == 50);
  CHECK(*field.psi.value ==
        doctest::Approx(0.2 * std::log(1.5) - 0.1 * std::log(0.75) - 0.1 * std::log(0.5)));
  CHECK(*field.chi_square == doctest::Approx(20 * 20 / 40.0 + 10 * 10 / 40.0 + 10 * 10 / 20.0));
  CHECK(field.degrees == 2);
}

TEST_CASE("where people of an item differ, answers are counted, clustered") {
  const bias::WantedShares wanted{{2}, {{"red", 0.5}, {"blue", 0.5}}};
  const bias::TargetField field = bias::compare_with_target(batch(), wanted, 0.95);
  CHECK(!field.counts_items);
  CHECK(field.n == 200);
  CHECK_THROWS_AS(bias::weights_to_target(batch(), {wanted}), base::Error);
}

TEST_CASE("a slice without target, or without items, has no finite index") {
  const bias::TargetField more =
      bias::compare_with_target(batch(), {{0}, {{"forum", 0.5}, {"news", 0.5}}}, 0.95);
  CHECK(more.psi.status == stats::Status::undefined);
  CHECK(!more.collect);
  const bias::WantedShares missing{{0},
                                   {{"forum", 0.5}, {"news", 0.3}, {"blog", 0.1}, {"tv", 0.1}}};
  const bias::TargetField less = bias::compare_with_target(batch(), missing, 0.95);
  CHECK(less.psi.status == stats::Status::undefined);
  CHECK(less.slices.back().collect == 12);
  CHECK_THROWS_AS(bias::weights_to_target(batch(), {missing}), base::Error);
}

TEST_CASE("weights bring the items to several targets at once") {
  const model::RatingsTable table = batch();
  const bias::TargetWeights weights = bias::weights_to_target(
      table,
      {{{0}, {{"forum", 0.4}, {"news", 0.4}, {"blog", 0.2}}}, {{1}, {{"ko", 0.5}, {"en", 0.5}}}});
  CHECK(weights.converged);
  double all = 0;
  double korean = 0;
  double forum = 0;
  for (std::size_t i = 0; i < weights.items.size(); ++i) {
    const int item = std::stoi(std::string(table.items.text(weights.items[i])));
    all += weights.weights[i];
    korean += item % 4 == 0 ? weights.weights[i] : 0;
    forum += item < 60 ? weights.weights[i] : 0;
  }
  CHECK(all == doctest::Approx(100));
  CHECK(korean == doctest::Approx(50));
  CHECK(forum == doctest::Approx(40));
  CHECK(weights.effective < 100);
}
