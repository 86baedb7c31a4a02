// Standard errors of spans beside the jackknife over items, which knows nothing of derivatives.
#include <doctest/doctest.h>

#include <cmath>

#include "agree/shapes.hpp"
#include "lbl/base/random.hpp"

using namespace lbl;
using agree::ShapeAsk;
using agree::ShapeDetail;

namespace {

/// Texts of different lengths with spans that three annotators see nearly alike.
std::vector<std::pair<double, test::MarkedLines>> random_batch(std::size_t items) {
  base::Random random(21);
  std::vector<std::pair<double, test::MarkedLines>> batch;
  for (std::size_t i = 0; i < items; ++i) {
    const auto length = static_cast<double>(40 + random.below(60));
    test::MarkedLines lines(2 + random.below(2));
    for (double at = 0; at + 12 < length; at += static_cast<double>(8 + random.below(12))) {
      const auto size = static_cast<double>(2 + random.below(5));
      const auto label = static_cast<std::uint32_t>(random.below(3));
      for (auto& line : lines) {
        if (random.below(5) == 0) continue;
        const auto moved = at + static_cast<double>(random.below(3));
        const auto other = static_cast<std::uint32_t>(random.below(3));
        line.push_back({moved, moved + size, random.below(6) == 0 ? other : label});
      }
    }
    batch.emplace_back(length, std::move(lines));
  }
  return batch;
}

constexpr std::size_t kAll = static_cast<std::size_t>(-1);

/// All scores of a formula, without one item.
std::vector<agree::ShapeScore> scores(const std::vector<std::pair<double, test::MarkedLines>>& all,
                                      std::size_t without, agree::UnitFormula formula,
                                      ShapeDetail detail, agree::Extent extent) {
  test::SpanBatch batch(3, extent);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i != without) batch.add(all[i].first, all[i].second);
  }
  ShapeAsk ask;
  ask.detail = detail;
  return formula(batch.sample(), ask);
}

}  // namespace

TEST_CASE("standard errors of spans are those of the jackknife") {
  const auto all = random_batch(120);
  const auto n = static_cast<double>(all.size());
  for (const agree::UnitFormula formula :
       {agree::alpha_u, agree::u_alpha, agree::span_f1, agree::boundary_similarity, agree::p_k,
        agree::token_kappa, agree::token_alpha}) {
    for (const ShapeDetail detail : {ShapeDetail::whole, ShapeDetail::labels}) {
      for (const agree::Extent extent : {agree::Extent::counted, agree::Extent::measured}) {
        const auto whole = scores(all, kAll, formula, detail, extent);
        std::vector<double> sums(whole.size(), 0), squares(whole.size(), 0);
        for (std::size_t left_out = 0; left_out < all.size(); ++left_out) {
          const auto rest = scores(all, left_out, formula, detail, extent);
          for (std::size_t i = 0; i < whole.size(); ++i) {
            const double shift = rest[i].score.value.value() - whole[i].score.value.value();
            sums[i] += shift;
            squares[i] += shift * shift;
          }
        }
        for (std::size_t i = 0; i < whole.size(); ++i) {
          CAPTURE(whole[i].metric);
          CAPTURE(*whole[i].score.value);
          const double jackknife = std::sqrt((n - 1) / n * (squares[i] - sums[i] * sums[i] / n));
          const agree::Figure figure =
              agree::score_figure(whole[i].score, {all.size(), all.size(), 0, 3}, 0.95, 0);
          CHECK(figure.estimate.se.value() == doctest::Approx(jackknife).scale(0).epsilon(0.03));
        }
      }
    }
  }
}

TEST_CASE("a score is counted again as that of the batch in which items stand so often") {
  const auto all = random_batch(40);
  base::Random random(5);
  for (int draw = 0; draw < 5; ++draw) {
    std::vector<std::uint64_t> counts(all.size());
    std::vector<std::pair<double, test::MarkedLines>> drawn;
    for (std::size_t i = 0; i < all.size(); ++i) {
      counts[i] = draw == 0 ? 1 : random.below(3);
      for (std::uint64_t copy = 0; copy < counts[i]; ++copy) drawn.push_back(all[i]);
    }
    for (const agree::UnitFormula formula :
         {agree::alpha_u, agree::u_alpha, agree::span_f1, agree::boundary_similarity, agree::p_k,
          agree::window_diff, agree::token_kappa, agree::token_alpha}) {
      for (const ShapeDetail detail : {ShapeDetail::whole, ShapeDetail::labels}) {
        for (const agree::Extent extent : {agree::Extent::counted, agree::Extent::measured}) {
          const auto whole = scores(all, kAll, formula, detail, extent);
          const auto expected = scores(drawn, kAll, formula, detail, extent);
          for (std::size_t i = 0; i < whole.size(); ++i) {
            CAPTURE(whole[i].metric);
            const double value = whole[i].score.recount(counts);
            CHECK(value == doctest::Approx(*expected[i].score.value).epsilon(1e-11));
          }
        }
      }
    }
  }
}

TEST_CASE("gamma is counted again with the chance that each item has") {
  const auto all = random_batch(12);
  const auto whole = scores(all, kAll, agree::gamma, ShapeDetail::whole, agree::Extent::counted);
  const std::vector<std::uint64_t> once(all.size(), 1), thrice(all.size(), 3);
  for (const agree::ShapeScore& scored : whole) {
    CHECK(scored.score.recount(once) == doctest::Approx(*scored.score.value).epsilon(1e-12));
    CHECK(scored.score.recount(thrice) == doctest::Approx(*scored.score.value).epsilon(1e-12));
    // An item that counts once more moves the value by its influence, but for what is smaller.
    std::vector<std::uint64_t> heavy(all.size(), 1000);
    heavy[4] += 1;
    const double moved = (scored.score.recount(heavy) - *scored.score.value) * 1000;
    CHECK(moved == doctest::Approx(scored.score.influence[4]).scale(0).epsilon(0.01));
  }
}
