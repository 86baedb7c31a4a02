// Raking: weights that bring the shares of several fields to given totals at once.
#include "lbl/stats/raking.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace lbl::stats {
namespace {

std::vector<double> category_weights(const std::vector<double>& weights, const Margin& margin) {
  std::vector<double> sums(margin.totals.size(), 0.0);
  for (std::size_t unit = 0; unit < weights.size(); ++unit) {
    sums[margin.codes[unit]] += weights[unit];
  }
  return sums;
}

double gap(const std::vector<double>& weights, const Margin& margin) {
  const std::vector<double> sums = category_weights(weights, margin);
  const double whole = std::accumulate(margin.totals.begin(), margin.totals.end(), 0.0);
  double largest = 0;
  for (std::size_t c = 0; c < sums.size(); ++c) {
    largest = std::max(largest, std::fabs(sums[c] - margin.totals[c]) / whole);
  }
  return largest;
}

void fit(const Margin& margin, std::vector<double>& weights) {
  const std::vector<double> sums = category_weights(weights, margin);
  for (std::size_t unit = 0; unit < weights.size(); ++unit) {
    const std::uint32_t c = margin.codes[unit];
    if (sums[c] > 0) weights[unit] *= margin.totals[c] / sums[c];
  }
}

}  // namespace

Raking rake(std::vector<double> weights, const std::vector<Margin>& margins, double tolerance,
            std::size_t most_sweeps) {
  Raking raking;
  raking.weights = std::move(weights);
  while (raking.sweeps < most_sweeps && !raking.converged) {
    for (const Margin& margin : margins) fit(margin, raking.weights);
    ++raking.sweeps;
    raking.largest_gap = 0;
    for (const Margin& margin : margins) {
      raking.largest_gap = std::max(raking.largest_gap, gap(raking.weights, margin));
    }
    raking.converged = raking.largest_gap <= tolerance;
  }
  return raking;
}

}  // namespace lbl::stats
