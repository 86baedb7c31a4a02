// Krippendorff's alpha (2011) for any metric, with Gwet's analytic standard error.
#include <cmath>
#include <utility>
#include <vector>

#include "lbl/agree/coefficient.hpp"
#include "lbl/agree/scale.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

namespace {

using stats::ExactSum;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  ExactSum sum;
  for (std::size_t k = 0; k < a.size(); ++k) sum.add(a[k] * b[k]);
  return sum.value();
}

/// Shares of the labels among the answers that can be paired.
std::vector<double> paired_shares(const Sample& sample) {
  std::vector<double> shares;
  for (const std::uint64_t answers : sample.paired_answers) {
    shares.push_back(static_cast<double>(answers) /
                     static_cast<double>(sample.total_paired_answers));
  }
  return shares;
}

/// Ordinal distances are made of the ranks of the answers themselves, so an answer moves the
/// distances as well: adds ratio x d expected - d observed by the share of each label. Sums are of
/// whole numbers size by size, so that the order of the rows cannot change their rounding.
void add_moves_by_rank(const Input& input, const std::vector<double>& shares, double ratio,
                       std::vector<double>& moves) {
  const PatternTable& patterns = input.sample.patterns;
  const std::vector<double> ranks = doubled_mid_ranks(input.sample.paired_answers);
  const std::size_t labels = shares.size();
  const auto n = static_cast<double>(input.sample.total_paired_answers);
  const double unit = (input.kernel.position(labels - 1) - input.kernel.position(0)) /
                      (ranks.back() - ranks.front());
  const double squared_unit = 4 * unit * unit;
  std::vector<double> by_rank(labels), of_size(labels, 0);
  for (std::size_t k = 0; k < labels; ++k) {
    by_rank[k] = ratio * squared_unit * shares[k] * (ranks[k] - n);  // the mean of ranks is n
  }
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const auto codes = patterns.codes_of(i);
    const auto m = static_cast<double>(codes.size());
    if (codes.size() < 2) continue;
    double sum = 0;
    for (const std::uint32_t code : codes) sum += ranks[code];
    const auto count = static_cast<double>(patterns.counts[i]);
    for (const std::uint32_t code : codes) of_size[code] += count * (m * ranks[code] - sum);
    if (i + 1 < patterns.size() && patterns.answers(i + 1) == codes.size()) continue;
    for (std::size_t k = 0; k < labels; ++k) {
      by_rank[k] -= squared_unit * std::exchange(of_size[k], 0) / (n * (m - 1));
    }
  }
  // A doubled rank is 2 n times the share of all lower labels and half of its own.
  double above = 0;
  for (std::size_t k = labels; k-- > 0;) {
    moves[k] += 2 * n * (above + by_rank[k] / 2);
    above += by_rank[k];
  }
}

/// Alpha where the shares of the labels are known: chance is no estimate, so that it needs no
/// N / (N - 1) and adds nothing to the error.
Figure alpha_by_known_shares(const Input& input, double observed, Figure figure) {
  const Sample& sample = input.sample;
  const double expected = *input.known_expected;
  if (expected <= 0) {
    figure.estimate = one_label_figure(sample).estimate;
    return figure;
  }
  figure.estimate.value = 1 - observed / expected;
  if (sample.items_paired < 2) return figure;
  const double mean_answers =
      static_cast<double>(sample.total_paired_answers) / static_cast<double>(sample.items_paired);
  const double variance =
      variance_over_items(sample.patterns, sample.items_paired, [&](std::size_t i) {
        const auto answers = static_cast<double>(sample.patterns.answers(i));
        if (answers < 2) return 0.0;
        return answers / mean_answers * (observed - input.disagreement[i]) / expected;
      });
  add_t_interval(figure, input, variance);
  return figure;
}

}  // namespace

// With N answers on items of two and more, alpha = 1 - observed / (expected N / (N - 1)). The
// standard error is that of 1 - observed / expected: Gwet (2014, section 5.3) corrects his
// p_a' for the N - 1 but not the variance.
Figure krippendorff_alpha(const Input& input) {
  const Sample& sample = input.sample;
  const PatternTable& patterns = sample.patterns;
  const std::vector<double> shares = paired_shares(sample);
  Figure figure = figure_of(sample);
  figure.ratings = sample.total_paired_answers;
  std::size_t labels = 0;
  for (const std::uint64_t answers : sample.paired_answers) labels += answers > 0 ? 1 : 0;
  if (labels < 2 && !input.known_expected) {
    figure.estimate = one_label_figure(sample).estimate;
    return figure;
  }

  const auto n = static_cast<double>(sample.total_paired_answers);
  const double mean_answers = n / static_cast<double>(sample.items_paired);
  ExactSum observed_sum;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    observed_sum.add(static_cast<double>(patterns.answers(i) * patterns.counts[i]) *
                     input.disagreement[i]);
  }
  const double observed = observed_sum.value() / n;
  if (input.known_expected) return alpha_by_known_shares(input, observed, std::move(figure));
  const std::vector<double> slope = input.kernel.spread(shares);
  const double expected = dot(shares, slope);
  figure.estimate.value = 1 - observed / (expected * n / (n - input.unit));
  if (input.value_only) return figure;

  // What one more share of a label does to expected and, by way of the ranks, to observed.
  const double ratio = observed / expected;
  std::vector<double> moves(slope.size());
  for (std::size_t k = 0; k < slope.size(); ++k) moves[k] = 2 * ratio * slope[k];
  if (input.by_rank) add_moves_by_rank(input, shares, ratio, moves);
  const double mean_move = dot(shares, moves);
  const double variance = variance_over_items(patterns, sample.items_paired, [&](std::size_t i) {
    const std::size_t answers = patterns.answers(i);
    if (answers < 2) return 0.0;
    double own = 0;
    for (const std::uint32_t code : patterns.codes_of(i)) own += moves[code];
    const double weight = static_cast<double>(answers) / mean_answers;
    return (weight * (observed - input.disagreement[i] - mean_move) + own / mean_answers) /
           expected;
  });
  if (sample.items_paired > 1) add_t_interval(figure, input, variance);
  return figure;
}

}  // namespace lbl::agree
