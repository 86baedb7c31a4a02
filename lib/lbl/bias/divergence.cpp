// How far an itemset diverges from all rows, how much that weighs, and which of its values it is.
#include "lbl/bias/divergence.hpp"

#include <algorithm>
#include <cmath>

namespace lbl::bias {
namespace {

bool stands_before(const Itemset& a, const std::vector<Item>& items) {
  if (a.items.size() != items.size()) return a.items.size() < items.size();
  return a.items < items;
}

double factorial(std::size_t n) {
  return std::tgamma(static_cast<double>(n) + 1);
}

std::vector<Item> without(const std::vector<Item>& items, std::size_t left_out) {
  std::vector<Item> rest = items;
  rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(left_out));
  return rest;
}

}  // namespace

Divergence::Divergence(const std::vector<Itemset>& itemsets, const Scoring& scoring,
                       std::size_t target)
    : itemsets_(itemsets), scoring_(scoring), target_(target) {}

std::optional<double> Divergence::value(std::size_t at) const {
  const Itemset& set = itemsets_[at];
  if (set.counted == 0) return std::nullopt;
  const Target& target = scoring_.targets[target_];
  return target.offset + target.unit * (static_cast<double>(set.amounts[target_]) /
                                        static_cast<double>(set.counted));
}

std::optional<double> Divergence::divergence(std::size_t at) const {
  const std::optional<double> own = value(at);
  const std::optional<double> all = value(0);
  if (!own || !all) return std::nullopt;
  return *own - *all;
}

std::optional<Divergence::Moment> Divergence::moment(std::size_t at) const {
  const Itemset& set = itemsets_[at];
  if (set.counted == 0) return std::nullopt;
  const auto n = static_cast<double>(set.counted);
  const auto amount = static_cast<double>(set.amounts[target_]);
  if (scoring_.is_share) {
    const double a = amount + 1;
    const double b = n - amount + 1;
    return Moment{a / (a + b), a * b / ((a + b) * (a + b) * (a + b + 1))};
  }
  const long double mean =
      static_cast<long double>(set.amounts[target_]) / static_cast<long double>(set.counted);
  const long double square =
      static_cast<long double>(set.squares[target_]) / static_cast<long double>(set.counted);
  const double unit = scoring_.targets[target_].unit;
  const auto variance = static_cast<double>(std::max(square - mean * mean, 0.0L));
  return Moment{unit * static_cast<double>(mean), unit * unit * variance / n};
}

std::optional<double> Divergence::t(std::size_t at, std::size_t other) const {
  const std::optional<Moment> own = moment(at);
  const std::optional<Moment> base = moment(other);
  if (!own || !base) return std::nullopt;
  const double variance = own->variance_of_mean + base->variance_of_mean;
  if (!(variance > 0)) return std::nullopt;
  return std::fabs(own->mean - base->mean) / std::sqrt(variance);
}

std::optional<double> Divergence::score(std::size_t at, double alpha) const {
  const std::optional<double> own = value(at);
  const std::optional<double> all = value(0);
  if (!own || !all || !(*all > 0) || scoring_.targets[target_].offset < 0) return std::nullopt;
  const double size =
      static_cast<double>(itemsets_[0].counted) / static_cast<double>(itemsets_[at].counted);
  return alpha * (*own / *all - 1) - (1 - alpha) * (size - 1);
}

std::vector<double> Divergence::contributions(std::size_t at) const {
  const std::vector<Item>& items = itemsets_[at].items;
  std::vector<double> shares(items.size(), 0);
  for (std::size_t chosen = 0; chosen < (std::size_t{1} << items.size()); ++chosen) {
    std::vector<Item> subset;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if ((chosen >> i & 1) != 0) subset.push_back(items[i]);
    }
    const std::optional<std::size_t> place = find(subset);
    const double own = place ? divergence(*place).value_or(0) : 0;
    // With an item the subset counts for it, without one against it.
    for (std::size_t i = 0; i < items.size(); ++i) {
      const bool has = (chosen >> i & 1) != 0;
      const std::size_t others = subset.size() - (has ? 1 : 0);
      const double weight =
          factorial(others) * factorial(items.size() - others - 1) / factorial(items.size());
      shares[i] += has ? weight * own : -weight * own;
    }
  }
  return shares;
}

std::map<Item, double> Divergence::global_contributions(std::size_t columns) const {
  std::vector<double> domain(columns, 0);
  for (const Itemset& set : itemsets_) {
    if (set.items.size() == 1) ++domain[set.items.front().column];
  }
  const auto fields = static_cast<std::size_t>(
      std::count_if(domain.begin(), domain.end(), [](double size) { return size > 0; }));
  std::map<Item, double> shares;
  for (std::size_t at = 0; at < itemsets_.size(); ++at) {
    const std::vector<Item>& items = itemsets_[at].items;
    if (items.empty()) continue;
    double weight = factorial(items.size() - 1) * factorial(fields - items.size());
    weight /= factorial(fields);
    for (const Item& item : items) weight /= domain[item.column];
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::optional<std::size_t> rest = find(without(items, i));
      if (!rest) continue;
      const std::optional<double> with = divergence(at);
      const std::optional<double> none = divergence(*rest);
      shares[items[i]] += with && none ? weight * (*with - *none) : 0;
    }
  }
  return shares;
}

std::optional<std::size_t> Divergence::find(const std::vector<Item>& items) const {
  const auto at = std::lower_bound(itemsets_.begin(), itemsets_.end(), items, stands_before);
  if (at == itemsets_.end() || at->items != items) return std::nullopt;
  return static_cast<std::size_t>(at - itemsets_.begin());
}

bool is_part_of(const std::vector<Item>& subset, const std::vector<Item>& set) {
  return subset.size() < set.size() &&
         std::includes(set.begin(), set.end(), subset.begin(), subset.end());
}

}  // namespace lbl::bias
