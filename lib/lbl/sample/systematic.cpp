// Walks the running sum.
#include "lbl/sample/systematic.hpp"

#include <cmath>

namespace lbl::sample {

namespace {

// A running sum that a million small parts do not lead astray (Neumaier 1974).
class RunningSum {
 public:
  void add(double part) {
    const double total = sum_ + part;
    lost_ += sum_ >= part ? (sum_ - total) + part : (part - total) + sum_;
    sum_ = total;
  }
  double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0, lost_ = 0;
};

}  // namespace

std::vector<std::size_t> systematic_picks(std::span<const double> probabilities, double start) {
  RunningSum all;
  std::size_t last = 0;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    all.add(probabilities[i]);
    if (probabilities[i] > 0) last = i;
  }
  // Probabilities that were made to sum to n do so but for rounding, which must neither cost a unit
  // nor give one.
  const double whole = std::round(all.value());
  const bool is_whole = whole > 0 && std::fabs(all.value() - whole) < 1e-6;
  const double most = is_whole ? whole : std::ceil(all.value());
  std::vector<std::size_t> picks;
  RunningSum sum;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    sum.add(probabilities[i]);
    const double reached = is_whole && i == last ? whole : sum.value();
    const auto picked = static_cast<double>(picks.size());
    if (probabilities[i] > 0 && picked < most && reached - picked >= start) picks.push_back(i);
  }
  return picks;
}

}  // namespace lbl::sample
