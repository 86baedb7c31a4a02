// The exact test of one annotator against the others, item by item.
#include "lbl/agree/gold_annotators.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "lbl/stats/distributions.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

namespace {

constexpr std::size_t kExactItems = 500;

/// P(at most `right` successes) among independent trials of these probabilities, in ascending order
/// so that no order of rows changes the rounding.
double poisson_binomial_cdf(std::vector<double>& chances, std::size_t right) {
  std::sort(chances.begin(), chances.end());
  std::vector<double> mass(chances.size() + 1, 0);
  mass[0] = 1;
  for (std::size_t n = 0; n < chances.size(); ++n) {
    for (std::size_t k = n + 1; k > 0; --k) {
      mass[k] = mass[k] * (1 - chances[n]) + mass[k - 1] * chances[n];
    }
    mass[0] *= 1 - chances[n];
  }
  double sum = 0;
  for (std::size_t k = 0; k <= right && k < mass.size(); ++k) sum += mass[k];
  return std::min(1.0, sum);
}

/// What one annotator's items say.
struct Evidence {
  std::uint64_t items = 0;
  stats::ExactSum difference;
  std::vector<double> chances;  ///< of being right, on items with right and wrong answers
  std::size_t right = 0;        ///< on those
};

GoldComparison compared(std::uint32_t annotator, Evidence& evidence) {
  GoldComparison result;
  result.annotator = annotator;
  result.items = evidence.items;
  if (evidence.items == 0) return result;
  result.difference = evidence.difference.value() / static_cast<double>(evidence.items);
  if (evidence.chances.empty()) return result;
  if (evidence.chances.size() <= kExactItems) {
    result.p = poisson_binomial_cdf(evidence.chances, evidence.right);
    result.p_method = "exact";
    return result;
  }
  stats::ExactSum mean, variance;
  for (const double chance : evidence.chances) {
    mean.add(chance);
    variance.add(chance * (1 - chance));
  }
  const double below = static_cast<double>(evidence.right) + 0.5 - mean.value();
  result.p = stats::normal_cdf(below / std::sqrt(variance.value()));
  result.p_method = "mantel-haenszel";
  return result;
}

}  // namespace

std::vector<GoldComparison> compare_with_others(const model::PatternCounts& rows) {
  std::map<std::uint32_t, Evidence> annotators;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = rows.codes(i);
    const std::size_t answers = (row.size() - 1) / 2;
    const std::uint64_t count = rows.count(i);
    double all_right = 0;
    for (std::size_t j = 0; j < answers; ++j) all_right += row[1 + answers + j] == row[0] ? 1 : 0;
    const auto n = static_cast<double>(answers);
    for (std::size_t j = 0; j < answers; ++j) {
      Evidence& evidence = annotators[row[1 + j]];
      if (answers < 2) continue;
      const double own = row[1 + answers + j] == row[0] ? 1 : 0;
      evidence.items += count;
      evidence.difference.add(static_cast<double>(count) * (own - (all_right - own) / (n - 1)));
      if (all_right == 0 || all_right == n) continue;
      evidence.chances.insert(evidence.chances.end(), count, all_right / n);
      evidence.right += own > 0 ? count : 0;
    }
  }
  std::vector<GoldComparison> result;
  for (auto& [annotator, evidence] : annotators) result.push_back(compared(annotator, evidence));
  return result;
}

}  // namespace lbl::agree
