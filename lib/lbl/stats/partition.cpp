// Prices, bound, search.
#include "lbl/stats/partition.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

namespace lbl::stats {

namespace {

constexpr double kTiny = 1e-11;
constexpr int kRounds = 400;
constexpr std::uint32_t kFewGroups = 40;
constexpr std::uint64_t kMostSteps = 400000;

/// A problem in which elements alone are groups as well, numbered after the given ones.
class Partitioner {
 public:
  Partitioner(std::uint32_t elements, double alone, const GroupList& list)
      : elements_(elements), alone_(alone), list_(list), prices_(elements, alone) {
    order_.resize(list.size());
    std::iota(order_.begin(), order_.end(), 0U);
  }

  Partition solve() {
    best_cost_ = alone_ * elements_;
    ascend();
    // A handful of groups is searched faster than priced.
    const int rounds = list_.size() > kFewGroups ? kRounds : 0;
    for (int round = 0; round < rounds && best_cost_ - bound_ > kTiny; ++round) {
      if (!step(round)) break;
    }
    prices_ = best_prices_;
    make_feasible();
    search_parts();
    return {best_cost_, best_, proved_};
  }

 private:
  std::span<const std::uint32_t> members(std::uint32_t group) const {
    return {list_.members.data() + list_.begin[group], list_.begin[group + 1] - list_.begin[group]};
  }

  double reduced(std::uint32_t group) const {
    double cost = list_.costs[group];
    for (const std::uint32_t element : members(group)) cost -= prices_[element];
    return cost;
  }

  /// Lowers prices until no group is cheaper than its elements.
  void make_feasible() {
    for (double& price : prices_) price = std::min(price, alone_);
    for (std::uint32_t group = 0; group < list_.size(); ++group) {
      const double cost = reduced(group);
      if (cost >= 0) continue;
      const double share = cost / static_cast<double>(members(group).size());
      for (const std::uint32_t element : members(group)) prices_[element] += share;
    }
    raise();
  }

  /// Raises each price as far as every group of the element allows.
  void raise() {
    std::vector<double> room(elements_);
    for (std::uint32_t i = 0; i < elements_; ++i) room[i] = alone_ - prices_[i];
    for (std::uint32_t group = 0; group < list_.size(); ++group) {
      // What one group still allows is shared by its elements, so all may be raised at once.
      const double share = reduced(group) / static_cast<double>(members(group).size());
      for (const std::uint32_t element : members(group)) {
        room[element] = std::min(room[element], share);
      }
    }
    for (std::uint32_t i = 0; i < elements_; ++i) prices_[i] += std::max(0.0, room[i]);
  }

  void ascend() {
    make_feasible();
    remember(std::accumulate(prices_.begin(), prices_.end(), 0.0));
    try_greedy();
  }

  void remember(double bound) {
    if (bound <= bound_) return;
    bound_ = bound;
    best_prices_ = prices_;
  }

  /// One subgradient step; false when the prices cannot be bettered.
  bool step(int round) {
    double bound = std::accumulate(prices_.begin(), prices_.end(), 0.0);
    std::vector<double> missing(elements_, 1);
    for (std::uint32_t group = 0; group < list_.size(); ++group) {
      const double cost = reduced(group);
      if (cost >= 0) continue;
      bound += cost;
      for (const std::uint32_t element : members(group)) missing[element] -= 1;
    }
    for (std::uint32_t i = 0; i < elements_; ++i) {
      if (prices_[i] <= alone_) continue;
      bound += alone_ - prices_[i];
      missing[i] -= 1;
    }
    if (bound > bound_ + kTiny) {
      since_better_ = 0;
    } else if (++since_better_ > 12) {
      scale_ *= 0.6;
      since_better_ = 0;
      prices_ = best_prices_;
      return scale_ > 1e-4;
    }
    remember(bound);
    if (round % 10 == 0) try_greedy();
    const double norm = std::inner_product(missing.begin(), missing.end(), missing.begin(), 0.0);
    if (norm == 0) return false;
    const double size = scale_ * std::max(best_cost_ - bound, 1e-6) / norm;
    for (std::uint32_t i = 0; i < elements_; ++i) prices_[i] += size * missing[i];
    return true;
  }

  /// Takes groups in the order of what they cost beyond their prices.
  void try_greedy() {
    std::vector<double> costs(list_.size());
    for (std::uint32_t group = 0; group < list_.size(); ++group) {
      costs[group] = reduced(group) / static_cast<double>(members(group).size());
    }
    std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return costs[a] < costs[b] || (costs[a] == costs[b] && a < b);
    });
    std::vector<char> taken(elements_, 0);
    std::vector<std::uint32_t> chosen;
    double cost = alone_ * elements_;
    for (const std::uint32_t group : order_) {
      const auto all = members(group);
      const double gain = alone_ * static_cast<double>(all.size()) - list_.costs[group];
      if (gain <= 0 ||
          std::any_of(all.begin(), all.end(), [&](std::uint32_t i) { return taken[i] != 0; })) {
        continue;
      }
      for (const std::uint32_t element : all) taken[element] = 1;
      chosen.push_back(group);
      cost -= gain;
    }
    if (cost < best_cost_ - kTiny) {
      best_cost_ = cost;
      best_ = std::move(chosen);
    }
  }

