// How far two distributions of counts over the same categories are apart.
#include "lbl/stats/distribution_shift.hpp"

#include <cmath>
#include <cstddef>
#include <numeric>

namespace lbl::stats {
namespace {

double sum(const std::vector<double>& counts) {
  return std::accumulate(counts.begin(), counts.end(), 0.0);
}

/// p log2(p / m), 0 for p = 0.
double part(double share, double middle) {
  return share > 0 ? share * std::log2(share / middle) : 0;
}

}  // namespace

double population_stability(const std::vector<double>& base, const std::vector<double>& current) {
  const double base_size = sum(base);
  const double current_size = sum(current);
  double index = 0;
  for (std::size_t i = 0; i < base.size(); ++i) {
    if (base[i] == 0 && current[i] == 0) continue;
    const double p = base[i] > 0 ? base[i] / base_size : kShareOfNone;
    const double q = current[i] > 0 ? current[i] / current_size : kShareOfNone;
    index += (q - p) * std::log(q / p);
  }
  return index;
}

double jensen_shannon(const std::vector<double>& base, const std::vector<double>& current) {
  const double base_size = sum(base);
  const double current_size = sum(current);
  double divergence = 0;
  for (std::size_t i = 0; i < base.size(); ++i) {
    const double p = base[i] / base_size;
    const double q = current[i] / current_size;
    const double middle = (p + q) / 2;
    divergence += (part(p, middle) + part(q, middle)) / 2;
  }
  return divergence;
}

double stability_under_chance(double categories, double base_size, double current_size) {
  return (categories - 1) * (1 / base_size + 1 / current_size);
}

}  // namespace lbl::stats
