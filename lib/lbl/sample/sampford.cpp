// Rejective Poisson sampling.
#include "lbl/sample/sampford.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace lbl::sample {

namespace {

// The largest sum of 1 - p over `count` units.
double largest_rest(std::vector<double> rest, std::size_t count) {
  const auto middle = rest.begin() + static_cast<std::ptrdiff_t>(count);
  if (middle != rest.end()) std::nth_element(rest.begin(), middle, rest.end(), std::greater<>());
  return std::accumulate(rest.begin(), middle, 0.0);
}

}  // namespace

std::vector<std::size_t> sampford_picks(std::span<const double> probabilities,
                                        base::Random& random) {
  std::vector<std::size_t> picks, open;
  std::vector<double> rest;
  double sum = 0;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    if (probabilities[i] >= 1) {
      picks.push_back(i);
    } else if (probabilities[i] > 0) {
      open.push_back(i);
      rest.push_back(1 - probabilities[i]);
      sum += probabilities[i];
    }
  }
  const auto wanted =
      std::min<std::size_t>(static_cast<std::size_t>(std::llround(sum)), open.size());
  if (wanted == 0) return picks;
  if (wanted == open.size()) {
    picks.insert(picks.end(), open.begin(), open.end());
    std::sort(picks.begin(), picks.end());
    return picks;
  }
  const double most = largest_rest(rest, wanted);
  std::vector<std::size_t> drawn;
  for (;;) {
    drawn.clear();
    double left = 0;
    for (std::size_t i = 0; i < open.size() && drawn.size() <= wanted; ++i) {
      if (random.uniform() >= probabilities[open[i]]) continue;
      drawn.push_back(open[i]);
      left += rest[i];
    }
    if (drawn.size() == wanted && random.uniform() * most < left) break;
  }
  picks.insert(picks.end(), drawn.begin(), drawn.end());
  std::sort(picks.begin(), picks.end());
  return picks;
}

}  // namespace lbl::sample