  std::uint32_t root_of(std::uint32_t element) {
    while (parent_[element] != element) {
      parent_[element] = parent_[parent_[element]];
      element = parent_[element];
    }
    return element;
  }

  /// A group that costs more than the gap beyond its prices is in no better partition. What is left
  /// falls into parts that know nothing of each other.
  void search_parts() {
    const double bound = std::accumulate(prices_.begin(), prices_.end(), 0.0);
    const double gap = best_cost_ - bound;
    if (gap <= kTiny) return;
    parent_.resize(elements_);
    std::iota(parent_.begin(), parent_.end(), 0U);
    std::vector<std::uint32_t> left;
    for (std::uint32_t group = 0; group < list_.size(); ++group) {
      if (reduced(group) > gap + kTiny) continue;
      left.push_back(group);
      for (const std::uint32_t element : members(group)) {
        parent_[root_of(element)] = root_of(members(group).front());
      }
    }
    std::vector<std::vector<std::uint32_t>> groups_of(elements_), elements_of(elements_);
    for (const std::uint32_t group : left) {
      groups_of[root_of(members(group).front())].push_back(group);
    }
    for (std::uint32_t i = 0; i < elements_; ++i) elements_of[root_of(i)].push_back(i);
    std::vector<std::uint32_t> chosen;
    double cost = 0;
    for (std::uint32_t root = 0; root < elements_; ++root) {
      if (!elements_of[root].empty())
        cost += search_part(elements_of[root], groups_of[root], chosen);
    }
    if (cost < best_cost_) {
      best_cost_ = cost;
      best_ = std::move(chosen);
    }
  }

  /// The best partition of one part, added to `chosen`; its cost.
  double search_part(const std::vector<std::uint32_t>& part,
                     const std::vector<std::uint32_t>& groups, std::vector<std::uint32_t>& chosen) {
    Branch branch{{}, {}, {}, std::vector<char>(elements_, 0), 0, 0};
    branch.elements = part;
    branch.by_first.resize(part.size());
    std::vector<std::uint32_t> place(elements_, 0);
    for (std::uint32_t i = 0; i < part.size(); ++i) place[part[i]] = i;
    for (const std::uint32_t group : groups) {
      for (const std::uint32_t element : members(group)) {
        branch.by_first[place[element]].push_back(group);
      }
    }
    for (std::vector<std::uint32_t>& list : branch.by_first) {
      std::sort(list.begin(), list.end(), [&](std::uint32_t a, std::uint32_t b) {
        const double first = reduced(a), second = reduced(b);
        return first < second || (first == second && a < b);
      });
    }
    double price = 0, known = 0;
    for (const std::uint32_t element : part) {
      price += prices_[element];
      known += alone_;
    }
    // The partition known so far, as far as it lies in this part.
    for (const std::uint32_t group : best_) {
      if (root_of(members(group).front()) != root_of(part.front())) continue;
      branch.best.push_back(group);
      known -= alone_ * static_cast<double>(members(group).size()) - list_.costs[group];
    }
    branch.least = known - price;
    std::vector<std::uint32_t> path;
    search(branch, 0, 0, path);
    if (branch.steps > kMostSteps) proved_ = false;
    chosen.insert(chosen.end(), branch.best.begin(), branch.best.end());
    return price + branch.least;
  }

  /// One part while it is searched. `least` is the cost beyond prices of the best partition.
  struct Branch {
    std::vector<std::uint32_t> elements;
    std::vector<std::vector<std::uint32_t>> by_first;
    std::vector<std::uint32_t> best;
    std::vector<char> taken;
    double least;
    std::uint64_t steps;
  };

  void search(Branch& branch, std::size_t at, double cost, std::vector<std::uint32_t>& path) {
    while (at < branch.elements.size() && branch.taken[branch.elements[at]] != 0) ++at;
    if (at == branch.elements.size()) {
      if (cost < branch.least - kTiny) {
        branch.least = cost;
        branch.best = path;
      }
      return;
    }
    if (++branch.steps > kMostSteps) return;
    for (const std::uint32_t group : branch.by_first[at]) {
      const double next = cost + std::max(0.0, reduced(group));
      if (next >= branch.least - kTiny) break;
      const auto all = members(group);
      if (std::any_of(all.begin(), all.end(),
                      [&](std::uint32_t i) { return branch.taken[i] != 0; })) {
        continue;
      }
      for (const std::uint32_t element : all) branch.taken[element] = 1;
      path.push_back(group);
      search(branch, at + 1, next, path);
      path.pop_back();
      for (const std::uint32_t element : all) branch.taken[element] = 0;
    }
    const std::uint32_t element = branch.elements[at];
    const double next = cost + alone_ - prices_[element];
    if (next >= branch.least - kTiny) return;
    branch.taken[element] = 1;
    search(branch, at + 1, next, path);
    branch.taken[element] = 0;
  }

  std::uint32_t elements_;
  double alone_;
  const GroupList& list_;
  std::vector<double> prices_, best_prices_;
  std::vector<std::uint32_t> order_, best_, parent_;
  double bound_ = -std::numeric_limits<double>::infinity(), best_cost_ = 0, scale_ = 1;
  int since_better_ = 0;
  bool proved_ = true;
};

}  // namespace

Partition best_partition(std::uint32_t elements, double cost_alone, const GroupList& groups) {
  return Partitioner(elements, cost_alone, groups).solve();
}

}  // namespace lbl::stats
