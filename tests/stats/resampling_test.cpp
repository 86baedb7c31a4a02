// Multinomial draws and bootstrap intervals: their moments, and that threads change nothing.
#include "lbl/stats/resampling.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

using namespace lbl;

TEST_CASE("a multinomial draw has its size, and every kind its mean and variance") {
  const std::vector<std::uint64_t> counts = {5, 0, 30, 65, 900};
  base::Random random(7);
  std::vector<std::uint64_t> drawn;
  std::vector<double> sums(counts.size(), 0), squares(counts.size(), 0);
  constexpr int kDraws = 4000;
  for (int i = 0; i < kDraws; ++i) {
    stats::draw_multinomial(counts, 1000, random, drawn);
    CHECK(std::accumulate(drawn.begin(), drawn.end(), std::uint64_t{0}) == 1000);
    for (std::size_t k = 0; k < counts.size(); ++k) {
      sums[k] += static_cast<double>(drawn[k]);
      squares[k] += static_cast<double>(drawn[k]) * static_cast<double>(drawn[k]);
    }
  }
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const double p = static_cast<double>(counts[k]) / 1000;
    const double mean = sums[k] / kDraws, variance = squares[k] / kDraws - mean * mean;
    CHECK(std::fabs(mean - 1000 * p) < 5 * std::sqrt(1000 * p * (1 - p) / kDraws) + 1e-9);
    CHECK(std::fabs(variance - 1000 * p * (1 - p)) <= 100 * p * (1 - p));
  }
}

TEST_CASE("the bootstrap of a share has its binomial error, the same on one thread and on two") {
  const std::vector<std::uint64_t> counts = {60, 140};
  const auto share = [](std::span<const std::uint64_t> drawn) {
    return std::vector<double>{static_cast<double>(drawn[0]) /
                               static_cast<double>(drawn[0] + drawn[1])};
  };
  stats::BootstrapSpec spec{2000, 1, "share", 0.95, 1};
  const auto make = [&] { return stats::Statistics(share); };
  const auto one = stats::bootstrap(counts, spec, {0.3}, make);
  spec.threads = 2;
  const auto two = stats::bootstrap(counts, spec, {0.3}, make);
  CHECK(*one[0].se == doctest::Approx(std::sqrt(0.3 * 0.7 / 200)).scale(0).epsilon(0.06));
  CHECK(*one[0].se == *two[0].se);
  CHECK(one[0].percentile->low == two[0].percentile->low);
  REQUIRE(one[0].bca);
  CHECK(one[0].bca->low == two[0].bca->low);
  CHECK(one[0].bca->low == doctest::Approx(0.24).scale(0).epsilon(0.05));
  CHECK(one[0].bca->high == doctest::Approx(0.365).scale(0).epsilon(0.05));
  spec.use = "another";
  CHECK(*stats::bootstrap(counts, spec, {0.3}, make)[0].se != *one[0].se);
}

TEST_CASE("a figure that is undefined in most replicates has no interval") {
  const double none = std::nan("");
  const stats::BootstrapFigure figure =
      stats::bootstrap_figure({none, none, none, 1.0}, 1.0, 0.0, 0.95);
  CHECK(figure.replicates == 4);
  CHECK(figure.undefined == 3);
  CHECK(!figure.percentile);
}

TEST_CASE("without skew and bias BCa is the percentile interval") {
  std::vector<double> replicates;
  for (int i = -500; i <= 500; ++i) replicates.push_back(i);
  const stats::BootstrapFigure figure = stats::bootstrap_figure(replicates, 0.0, 0.0, 0.9);
  REQUIRE(figure.bca);
  CHECK(figure.bca->low == doctest::Approx(figure.percentile->low).epsilon(1e-9));
  CHECK(figure.bca->high == doctest::Approx(figure.percentile->high).epsilon(1e-9));
}

TEST_CASE("of many kinds the acceleration of BCa is that of a sample of their units") {
  constexpr std::size_t kKinds = 2500, kReplicates = 4000;
  std::vector<double> amounts(kKinds);
  for (std::size_t i = 0; i < kKinds; ++i) {  // the quantiles of a skewed distribution
    amounts[i] = -std::log((static_cast<double>(i) + 0.5) / kKinds);
  }
  std::vector<double> computed;
  const auto mean = [&](std::span<const std::uint64_t> drawn) {
    double sum = 0, units = 0;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      sum += static_cast<double>(drawn[i]) * amounts[i];
      units += static_cast<double>(drawn[i]);
    }
    computed.push_back(sum / units);
    return std::vector<double>{sum / units};
  };
  const std::vector<std::uint64_t> once(kKinds, 1);
  const double observed = mean(once).front();
  // For a mean, what a unit does is its distance from it.
  double squares = 0, cubes = 0;
  for (const double amount : amounts) {
    squares += std::pow(amount - observed, 2);
    cubes += std::pow(amount - observed, 3);
  }
  computed.clear();
  const auto found = stats::bootstrap(once, {kReplicates, 3, "many", 0.95, 1}, {observed},
                                      [&] { return stats::Statistics(mean); });
  REQUIRE(computed.size() > kReplicates);
  CHECK(computed.size() <= kReplicates + 500);
  computed.resize(kReplicates);
  const stats::BootstrapFigure of_all = stats::bootstrap_figure(
      std::move(computed), observed, cubes / (6 * std::pow(squares, 1.5)), 0.95);
  REQUIRE(found[0].bca);
  CHECK(found[0].percentile->low == of_all.percentile->low);
  const auto is_near = [](double sampled, double all, double plain) {
    return std::fabs(sampled - all) < 0.3 * std::fabs(plain - all);
  };
  CHECK(is_near(found[0].bca->low, of_all.bca->low, of_all.percentile->low));
  CHECK(is_near(found[0].bca->high, of_all.bca->high, of_all.percentile->high));
}
