// Two annotators' numbers side by side: Lin's concordance, Bland and Altman's limits, and for any
// number of annotators how far two answers are apart.
#include <cmath>
#include <optional>
#include <vector>

#include "lbl/agree/coefficient.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

namespace {

/// Moments of the numbers of two annotators over the items both answered.
struct Moments {
  double n = 0, mean_x = 0, mean_y = 0;
  double xx = 0, yy = 0, xy = 0;  ///< sums of squares and products around the means
};

Moments moments_of(const Input& input) {
  const PatternTable& rows = input.sample.rows;
  Moments m;
  stats::ExactSum x, y, xx, yy, xy;
  const auto each = [&](auto&& visit) {
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const auto codes = rows.codes_of(row);
      visit(input.numbers[codes[0]], input.numbers[codes[1]],
            static_cast<double>(rows.counts[row]));
    }
  };
  each([&](double a, double b, double count) {
    m.n += count;
    x.add(count * a);
    y.add(count * b);
  });
  m.mean_x = x.value() / m.n;
  m.mean_y = y.value() / m.n;
  each([&](double a, double b, double count) {
    const double da = a - m.mean_x, db = b - m.mean_y;
    xx.add(count * da * da);
    yy.add(count * db * db);
    xy.add(count * da * db);
  });
  m.xx = xx.value();
  m.yy = yy.value();
  m.xy = xy.value();
  return m;
}

std::optional<Figure> unusable_pair(const Sample& sample) {
  if (sample.annotators < 2) {
    return undefined_figure(sample, "no-pairs", "there is only one annotator");
  }
  return std::nullopt;
}

}  // namespace

// Lin (1989), his standard error with the correction of 2000; the interval by Fisher's z. Details:
// Pearson's r, the bias correction factor C_b, location and scale shift.
Figure lin_ccc(const Input& input) {
  const Sample& sample = input.sample;
  if (const auto why_not = unusable_pair(sample)) return *why_not;
  const Moments m = moments_of(input);
  const double difference = m.mean_y - m.mean_x;
  const double largest = (m.xx + m.yy) / m.n + difference * difference;
  if (largest == 0) return one_label_figure(sample);
  Figure figure = figure_of(sample);
  const double p = 2 * m.xy / m.n / largest;
  figure.estimate.value = p;
  if (m.xx == 0 || m.yy == 0) return figure;
  const double r = m.xy / std::sqrt(m.xx * m.yy);
  const double u = difference / std::pow(m.xx / m.n * (m.yy / m.n), 0.25);
  figure.details = {
      {"pearson_r", r}, {"location_shift", u}, {"scale_shift", std::sqrt(m.xx / m.yy)}};
  if (r == 0) return figure;
  figure.details.push_back({"bias_correction", p / r});
  if (m.n <= 2 || std::fabs(p) >= 1) return figure;
  const double r2 = r * r, u2 = u * u;
  const double variance = ((1 - r2) * p * p * (1 - p * p) / r2 + 2 * p * p * p * (1 - p) * u2 / r -
                           0.5 * p * p * p * p * u2 * u2 / r2) /
                          (m.n - 2);
  if (!(variance >= 0)) return figure;
  const double se = without_noise(std::sqrt(variance));
  figure.estimate.se = se;
  const double half = stats::normal_quantile(0.5 + input.level / 2) * se / (1 - p * p);
  figure.estimate.ci = stats::Interval{std::tanh(std::atanh(p) - half),
                                       std::tanh(std::atanh(p) + half), input.level, "z-transform"};
  if (se > 0) {
    figure.p = 2 * stats::normal_cdf(-std::fabs(std::atanh(p) * (1 - p * p) / se));
    figure.p_method = "z-transform";
  }
  return figure;
}

// Bland and Altman (1986; errors of the limits 1999, section 2): the value is the mean difference,
// the first annotator (by name) less the second; p tests that it is 0.
Figure limits_of_agreement(const Input& input) {
  const Sample& sample = input.sample;
  if (const auto why_not = unusable_pair(sample)) return *why_not;
  const Moments m = moments_of(input);
  Figure figure = figure_of(sample);
  const double mean = m.mean_x - m.mean_y;
  figure.estimate.value = mean;
  if (m.n < 2) return figure;
  const double variance = std::max(0.0, m.xx + m.yy - 2 * m.xy) / (m.n - 1);
  const double sd = without_noise(std::sqrt(variance)), se = sd / std::sqrt(m.n);
  const double z = stats::normal_quantile(0.5 + input.level / 2);
  const double t = stats::t_quantile(0.5 + input.level / 2, m.n - 1);
  figure.estimate.se = se;
  figure.estimate.ci = stats::Interval{mean - t * se, mean + t * se, input.level, "analytic"};
  const double limit_se = sd * std::sqrt(1 / m.n + z * z / (2 * (m.n - 1)));
  figure.details = {{"sd", sd},
                    {"lower", mean - z * sd},
                    {"lower_ci_low", mean - z * sd - t * limit_se},
                    {"lower_ci_high", mean - z * sd + t * limit_se},
                    {"upper", mean + z * sd},
                    {"upper_ci_low", mean + z * sd - t * limit_se},
                    {"upper_ci_high", mean + z * sd + t * limit_se}};
  if (se > 0) {
    figure.p = stats::t_two_sided_p(mean / se, m.n - 1);
    figure.p_method = "t";
  }
  return figure;
}

// Mean over the items of the mean distance between two of its answers, items weighed as --missing
// says.
Figure mean_absolute_difference(const Input& input) {
  const Sample& sample = input.sample;
  const PatternTable& patterns = sample.patterns;
  std::vector<double> own(patterns.size(), 0);
  stats::ExactSum sum;
  double weights = 0;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const auto codes = patterns.codes_of(i);
    if (codes.size() < 2) continue;
    // Codes ascend with their numbers: each number is added as often as it is the larger one.
    const auto m = static_cast<double>(codes.size());
    double pairs = 0;
    for (std::size_t j = 0; j < codes.size(); ++j) {
      pairs += input.numbers[codes[j]] * (2 * static_cast<double>(j) + 1 - m);
    }
    own[i] = pairs / (m * (m - 1) / 2);
    const double weight =
        item_weight(input.missing, codes.size()) * static_cast<double>(patterns.counts[i]);
    weights += weight;
    sum.add(weight * own[i]);
  }
  Figure figure = figure_of(sample);
  const double mean = sum.value() / weights;
  figure.estimate.value = mean;
  const auto n = static_cast<double>(sample.items_paired);
  if (n < 2) return figure;
  const double mean_weight = weights / n;
  const double variance = variance_over_items(patterns, sample.items_paired, [&](std::size_t i) {
    const std::size_t answers = patterns.answers(i);
    if (answers < 2) return 0.0;
    return item_weight(input.missing, answers) / mean_weight * (own[i] - mean);
  });
  const double se = without_noise(std::sqrt(variance * (1 - input.sampled_fraction)));
  const double half = stats::t_quantile(0.5 + input.level / 2, n - 1) * se;
  figure.estimate.se = se;
  figure.estimate.ci =
      stats::Interval{std::max(0.0, mean - half), mean + half, input.level, "analytic"};
  return figure;
}

}  // namespace lbl::agree
