// Probabilities of runs.
#include "lbl/stats/runs.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace lbl::stats {

double longest_run_tail(std::span<const double> chances, std::size_t length) {
  const std::size_t trials = chances.size();
  if (length == 0) return 1;
  if (length > trials) return 0;
  std::vector<double> logs(trials + 1, 0);  // of the product of the first i chances
  for (std::size_t i = 0; i < trials; ++i) logs[i + 1] = logs[i] + std::log(chances[i]);
  const auto all_succeed = [&](std::size_t end) {
    return std::exp(logs[end] - logs[end - length]);
  };
  std::vector<double> tail(trials + 1, 0);  // a run is complete within the first i trials
  tail[length] = all_succeed(length);
  for (std::size_t i = length + 1; i <= trials; ++i) {
    const std::size_t before = i - length - 1;  // trials before the failure
    tail[i] = tail[i - 1] + (1 - tail[before]) * (1 - chances[before]) * all_succeed(i);
  }
  return std::min(1.0, tail[trials]);
}

CountMoments equal_neighbours(std::span<const double> counts) {
  double n = 0, squares = 0, cubes = 0;
  for (const double count : counts) {
    n += count;
    squares += count * count;
    cubes += count * count * count;
  }
  if (n < 2) return {};
  CountMoments moments;
  moments.mean = (squares - n) / n;
  // The variance of the number of runs, which is n less the equal neighbours.
  const double variance =
      (squares * (squares + n * (n + 1)) - 2 * n * cubes - n * n * n) / (n * n * (n - 1));
  moments.variance = std::max(0.0, variance);
  return moments;
}

}  // namespace lbl::stats
