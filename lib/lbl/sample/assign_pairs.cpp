// Swaps between items that leave loads as they are and bring pairs of annotators nearer to the
// number of items that they should share.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "lbl/base/random.hpp"
#include "lbl/sample/assign_state.hpp"

namespace lbl::sample {

/// Counts of shared items beside the counts that loads and eligibility suggest.
class PairBalance {
 public:
  PairBalance(Placement& placement, const std::vector<std::uint64_t>& targets)
      : placement_(placement),
        annotators_(placement.annotators_),
        shared_(annotators_ * annotators_, 0),
        wanted_(annotators_ * annotators_, 0),
        random_(placement.spec_.seed, "pairs") {
    double pairs = 0;
    for (const auto& on : placement.on_) {
      for (const std::uint32_t a : on) {
        for (const std::uint32_t b : on) {
          if (a != b) at(shared_, a, b) += 1;
        }
      }
      pairs += static_cast<double>(on.size()) * (static_cast<double>(on.size()) - 1);
    }
    double sum = 0;
    for (std::size_t a = 0; a < annotators_; ++a) {
      for (std::size_t b = 0; b < annotators_; ++b) {
        if (a == b) continue;
        at(wanted_, a, b) = static_cast<double>(targets[a]) * static_cast<double>(targets[b]) *
                            placement.eligibility_.both(a, b);
        sum += at(wanted_, a, b);
      }
    }
    for (double& wanted : wanted_) wanted *= sum > 0 ? pairs / sum : 0;
  }

  /// One walk over all items; false when nothing was worth a swap.
  bool improve() {
    bool swapped = false;
    for (std::size_t item = 0; item < placement_.on_.size(); ++item) {
      const std::size_t a = most_crowded(item);
      if (a < annotators_) swapped = swap_out(item, a) || swapped;
    }
    return swapped;
  }

 private:
  template <class Value>
  Value& at(std::vector<Value>& matrix, std::size_t a, std::size_t b) {
    return matrix[a * annotators_ + b];
  }

  // A tenth of the wanted number either way, and one item, are near enough.
  double penalty(std::size_t a, std::size_t b, double change = 0) {
    const double wanted = at(wanted_, a, b);
    const double off = std::fabs(at(shared_, a, b) + change - wanted) - std::max(1.0, 0.1 * wanted);
    return off > 0 ? off * off : 0;
  }

  // The annotator of an item whose pairs there are the most overfull; none when none is.
  std::size_t most_crowded(std::size_t item) {
    std::size_t worst = annotators_;
    double most = 0;
    for (const std::uint32_t a : placement_.on_[item]) {
      double crowd = 0;
      for (const std::uint32_t b : placement_.on_[item]) {
        if (a != b && at(shared_, a, b) > at(wanted_, a, b)) crowd += penalty(a, b);
      }
      if (crowd > most) {
        most = crowd;
        worst = a;
      }
    }
    return worst;
  }

  // What replacing `out` by `in` at an item does to the penalty, when `partner` does the reverse:
  // pairs with those who are on both items stay as they are.
  double change(std::size_t item, std::size_t out, std::size_t in, std::size_t partner) {
    double sum = 0;
    for (const std::uint32_t other : placement_.on_[item]) {
      if (other == out || placement_.has(partner, other)) continue;
      sum += penalty(out, other, -1) - penalty(out, other);
      sum += penalty(in, other, 1) - penalty(in, other);
    }
    return sum;
  }

  void replace(std::size_t item, std::size_t out, std::size_t in) {
    for (const std::uint32_t other : placement_.on_[item]) {
      if (other == out) continue;
      at(shared_, out, other) -= 1;
      at(shared_, other, out) -= 1;
      at(shared_, in, other) += 1;
      at(shared_, other, in) += 1;
    }
    placement_.move(item, out, in);
  }

  bool swap_out(std::size_t item, std::size_t out) {
    constexpr int kTries = 48;
    double best = -1e-9;
    std::size_t best_item = 0, best_in = annotators_;
    for (int attempt = 0; attempt < kTries; ++attempt) {
      const std::size_t other = random_.below(placement_.on_.size());
      if (other == item || placement_.on_[other].empty() || !placement_.can_take(other, out))
        continue;
      for (const std::uint32_t in : placement_.on_[other]) {
        if (!placement_.can_take(item, in)) continue;
        const double gain = change(item, out, in, other) + change(other, in, out, item);
        if (gain >= best) continue;
        best = gain;
        best_item = other;
        best_in = in;
      }
    }
    if (best_in == annotators_) return false;
    replace(item, out, best_in);
    replace(best_item, best_in, out);
    return true;
  }

  Placement& placement_;
  std::size_t annotators_;
  std::vector<double> shared_, wanted_;
  base::Random random_;
};

void Placement::even_out_pairs(const std::vector<std::uint64_t>& targets) {
  constexpr std::size_t kMostAnnotators = 2'000;  // 64 MB of counts
  constexpr int kMostWalks = 12;
  if (annotators_ < 3 || annotators_ > kMostAnnotators) return;
  PairBalance balance(*this, targets);
  for (int walk = 0; walk < kMostWalks && balance.improve(); ++walk) {
  }
}

}  // namespace lbl::sample
