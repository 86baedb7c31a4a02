// Multinomial draws, replicates on all threads, percentile and BCa intervals.
#include "lbl/stats/resampling.hpp"

#include <algorithm>
#include <boost/random/binomial_distribution.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "lbl/base/threads.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::stats {

namespace {

/// Up to so many kinds are left out each in turn; of more, so many units drawn at random: the
/// skewness of what units do is then known to about 0.1, and the acceleration to 0.02 / sqrt(N).
constexpr std::size_t kMostLeftOut = 2000;
constexpr std::uint64_t kSampledLeftOut = 500;
constexpr std::size_t kBlocks = 64;  ///< parts of the replicates; each has its own workspace

/// base::Random as Boost.Random sees it.
class Engine {
 public:
  using result_type = std::uint64_t;
  explicit Engine(base::Random& random) : random_(random) {}
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
  result_type operator()() { return random_.next(); }

 private:
  base::Random& random_;
};

/// Linear interpolation between order statistics (Hyndman and Fan 1996, type 7).
double quantile(const std::vector<double>& sorted, double probability) {
  const double at = probability * static_cast<double>(sorted.size() - 1);
  const double below = std::floor(at);
  const auto i = static_cast<std::size_t>(below);
  if (i + 1 >= sorted.size()) return sorted.back();
  return sorted[i] + (at - below) * (sorted[i + 1] - sorted[i]);
}

/// Kinds of which one unit is left out, and how many units each stands for.
struct LeftOut {
  std::vector<std::size_t> kinds;
  std::vector<std::uint64_t> units;
  double share = 1;  ///< of all units that are stood for
};

LeftOut left_out_of(std::span<const std::uint64_t> counts, const BootstrapSpec& spec) {
  std::vector<std::uint64_t> drawn(counts.begin(), counts.end());
  LeftOut left_out;
  if (counts.size() > kMostLeftOut) {
    base::Random random(spec.seed, spec.use + "/left-out");
    draw_multinomial(counts, kSampledLeftOut, random, drawn);
    const auto all = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
    left_out.share = static_cast<double>(kSampledLeftOut) / static_cast<double>(all);
  }
  for (std::size_t kind = 0; kind < drawn.size(); ++kind) {
    if (drawn[kind] == 0) continue;
    left_out.kinds.push_back(kind);
    left_out.units.push_back(drawn[kind]);
  }
  return left_out;
}

/// Efron (1987), eq. 7.3, from the figures without one unit of each of these kinds. Over all units
/// both sums are 1 / share times as large.
std::optional<double> acceleration_of(const LeftOut& left_out, const std::vector<double>& values) {
  ExactSum sum, squares, cubes;
  double units = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) return std::nullopt;
    const auto count = static_cast<double>(left_out.units[i]);
    units += count;
    sum.add(count * values[i]);
  }
  const double mean = sum.value() / units;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double d = mean - values[i];
    squares.add(static_cast<double>(left_out.units[i]) * d * d);
    cubes.add(static_cast<double>(left_out.units[i]) * d * d * d);
  }
  const double scale = std::pow(squares.value(), 1.5);
  if (!(scale > 0)) return std::nullopt;
  return std::sqrt(left_out.share) * cubes.value() / (6 * scale);
}

std::vector<std::optional<double>> accelerations(std::span<const std::uint64_t> counts,
                                                 const BootstrapSpec& spec, std::size_t figures,
                                                 const std::function<Statistics()>& make) {
  const LeftOut left_out = left_out_of(counts, spec);
  std::vector<std::vector<double>> values(figures, std::vector<double>(left_out.kinds.size(), 0));
  const std::size_t blocks = std::min(kBlocks, left_out.kinds.size());
  base::parallel_for(spec.threads, blocks, [&](std::size_t block) {
    const Statistics statistics = make();
    std::vector<std::uint64_t> without(counts.begin(), counts.end());
    for (std::size_t i = block; i < left_out.kinds.size(); i += blocks) {
      std::uint64_t& count = without[left_out.kinds[i]];
      --count;
      const std::vector<double> found = statistics(without);
      ++count;
      for (std::size_t f = 0; f < figures; ++f) values[f][i] = found[f];
    }
  });
  std::vector<std::optional<double>> result;
  for (const auto& figure : values) result.push_back(acceleration_of(left_out, figure));
  return result;
}

