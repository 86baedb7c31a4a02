// The intraclass correlation in six forms (Shrout and Fleiss 1979; McGraw and Wong 1996).
#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include "lbl/agree/coefficient.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

namespace {

// Two-way random effects for one rating, what most people mean, comes first.
constexpr std::array<std::string_view, 6> kForms = {"2", "1", "3", "2k", "1k", "3k"};

/// The analysis of variance of items x annotators. All sums are exact, so that neither the order of
/// the rows nor the names of the annotators change a digit.
struct Variance {
  double items = 0, annotators = 0;
  double between_items = 0, within_items = 0, between_annotators = 0, residual = 0;  ///< means
};

Variance variance_of(const Input& input) {
  const PatternTable& rows = input.sample.rows;
  Variance v;
  v.items = static_cast<double>(input.sample.items_rated);
  v.annotators = static_cast<double>(input.sample.annotators);
  const std::size_t k = rows.size() == 0 ? 0 : rows.answers(0);
  std::vector<stats::ExactSum> columns(k);
  std::vector<double> means, sorted;
  stats::ExactSum all;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto codes = rows.codes_of(row);
    const auto count = static_cast<double>(rows.counts[row]);
    sorted.clear();
    for (std::size_t j = 0; j < k; ++j) {
      sorted.push_back(input.numbers[codes[j]]);
      columns[j].add(count * sorted[j]);
    }
    std::sort(sorted.begin(), sorted.end());
    double sum = 0;
    for (const double x : sorted) sum += x;
    means.push_back(sum / v.annotators);
    all.add(count * sum);
  }
  const double grand = all.value() / (v.items * v.annotators);
  std::vector<double> column_means;
  stats::ExactSum items, within, annotators, residual;
  for (const stats::ExactSum& column : columns) {
    column_means.push_back(column.value() / v.items);
    const double d = column_means.back() - grand;
    annotators.add(v.items * d * d);
  }
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto codes = rows.codes_of(row);
    const auto count = static_cast<double>(rows.counts[row]);
    const double d = means[row] - grand;
    items.add(count * v.annotators * d * d);
    for (std::size_t j = 0; j < k; ++j) {
      const double w = input.numbers[codes[j]] - means[row];
      const double e = w - (column_means[j] - grand);
      within.add(count * w * w);
      residual.add(count * e * e);
    }
  }
  v.between_items = items.value() / (v.items - 1);
  v.within_items = within.value() / (v.items * (v.annotators - 1));
  v.between_annotators = annotators.value() / (v.annotators - 1);
  v.residual = residual.value() / ((v.items - 1) * (v.annotators - 1));
  return v;
}

struct Bounds {
  double low, high;
};

/// Of one rating under consistency or one-way: (F - 1) / (F + k - 1) at both ends of F.
Bounds bounds_of_f(double f, double k, double degrees1, double degrees2, double tail) {
  const double low = f / stats::f_quantile(tail, degrees1, degrees2);
  const double high = f * stats::f_quantile(tail, degrees2, degrees1);
  return {(low - 1) / (low + k - 1), (high - 1) / (high + k - 1)};
}

/// Of one rating under absolute agreement (Shrout and Fleiss 1979, p. 424), with Satterthwaite's
/// degrees of freedom.
Bounds bounds_of_agreement(const Variance& v, double icc, double tail) {
  const double n = v.items, k = v.annotators;
  const double fj = v.between_annotators / v.residual;
  const double a = k * icc * fj, b = n * (1 + (k - 1) * icc) - k * icc;
  const double degrees = (k - 1) * (n - 1) * (a + b) * (a + b) / ((n - 1) * a * a + b * b);
  const double rest = k * v.between_annotators + (k * n - k - n) * v.residual;
  const double up = stats::f_quantile(tail, n - 1, degrees);
  const double down = stats::f_quantile(tail, degrees, n - 1);
  return {n * (v.between_items - up * v.residual) / (up * rest + n * v.between_items),
          n * (down * v.between_items - v.residual) / (rest + n * down * v.between_items)};
}

/// Spearman and Brown: the same for the mean of k ratings.
double of_mean(double icc, double k) {
  return k * icc / (1 + (k - 1) * icc);
}

double single_score(const Variance& v, char form) {
  const double n = v.items, k = v.annotators;
  if (form == '1') {
    return (v.between_items - v.within_items) / (v.between_items + (k - 1) * v.within_items);
  }
  const double consistency = v.between_items + (k - 1) * v.residual;
  if (form == '3') return (v.between_items - v.residual) / consistency;
  return (v.between_items - v.residual) /
         (consistency + k * (v.between_annotators - v.residual) / n);
}

}  // namespace

std::span<const std::string_view> icc_forms() {
  return kForms;
}

// F tests that the correlation is 0; the interval of a mean is that of one rating by Spearman and
// Brown, as R's psych does.
Figure icc(const Input& input) {
  const Sample& sample = input.sample;
  if (sample.annotators < 2) {
    return undefined_figure(sample, "no-pairs", "there is only one annotator");
  }
  Figure figure = figure_of(sample);
  if (sample.items_rated < 2) {
    return undefined_figure(sample, "one-item", "one item has no variance between items");
  }
  const Variance v = variance_of(input);
  const char form = input.form.front();
  const bool of_k = input.form.size() > 1;
  const double n = v.items, k = v.annotators;
  if (v.between_items == 0 && v.within_items == 0) return one_label_figure(sample);
  const double error = form == '1' ? v.within_items : v.residual;
  const double single = single_score(v, form);
  const double value = of_k ? of_mean(single, k) : single;
  if (!std::isfinite(value) || (of_k && single <= -1 / (k - 1))) {
    return undefined_figure(sample, "no-variance", "the items do not differ at all on average");
  }
  figure.estimate.value = value;
  if (error <= 0) return figure;  // perfect: F is infinite
  const double f = v.between_items / error;
  const double degrees1 = n - 1, degrees2 = form == '1' ? n * (k - 1) : (n - 1) * (k - 1);
  figure.details = {{"f", f}, {"df1", degrees1}, {"df2", degrees2}};
  figure.p = stats::f_upper(f, degrees1, degrees2);
  figure.p_method = "f";
  const double tail = 0.5 + input.level / 2;
  Bounds bounds = form == '2' ? bounds_of_agreement(v, single, tail)
                              : bounds_of_f(f, k, degrees1, degrees2, tail);
  if (of_k) bounds = {of_mean(bounds.low, k), of_mean(bounds.high, k)};
  if (std::isfinite(bounds.low) && std::isfinite(bounds.high)) {
    figure.estimate.ci = stats::Interval{bounds.low, bounds.high, input.level, "f"};
  }
  return figure;
}

}  // namespace lbl::agree
