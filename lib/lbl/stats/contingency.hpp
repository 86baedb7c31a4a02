// Tests of independence in tables of counts.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace lbl::stats {

/// A table of counts, row by row: counts[row * columns + column].
struct CountTable {
  std::size_t columns = 0;
  std::vector<double> counts;

  std::size_t rows() const { return columns == 0 ? 0 : counts.size() / columns; }
};

struct ChiSquare {
  double statistic = 0;
  double degrees = 0;
  double p = 1;
  double smallest_expected = 0;  ///< below 5 the chi-square distribution is a poor guide
};

/// Pearson's (1900) chi-square test, no continuity correction. Rows and columns without counts do
/// not take part; none when fewer than two of each are left.
std::optional<ChiSquare> chi_square(const CountTable& table);

/// Fisher's exact test of the table {{a, b}, {c, d}} of whole numbers, two-sided: the probability
/// of all tables with these margins that are not more likely than this one (ties within 1e-7 of its
/// probability count, as in R). Takes time in proportion to the smallest margin.
double fisher_exact(double a, double b, double c, double d);

}  // namespace lbl::stats