/// Efron (1987), eq. 2.3; none when all replicates lie on one side of the value.
std::optional<Interval> bca_interval(const std::vector<double>& sorted, double observed,
                                     double acceleration, double level) {
  double below = 0;
  for (const double value : sorted) below += value < observed ? 1 : (value == observed ? 0.5 : 0);
  const double share = below / static_cast<double>(sorted.size());
  if (share <= 0 || share >= 1) return std::nullopt;
  const double z0 = normal_quantile(share);
  const auto end = [&](double z) {
    const double shifted = z0 + z;
    return quantile(sorted, normal_cdf(z0 + shifted / (1 - acceleration * shifted)));
  };
  const double z = normal_quantile(0.5 + level / 2);
  return Interval{end(-z), end(z), level, "bca"};
}

}  // namespace

void draw_multinomial(std::span<const std::uint64_t> counts, std::uint64_t draws,
                      base::Random& random, std::vector<std::uint64_t>& drawn) {
  drawn.assign(counts.size(), 0);
  std::uint64_t left = 0;
  for (const std::uint64_t count : counts) left += count;
  Engine engine(random);
  for (std::size_t i = 0; i < counts.size() && draws > 0; ++i) {
    if (counts[i] == 0) continue;
    if (counts[i] == left) {
      drawn[i] = draws;
      return;
    }
    const double share = static_cast<double>(counts[i]) / static_cast<double>(left);
    boost::random::binomial_distribution<std::int64_t, double> binomial(
        static_cast<std::int64_t>(draws), share);
    drawn[i] = static_cast<std::uint64_t>(binomial(engine));
    draws -= drawn[i];
    left -= counts[i];
  }
}

BootstrapFigure bootstrap_figure(std::vector<double> replicates, double observed,
                                 std::optional<double> acceleration, double level) {
  BootstrapFigure figure;
  figure.replicates = replicates.size();
  replicates.erase(std::remove_if(replicates.begin(), replicates.end(),
                                  [](double value) { return !std::isfinite(value); }),
                   replicates.end());
  figure.undefined = figure.replicates - replicates.size();
  // With half of the replicates undefined the rest are a picked sample.
  if (replicates.size() < 2 || figure.undefined * 2 > figure.replicates) return figure;
  std::sort(replicates.begin(), replicates.end());
  const auto n = static_cast<double>(replicates.size());
  const double mean = exact_sum(replicates) / n;
  ExactSum squares;
  for (const double value : replicates) squares.add((value - mean) * (value - mean));
  figure.se = std::sqrt(squares.value() / (n - 1));
  figure.percentile = Interval{quantile(replicates, 0.5 - level / 2),
                               quantile(replicates, 0.5 + level / 2), level, "percentile"};
  if (acceleration && std::isfinite(observed)) {
    figure.bca = bca_interval(replicates, observed, *acceleration, level);
  }
  return figure;
}

std::vector<BootstrapFigure> bootstrap(std::span<const std::uint64_t> counts,
                                       const BootstrapSpec& spec,
                                       const std::vector<double>& observed,
                                       const std::function<Statistics()>& make) {
  const std::size_t figures = observed.size();
  std::uint64_t units = 0;
  for (const std::uint64_t count : counts) units += count;
  std::vector<std::vector<double>> replicates(
      figures, std::vector<double>(spec.replicates, std::numeric_limits<double>::quiet_NaN()));
  const std::size_t blocks = std::min<std::size_t>(kBlocks, spec.replicates);
  base::parallel_for(spec.threads, blocks, [&](std::size_t block) {
    const Statistics statistics = make();
    std::vector<std::uint64_t> drawn;
    for (std::size_t r = block; r < spec.replicates; r += blocks) {
      base::Random random(spec.seed, spec.use + "/" + std::to_string(r));
      draw_multinomial(counts, units, random, drawn);
      const std::vector<double> values = statistics(drawn);
      for (std::size_t f = 0; f < figures; ++f) replicates[f][r] = values[f];
    }
  });
  const auto acceleration = accelerations(counts, spec, figures, make);
  std::vector<BootstrapFigure> result;
  for (std::size_t f = 0; f < figures; ++f) {
    result.push_back(
        bootstrap_figure(std::move(replicates[f]), observed[f], acceleration[f], spec.level));
  }
  return result;
}

}  // namespace lbl::stats
