// Linearisation, intervals and undefined figures.
#include "lbl/agree/figure.hpp"

#include <algorithm>
#include <cmath>

#include "lbl/stats/distributions.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

namespace {

void add_interval(Figure& figure, double se, double half_width, double level) {
  const double value = *figure.estimate.value;
  figure.estimate.se = se;
  figure.estimate.ci = stats::Interval{std::max(-1.0, value - half_width),
                                       std::min(1.0, value + half_width), level, "analytic"};
}

}  // namespace

Figure figure_of(const Sample& sample) {
  Figure figure;
  figure.items = sample.items_paired;
  figure.items_rated = sample.items_rated;
  figure.ratings = sample.total_answers;
  figure.annotators = sample.annotators;
  return figure;
}

Figure undefined_figure(const Sample& sample, const std::string& reason,
                        const std::string& message) {
  Figure figure = figure_of(sample);
  figure.estimate = stats::Estimate::undefined(reason, message);
  return figure;
}

Figure one_label_figure(const Sample& sample) {
  return undefined_figure(sample, "one-label",
                          "all answers are one label, so there is no chance to correct for");
}

double item_weight(Missing missing, std::size_t answers) {
  if (answers < 2) return 0;
  const auto m = static_cast<double>(answers);
  switch (missing) {
    case Missing::ratings:
      return m;
    case Missing::pairs:
      return m * (m - 1);
    default:
      return 1;
  }
}

double observed_disagreement(const Input& input) {
  const PatternTable& patterns = input.sample.patterns;
  stats::ExactSum sum;
  double weights = 0;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const double weight =
        item_weight(input.missing, patterns.answers(i)) * static_cast<double>(patterns.counts[i]);
    weights += weight;  // whole numbers: exact
    sum.add(weight * input.disagreement[i]);
  }
  return sum.value() / weights;
}

double variance_over_items(const PatternTable& patterns, std::uint64_t items,
                           const std::function<double(std::size_t)>& deviation) {
  stats::ExactSum squares;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const double d = deviation(i);
    squares.add(d * d * static_cast<double>(patterns.counts[i]));
  }
  const auto n = static_cast<double>(items);
  return squares.value() / (n * (n - 1));
}

double without_noise(double se) {
  constexpr double kRoundingNoise = 1e-12;
  return se < kRoundingNoise ? 0 : se;
}

void add_t_interval(Figure& figure, const Input& input, double variance) {
  if (figure.items_rated < 2 || !std::isfinite(variance)) return;
  const double degrees = static_cast<double>(figure.items_rated) - 1;
  const double se = without_noise(std::sqrt(variance * (1 - input.sampled_fraction)));
  const double t = stats::t_quantile(0.5 + input.level / 2, degrees);
  add_interval(figure, se, t * se, input.level);
  // Without variance between items a test has nothing to stand on.
  if (se == 0) return;
  figure.p = stats::t_two_sided_p(*figure.estimate.value / se, degrees);
  figure.p_method = "t";
}

void add_normal_interval(Figure& figure, double se, double level) {
  add_interval(figure, se, stats::normal_quantile(0.5 + level / 2) * se, level);
}

Figure chance_corrected(const Input& input, const PatternTable& patterns,
                        const std::vector<double>& disagreement, double expected,
                        const std::function<double(std::size_t)>& excess) {
  const Sample& sample = input.sample;
  Figure figure = figure_of(sample);
  const double observed = observed_disagreement(input);
  const double value = 1 - observed / expected;
  figure.estimate.value = value;
  if (input.value_only) return figure;

  double weights = 0;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    weights +=
        item_weight(input.missing, patterns.answers(i)) * static_cast<double>(patterns.counts[i]);
  }
  const double mean_weight = weights / static_cast<double>(sample.items_rated);
  // Gwet takes the number of items with two answers as given; the weights of the other conventions
  // vary with the item, so their mean moves with it as well.
  const bool given = input.missing == Missing::items || input.missing == Missing::listwise;
  const double centre = given ? expected : observed;
  const auto deviation = [&](std::size_t i) {
    const double share = item_weight(input.missing, patterns.answers(i)) / mean_weight;
    const double from_observed = share * (centre - disagreement[i]) / expected;
    const double from_expected = 2 * (1 - value) * excess(i) / expected;
    return from_observed + from_expected - (given ? value : 0);
  };
  const double variance = variance_over_items(patterns, sample.items_rated, deviation);
  add_t_interval(figure, input, variance);
  return figure;
}

Figure chance_corrected(const Input& input, double expected, const std::vector<double>& slope) {
  const Sample& sample = input.sample;
  stats::ExactSum mean;
  for (std::size_t k = 0; k < slope.size(); ++k) mean.add(sample.shares[k] * slope[k]);
  const double mean_slope = mean.value();
  return chance_corrected(input, sample.patterns, input.disagreement, expected, [&](std::size_t i) {
    double sum = 0;
    for (const std::uint32_t code : sample.patterns.codes_of(i)) {
      sum += slope[code];
    }
    return sum / static_cast<double>(sample.patterns.answers(i)) - mean_slope;
  });
}

}  // namespace lbl::agree
