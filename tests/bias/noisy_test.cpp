// Differentially private reports: near the truth for a large budget, honest for a small one.
#include "lbl/bias/noisy.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "bias/fixtures.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/random.hpp"

using namespace lbl;

namespace {

std::vector<test::Row> batch(int items, int answers) {
  base::Random random(31);
  std::vector<test::Row> rows;
  for (int i = 0; i < items; ++i) {
    const bool web = i % 2 == 0;
    for (int a = 0; a < answers; ++a) {
      rows.push_back({std::to_string(i),
                      "a" + std::to_string(a),
                      random.uniform() < (web ? 0.3 : 0.5) ? "1" : "2",
                      {i == 7 ? "one of its kind" : (web ? "web" : "app")}});
    }
  }
  return rows;
}

bias::BiasSpec spec_of() {
  bias::BiasSpec spec;
  spec.cuts = {{0}};
  spec.threads = 1;
  return spec;
}

}  // namespace

TEST_CASE("with a large budget noisy figures are those of the answers that count") {
  const auto table =
      test::make_table(batch(2000, 1), test::make_spec(model::TaskType::choice, {"source"}));
  base::SecureRandom random("key");
  bias::PrivacyFacts facts;
  const bias::BiasResult noisy =
      bias::noisy_bias(table, spec_of(), {100, bias::PrivacyUnit::item, 1}, random, facts);
  CHECK(facts.sensitivity == 1);
  const bias::BiasResult exact = bias::bias(table, spec_of());
  for (const std::string slice : {"web", "app"}) {
    for (const std::string label : {"1", "2"}) {
      const auto found = test::entry_of(noisy, "source", slice, label);
      const auto expected = test::entry_of(exact, "source", slice, label);
      CHECK(found.answers == expected.answers);
      CHECK(*found.estimate.value == doctest::Approx(*expected.estimate.value));
    }
  }
  // The slice of one item alone is not told, whatever the budget.
  REQUIRE(noisy.cuts.size() == 1);
  CHECK(noisy.cuts[0].slices.size() == 2);
}

TEST_CASE("intervals of noisy rates hold the truth, and widen with less budget") {
  const auto table =
      test::make_table(batch(3000, 3), test::make_spec(model::TaskType::choice, {"source"}));
  double wide = 0;
  double narrow = 0;
  int covered = 0;
  for (int i = 0; i < 60; ++i) {
    base::SecureRandom random("key " + std::to_string(i));
    bias::PrivacyFacts facts;
    const auto one = test::entry_of(
        bias::noisy_bias(table, spec_of(), {0.05, bias::PrivacyUnit::item, 2}, random, facts),
        "source", "web", "1");
    CHECK(facts.sensitivity == 2);
    covered += one.estimate.ci->low <= 0.3 && 0.3 <= one.estimate.ci->high ? 1 : 0;
    wide += one.estimate.ci->high - one.estimate.ci->low;
    const auto other = test::entry_of(
        bias::noisy_bias(table, spec_of(), {5, bias::PrivacyUnit::item, 2}, random, facts),
        "source", "web", "1");
    narrow += other.estimate.ci->high - other.estimate.ci->low;
    // Two of the three answers to each item count.
    CHECK(std::fabs(static_cast<double>(other.answers) - 3000) < 60);
  }
  CHECK(wide > 1.2 * narrow);
  CHECK(covered >= 52);
}

TEST_CASE("what cannot be told privately is refused") {
  base::SecureRandom random("key");
  bias::PrivacyFacts facts;
  const bias::PrivacySpec privacy{1, bias::PrivacyUnit::item, 2};
  const auto numbers =
      test::make_table(batch(50, 1), test::make_spec(model::TaskType::number, {"source"}));
  CHECK_THROWS_AS(bias::noisy_bias(numbers, spec_of(), privacy, random, facts), base::Error);
  const auto table =
      test::make_table(batch(50, 1), test::make_spec(model::TaskType::choice, {"source"}));
  bias::BiasSpec spec = spec_of();
  spec.measures = {bias::Measure::disagreement};
  CHECK_THROWS_AS(bias::noisy_bias(table, spec, privacy, random, facts), base::Error);
}
