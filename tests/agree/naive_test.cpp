// Every coefficient beside its definition, on random answers with gaps and all distances.
#include "agree/naive.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "agree/random_answers.hpp"
#include "lbl/agree/agreement.hpp"

using namespace lbl;

namespace {

agree::Figure figure(const std::vector<test::Row>& rows, const std::string& coefficient,
                     const std::string& metric, const std::string& weights,
                     agree::Missing missing = agree::Missing::items) {
  agree::Options options;
  options.coefficients = {coefficient};
  if (!metric.empty()) options.metrics = {metric};
  if (!weights.empty()) options.weights = {weights};
  options.missing = missing;
  const auto table = test::make_table(rows, test::make_spec(model::TaskType::rating));
  const agree::Result result = agree::agreement(table, options);
  REQUIRE(result.measures.size() == 1);
  return result.measures[0].figure;
}

/// The distances for labels 1 to 4, not divided by the largest (which cancels) but for AC and
/// Brennan-Prediger, whose chance agreement needs weights in [0, 1].
test::Metric metric_by_name(const std::string& name) {
  if (name == "linear") return [](double x, double y) { return std::fabs(x - y) / 3; };
  if (name == "quadratic") return [](double x, double y) { return std::pow((x - y) / 3, 2); };
  if (name == "radical") return [](double x, double y) { return std::sqrt(std::fabs(x - y) / 3); };
  if (name == "ratio") {
    return [](double x, double y) { return std::pow((x - y) / (x + y), 2) / std::pow(0.6, 2); };
  }
  if (name == "ordinal") {
    return [](double x, double y) {
      const double d = std::fabs(x - y);
      return d * (d + 1) / 2 / 6;
    };
  }
  if (name == "circular") {
    return [](double x, double y) { return std::pow(std::sin(std::numbers::pi * (x - y) / 4), 2); };
  }
  if (name == "bipolar") {
    return [](double x, double y) {
      return x == y ? 0 : std::pow(x - y, 2) / ((x + y - 2) * (8 - x - y));
    };
  }
  return [](double x, double y) { return x == y ? 0.0 : 1.0; };
}

const std::vector<std::string> kWeights = {"identity", "linear", "quadratic", "ordinal",
                                           "radical",  "ratio",  "circular",  "bipolar"};

constexpr double kClose = 1e-12;

test::ItemWeight item_weight(agree::Missing missing) {
  return [missing](std::size_t m) {
    const auto answers = static_cast<double>(m);
    if (missing == agree::Missing::ratings) return answers;
    if (missing == agree::Missing::pairs) return answers * (answers - 1);
    return 1.0;
  };
}

}  // namespace

TEST_CASE("percent agreement, Fleiss, Conger, AC and Brennan-Prediger follow their definitions") {
  for (const unsigned seed : {1U, 2U, 3U}) {
    const auto rows = test::random_answers({.seed = seed});
    const test::Answers answers = test::answers_of(rows);
    for (const std::string& weights : kWeights) {
      for (const auto missing :
           {agree::Missing::items, agree::Missing::ratings, agree::Missing::pairs}) {
        CAPTURE(weights);
        CAPTURE(agree::missing_name(missing));
        const test::Metric metric = metric_by_name(weights);
        const double observed = test::naive_observed(answers, metric, item_weight(missing));
        const auto value = [&](const std::string& name) {
          return *figure(rows, name, "", weights, missing).estimate.value;
        };
        const double fleiss = test::naive_expected_fleiss(answers, metric);
        const double conger = test::naive_expected_conger(answers, metric);
        CHECK(std::fabs(value("percent_agreement") - (1 - observed)) < kClose);
        CHECK(std::fabs(value("fleiss_kappa") - (1 - observed / fleiss)) < kClose);
        CHECK(std::fabs(value("conger_kappa") - (1 - observed / conger)) < kClose);

        double all_weights = 0;  // of the 4 x 4 labels
        for (int x = 1; x <= 4; ++x) {
          for (int y = 1; y <= 4; ++y) all_weights += 1 - metric(x, y);
        }
        const double alike = test::naive_expected_fleiss(answers, metric_by_name("identity"));
        CHECK(std::fabs(value("gwet_ac") - (1 - observed / (1 - all_weights / 12 * alike))) <
              kClose);
        CHECK(std::fabs(value("brennan_prediger") - (1 - observed / (1 - all_weights / 16))) <
              kClose);
      }
    }
  }
}

