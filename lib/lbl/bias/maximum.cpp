// What chance alone does to the largest difference between slices.
#include "lbl/bias/maximum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace lbl::bias {
namespace {

constexpr std::size_t kWays = 999;
constexpr std::uint64_t kSmallPool = 5'000;
constexpr std::uint64_t kSmallSlice = 100;

/// The range of the slices' means in one permutation, for each target.
class Range {
 public:
  explicit Range(std::size_t targets) : high_(targets), low_(targets) {}

  void clear() {
    std::fill(high_.begin(), high_.end(), -std::numeric_limits<double>::infinity());
    std::fill(low_.begin(), low_.end(), std::numeric_limits<double>::infinity());
  }
  void add(std::size_t target, double mean) {
    high_[target] = std::max(high_[target], mean);
    low_[target] = std::min(low_[target], mean);
  }
  double width(std::size_t target) const { return high_[target] - low_[target]; }

 private:
  std::vector<double> high_, low_;
};

/// Deals clusters out without replacement; each permutation goes on from the order that the one
/// before it left behind.
class Dealer {
 public:
  Dealer(const ClusterPool* pool, std::size_t targets) : pool_(pool), amounts_(targets) {
    order_.resize(pool == nullptr ? 0 : pool->size());
    std::iota(order_.begin(), order_.end(), 0u);
  }

  void collect() { dealt_ = 0; }
  void deal(std::uint64_t clusters, base::Random& random, Range& range) {
    double rows = 0;
    std::fill(amounts_.begin(), amounts_.end(), 0.0);
    for (const std::size_t end = dealt_ + clusters; dealt_ < end; ++dealt_) {
      std::swap(order_[dealt_], order_[dealt_ + random.below(order_.size() - dealt_)]);
      rows += pool_->rows(order_[dealt_]);
      for (std::size_t target = 0; target < amounts_.size(); ++target) {
        amounts_[target] += pool_->amount(order_[dealt_], target);
      }
    }
    for (std::size_t target = 0; target < amounts_.size(); ++target) {
      range.add(target, amounts_[target] / rows);
    }
  }

 private:
  const ClusterPool* pool_;
  std::vector<std::uint32_t> order_;
  std::vector<double> amounts_;
  std::size_t dealt_ = 0;
};

bool is_dealt(std::uint64_t slice_clusters, std::uint64_t clusters) {
  return clusters <= kSmallPool || slice_clusters < kSmallSlice;
}

}  // namespace

std::uint64_t MaximumQuestion::clusters() const {
  return std::accumulate(slice_clusters.begin(), slice_clusters.end(), std::uint64_t{0});
}

bool MaximumQuestion::needs_pool() const {
  return std::any_of(slice_clusters.begin(), slice_clusters.end(),
                     [&](std::uint64_t own) { return own > 0 && is_dealt(own, clusters()); });
}

std::vector<MaximumUnderChance> maximum_under_chance(const MaximumQuestion& question,
                                                     const ClusterPool* pool, base::Random random) {
  const std::size_t targets = question.means.size();
  const std::uint64_t clusters = question.clusters();
  Range range(targets);
  Dealer dealer(pool, targets);
  std::vector<double> sums(targets, 0.0);
  std::vector<std::size_t> extreme(targets, 0);
  for (std::size_t way = 0; way < kWays; ++way) {
    range.clear();
    dealer.collect();
    for (const std::uint64_t own : question.slice_clusters) {
      if (own == 0) continue;
      if (is_dealt(own, clusters)) {
        dealer.deal(own, random, range);
        continue;
      }
      const double width = 1 / std::sqrt(static_cast<double>(own));
      for (std::size_t target = 0; target < targets; ++target) {
        range.add(target,
                  question.means[target] + question.scales[target] * width * random.normal());
      }
    }
    for (std::size_t target = 0; target < targets; ++target) {
      sums[target] += range.width(target);
      // Equal ways must count as equal whatever the order of their sums.
      if (range.width(target) >= question.observed[target] * (1 - 1e-9)) ++extreme[target];
    }
  }
  std::vector<MaximumUnderChance> result;
  for (std::size_t target = 0; target < targets; ++target) {
    result.push_back(
        {static_cast<double>(extreme[target] + 1) / (kWays + 1), sums[target] / kWays});
  }
  return result;
}

}  // namespace lbl::bias
