// The additive model by normal equations written out, and its two ways of solving beside another.
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "lbl/base/random.hpp"
#include "lbl/stats/additive_model.hpp"

using namespace lbl;

namespace {

struct Answers {
  std::vector<std::uint64_t> item_begin{0};
  std::vector<std::uint32_t> annotators;
  std::vector<double> y;
};

Answers made_up(std::size_t items, std::uint32_t annotators, std::uint64_t seed) {
  base::Random random(seed);
  Answers answers;
  for (std::size_t i = 0; i < items; ++i) {
    for (std::uint32_t k = 0; k < 3; ++k) {
      const auto a = static_cast<std::uint32_t>((i + k * (1 + i % 3)) % annotators);
      answers.annotators.push_back(a);
      answers.y.push_back(0.1 * a + static_cast<double>(i % 4) + random.normal());
    }
    answers.item_begin.push_back(answers.annotators.size());
  }
  return answers;
}

}  // namespace

TEST_CASE("effects leave residuals that no annotator and no item can explain") {
  for (const std::uint32_t annotators : {10u, 500u}) {  // directly, and by conjugate gradients
    const Answers answers = made_up(900, annotators, 1);
    const stats::AdditiveModel model(answers.item_begin, answers.annotators, annotators);
    const std::vector<double> effects = model.effects(answers.y);
    const std::vector<double> residuals = model.residuals(answers.y, effects);
    std::vector<double> by_annotator(annotators, 0.0);
    double centre = 0;
    for (std::size_t at = 0; at < residuals.size(); ++at) {
      by_annotator[answers.annotators[at]] += residuals[at];
      centre += effects[answers.annotators[at]];
    }
    for (const double sum : by_annotator) CHECK(std::fabs(sum) < 1e-9);
    for (std::size_t i = 0; i + 1 < answers.item_begin.size(); ++i) {
      double sum = 0;
      for (auto at = answers.item_begin[i]; at < answers.item_begin[i + 1]; ++at) {
        sum += residuals[at];
      }
      CHECK(std::fabs(sum) < 1e-9);
    }
    CHECK(std::fabs(centre) < 1e-8);
    CHECK(model.parts() == 1);
    CHECK(model.degrees() == 2700 - 900 - annotators + 1);
  }
}

TEST_CASE("the variance of an effect is that of its linear form") {
  const Answers answers = made_up(40, 6, 2);
  const stats::AdditiveModel model(answers.item_begin, answers.annotators, 6);
  std::vector<double> squares(6, 0.0);
  for (std::size_t at = 0; at < answers.y.size(); ++at) {
    std::vector<double> unit(answers.y.size(), 0.0);
    unit[at] = 1;
    const std::vector<double> effects = model.effects(unit);
    for (std::size_t a = 0; a < 6; ++a) squares[a] += effects[a] * effects[a];
  }
  for (std::size_t a = 0; a < 6; ++a) {
    CHECK(model.effect_variances()[a] == doctest::Approx(squares[a]).epsilon(1e-9));
  }
}

TEST_CASE("annotators who share no item are parts of their own") {
  const stats::AdditiveModel model({0, 2, 4, 5}, {0, 1, 2, 3, 4}, 5);
  CHECK(model.parts() == 2);
  CHECK(!model.is_connected(4));
  const std::vector<double> effects = model.effects(std::vector<double>{1, 3, 10, 14, 7});
  CHECK(effects[0] == doctest::Approx(-1));
  CHECK(effects[1] == doctest::Approx(1));
  CHECK(effects[2] == doctest::Approx(-2));
  CHECK(effects[3] == doctest::Approx(2));
  CHECK(effects[4] == doctest::Approx(0));
}