TEST_CASE("alpha follows the coincidence matrix for every metric and weighting") {
  for (const unsigned seed : {1U, 2U, 3U}) {
    const auto rows = test::random_answers({.seed = seed, .answered = 0.5});
    const test::Answers answers = test::answers_of(rows);
    const auto check = [&](const std::string& metric, const std::string& weights,
                           const test::Metric& distance) {
      CAPTURE(metric);
      CAPTURE(weights);
      const agree::Figure found = figure(rows, "krippendorff_alpha", metric, weights);
      CHECK(std::fabs(*found.estimate.value - test::naive_alpha(answers, distance)) < kClose);
    };
    check("nominal", "", metric_by_name("identity"));
    check("ordinal", "", test::ordinal_metric(answers));
    check("interval", "", metric_by_name("quadratic"));
    check("ratio", "", metric_by_name("ratio"));
    check("circular", "", metric_by_name("circular"));
    check("bipolar", "", metric_by_name("bipolar"));
    for (const std::string& weights : kWeights) check("", weights, metric_by_name(weights));
  }
}

TEST_CASE("Cohen and Light follow their definitions on the common items of each pair") {
  const auto two = test::random_answers({.seed = 4, .annotators = 2, .answered = 0.8});
  const auto five = test::random_answers({.seed = 5, .items = 80});
  const test::Answers answers_of_two = test::answers_of(two),
                      answers_of_five = test::answers_of(five);
  for (const std::string& weights : kWeights) {
    CAPTURE(weights);
    const test::Metric metric = metric_by_name(weights);
    CHECK(std::fabs(*figure(two, "cohen_kappa", "", weights).estimate.value -
                    test::naive_cohen(answers_of_two, "a0", "a1", metric)) < kClose);
    double sum = 0;
    for (int a = 0; a < 5; ++a) {
      for (int b = a + 1; b < 5; ++b) {
        sum += test::naive_cohen(answers_of_five, "a" + std::to_string(a), "a" + std::to_string(b),
                                 metric);
      }
    }
    const agree::Figure light = figure(five, "light_kappa", "", weights);
    CHECK(std::fabs(*light.estimate.value - sum / 10) < kClose);
    CHECK(light.pairs == 10U);
  }
}

// With two labels linear weights are identity weights, and take no short cut for such pairs.
TEST_CASE("pairs of annotators that met once count as any others do") {
  const auto rows = test::random_answers(
      {.seed = 8, .items = 60, .annotators = 40, .labels = 2, .answered = 0.1});
  const agree::Figure found = figure(rows, "light_kappa", "", "identity"),
                      wanted = figure(rows, "light_kappa", "", "linear");
  CHECK(found.pairs > 100U);
  CHECK(found.pairs == wanted.pairs);
  CHECK(found.estimate.message == wanted.estimate.message);
  CHECK(found.estimate.reason == "undefined-pairs");
  CHECK(*found.estimate.value == doctest::Approx(*wanted.estimate.value).epsilon(1e-12));
  CHECK(*found.estimate.se == doctest::Approx(*wanted.estimate.se).epsilon(1e-12));
}

TEST_CASE("analytic standard errors lie near those of leaving out one item at a time") {
  const auto rows =
      test::random_answers({.seed = 6, .items = 300, .annotators = 4, .answered = 0.9});
  const test::Answers answers = test::answers_of(rows);
  const auto identity = metric_by_name("identity"), quadratic = metric_by_name("quadratic");
  const auto check = [&](const agree::Figure& found,
                         const std::function<double(const test::Answers&)>& statistic) {
    const double jackknife = test::jackknife_error(answers, statistic);
    CHECK(*found.estimate.se == doctest::Approx(jackknife).scale(0).epsilon(0.02));
  };
  const auto one = item_weight(agree::Missing::items), pairs = item_weight(agree::Missing::pairs);
  check(figure(rows, "fleiss_kappa", "", "identity"), [&](const test::Answers& a) {
    return 1 - test::naive_observed(a, identity, one) / test::naive_expected_fleiss(a, identity);
  });
  check(figure(rows, "fleiss_kappa", "", "quadratic", agree::Missing::pairs),
        [&](const test::Answers& a) {
          return 1 - test::naive_observed(a, quadratic, pairs) /
                         test::naive_expected_fleiss(a, quadratic);
        });
  check(figure(rows, "conger_kappa", "", "quadratic"), [&](const test::Answers& a) {
    return 1 - test::naive_observed(a, quadratic, one) / test::naive_expected_conger(a, quadratic);
  });
  check(figure(rows, "light_kappa", "", "identity"), [&](const test::Answers& a) {
    double sum = 0;
    for (const auto& [x, y] : {std::pair{"a0", "a1"},
                               {"a0", "a2"},
                               {"a0", "a3"},
                               {"a1", "a2"},
                               {"a1", "a3"},
                               {"a2", "a3"}}) {
      sum += test::naive_cohen(a, x, y, identity) / 6;
    }
    return sum;
  });
  check(figure(rows, "krippendorff_alpha", "nominal", ""),
        [&](const test::Answers& a) { return test::naive_alpha(a, identity); });
  check(figure(rows, "krippendorff_alpha", "ordinal", ""),
        [&](const test::Answers& a) { return test::naive_alpha(a, test::ordinal_metric(a)); });
}
