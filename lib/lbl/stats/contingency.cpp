// Tests of independence in tables of counts.
#include "lbl/stats/contingency.hpp"

#include <algorithm>
#include <cmath>

#include "lbl/stats/distributions.hpp"

namespace lbl::stats {
namespace {

/// The hypergeometric probabilities of cell a given the margins, up to a common factor, by the
/// ratio of neighbours from the mode outwards. Extended precision has the exponents for tables of
/// thousands, where the far tail leaves the range of a double.
class HypergeometricWeights {
 public:
  HypergeometricWeights(double row, double column, double total)
      : row_(row), column_(column), total_(total) {
    first_ = std::max(0.0, row + column - total);
    const double last = std::min(row, column);
    weights_.assign(static_cast<std::size_t>(last - first_) + 1, 1.0L);
    const double mode =
        std::clamp(std::floor((row + 1) * (column + 1) / (total + 2)), first_, last);
    const auto centre = static_cast<std::size_t>(mode - first_);
    for (std::size_t i = centre; i + 1 < weights_.size(); ++i) {
      weights_[i + 1] = weights_[i] * ratio_to_next(i);
    }
    for (std::size_t i = centre; i > 0; --i) {
      weights_[i - 1] = weights_[i] / ratio_to_next(i - 1);
    }
  }

  /// The share of probability in cells that are not more likely than `cell`.
  double not_more_likely(double cell) const {
    const long double limit = weights_[static_cast<std::size_t>(cell - first_)] * (1 + 1e-7L);
    long double extreme = 0;
    long double all = 0;
    for (const long double weight : weights_) {
      all += weight;
      if (weight <= limit) extreme += weight;
    }
    return static_cast<double>(extreme / all);
  }

 private:
  /// P(a + 1) / P(a) at a = first_ + i.
  long double ratio_to_next(std::size_t i) const {
    const long double a = static_cast<long double>(first_) + static_cast<long double>(i);
    return (row_ - a) * (column_ - a) / ((a + 1) * (total_ - row_ - column_ + a + 1));
  }

  double row_, column_, total_;
  double first_ = 0;
  std::vector<long double> weights_;
};

}  // namespace

std::optional<ChiSquare> chi_square(const CountTable& table) {
  const std::size_t rows = table.rows();
  std::vector<double> row_sums(rows, 0.0);
  std::vector<double> column_sums(table.columns, 0.0);
  double total = 0;
  for (std::size_t i = 0; i < rows * table.columns; ++i) {
    row_sums[i / table.columns] += table.counts[i];
    column_sums[i % table.columns] += table.counts[i];
    total += table.counts[i];
  }
  const auto used = [](double sum) { return sum > 0; };
  const auto used_rows = std::count_if(row_sums.begin(), row_sums.end(), used);
  const auto used_columns = std::count_if(column_sums.begin(), column_sums.end(), used);
  if (used_rows < 2 || used_columns < 2) return std::nullopt;

  ChiSquare test;
  test.smallest_expected = total;
  for (std::size_t i = 0; i < rows * table.columns; ++i) {
    const double expected = row_sums[i / table.columns] * column_sums[i % table.columns] / total;
    if (expected <= 0) continue;
    test.smallest_expected = std::min(test.smallest_expected, expected);
    const double deviation = table.counts[i] - expected;
    test.statistic += deviation * deviation / expected;
  }
  test.degrees = static_cast<double>((used_rows - 1) * (used_columns - 1));
  test.p = chi_square_upper(test.statistic, test.degrees);
  return test;
}

double fisher_exact(double a, double b, double c, double d) {
  // By the smaller row and the smaller column the walk over possible cells is shortest.
  const double row = std::min(a + b, c + d);
  const double column = std::min(a + c, b + d);
  const bool first_row = row == a + b;
  const bool first_column = column == a + c;
  const double cell = first_row ? (first_column ? a : b) : (first_column ? c : d);
  return std::min(1.0, HypergeometricWeights(row, column, a + b + c + d).not_more_likely(cell));
}

}  // namespace lbl::stats
