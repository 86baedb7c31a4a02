// Kendall's coefficient of concordance, corrected for ties.
#include <algorithm>
#include <numeric>
#include <vector>

#include "lbl/agree/coefficient.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

// Kendall and Smith (1939), ties by Kendall (1970, section 6.9): each annotator ranks the items by
// their ratings; W = 12 S / (k^2 (n^3 - n) - k T), T the sum of t^3 - t over ties. Twice a mid-rank
// is whole, so all sums are exact. p: chi-square k (n - 1) W on n - 1 degrees.
Figure kendall_w(const Input& input) {
  const Sample& sample = input.sample;
  const PatternTable& rows = sample.rows;
  if (sample.annotators < 2) {
    return undefined_figure(sample, "no-pairs", "there is only one annotator");
  }
  if (sample.items_rated < 2) {
    return undefined_figure(sample, "one-item", "one item cannot be ranked");
  }
  const auto n = static_cast<double>(sample.items_rated);
  const auto k = static_cast<double>(sample.annotators);
  std::vector<double> ranks(rows.size(), 0);  // doubled, summed over annotators
  std::vector<std::size_t> order(rows.size());
  stats::ExactSum ties;
  for (std::size_t j = 0; j < sample.annotators; ++j) {
    const auto number = [&](std::size_t row) { return input.numbers[rows.codes_of(row)[j]]; };
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return number(a) < number(b); });
    double below = 0;
    for (std::size_t i = 0; i < order.size();) {
      std::size_t end = i;
      double tied = 0;
      for (; end < order.size() && number(order[end]) == number(order[i]); ++end) {
        tied += static_cast<double>(rows.counts[order[end]]);
      }
      for (; i < end; ++i) ranks[order[i]] += 2 * below + tied + 1;
      ties.add(tied * tied * tied - tied);
      below += tied;
    }
  }
  stats::ExactSum squares;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const double d = (ranks[row] - k * (n + 1)) / 2;
    squares.add(static_cast<double>(rows.counts[row]) * d * d);
  }
  const double largest = k * k * (n * n * n - n) - k * ties.value();
  if (largest <= 0) return one_label_figure(sample);
  Figure figure = figure_of(sample);
  const double w = 12 * squares.value() / largest;
  figure.estimate.value = w;
  const double chi_square = k * (n - 1) * w;
  figure.details = {{"chi_square", chi_square}, {"df", n - 1}};
  figure.p = stats::chi_square_upper(chi_square, n - 1);
  figure.p_method = "chi-square";
  return figure;
}

}  // namespace lbl::agree
