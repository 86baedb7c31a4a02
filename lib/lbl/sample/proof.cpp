// Kish's effective size, Wilson's margin and the hypergeometric bound for no defect seen.
#include "lbl/sample/proof.hpp"

#include <cmath>

#include "lbl/stats/sample_size.hpp"

namespace lbl::sample {

namespace {

constexpr std::uint64_t kMostUnits = 0xFFFFFFFFu;  // what the hypergeometric distribution takes

bool equal_probabilities(const std::vector<DrawnUnit>& units) {
  for (const DrawnUnit& unit : units) {
    const double first = units.front().probability;
    if (std::fabs(unit.probability - first) > 1e-9 * first) return false;
  }
  return true;
}

double effective_size(const std::vector<DrawnUnit>& units) {
  double sum = 0, squares = 0;
  for (const DrawnUnit& unit : units) {
    const double weight = 1 / unit.probability;
    sum += weight;
    squares += weight * weight;
  }
  return sum * sum / squares;
}

}  // namespace

Proof proof_of(const DrawResult& result, double level) {
  Proof proof;
  proof.level = level;
  const std::uint64_t drawn = result.units.size(), all = result.population.units;
  if (drawn == 0) return proof;
  const bool equal = equal_probabilities(result.units);
  proof.effective_n = equal ? static_cast<double>(drawn) : effective_size(result.units);
  proof.margin = stats::margin_of(proof.effective_n, 0.5, level, std::nullopt) *
                 stats::finite_correction(static_cast<double>(drawn), static_cast<double>(all));
  if (equal && all <= kMostUnits) {
    proof.defects_at_most = stats::defect_bounds(all, drawn, 0, 1 - level).high;
  }
  return proof;
}

}  // namespace lbl::sample
