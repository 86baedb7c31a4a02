// Permutation of clusters: p values where there is too little for a distribution to go by.
#include "lbl/bias/permutation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace lbl::bias {
namespace {

constexpr std::size_t kExactWays = 10'000;
constexpr std::size_t kRandomWays = 9'999;
constexpr std::size_t kEnoughExtremes = 20;

/// size choose drawn, or more than kExactWays.
std::size_t ways(std::size_t size, std::size_t drawn) {
  double count = 1;
  for (std::size_t i = 1; i <= drawn && count <= kExactWays; ++i) {
    count = count * static_cast<double>(size - drawn + i) / static_cast<double>(i);
  }
  return static_cast<std::size_t>(std::min(std::round(count), 1e9));
}

/// Calls body(chosen) for every way to choose `drawn` of `size`.
template <class Body>
void for_each_way(std::size_t size, std::size_t drawn, Body&& body) {
  std::vector<std::size_t> chosen(drawn);
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  while (true) {
    body(chosen);
    std::size_t i = drawn;
    while (i > 0 && chosen[i - 1] == size - drawn + i - 1) --i;
    if (i == 0) return;
    ++chosen[i - 1];
    for (std::size_t j = i; j < drawn; ++j) chosen[j] = chosen[j - 1] + 1;
  }
}

/// Whether a sum is as far from 0 as the observed one; equal ways count as equal whatever the order
/// of their sums.
bool is_extreme(double sum, double observed) {
  return std::fabs(sum) >= std::fabs(observed) * (1 - 1e-9);
}

/// The p of random sums drawn by `draw_sum`.
template <class DrawSum>
double random_p(double observed, DrawSum&& draw_sum) {
  std::size_t extreme = 0;
  for (std::size_t way = 1; way <= kRandomWays; ++way) {
    if (is_extreme(draw_sum(), observed) && ++extreme == kEnoughExtremes) {
      return static_cast<double>(extreme) / static_cast<double>(way);
    }
  }
  return static_cast<double>(extreme + 1) / static_cast<double>(kRandomWays + 1);
}

/// How many of `hits` among `rows` are among `drawn` of them: one hypergeometric number, by dealing
/// out the fewer of both.
std::uint64_t hypergeometric(std::uint64_t rows, std::uint64_t drawn, std::uint64_t hits,
                             base::Random& random) {
  const std::uint64_t fewer = std::min(drawn, hits);
  std::uint64_t free = std::max(drawn, hits);
  std::uint64_t both = 0;
  for (std::uint64_t i = 0; i < fewer; ++i) {
    if (random.below(rows - i) >= free) continue;
    ++both;
    --free;
  }
  return both;
}

}  // namespace

ClusterPermutation::ClusterPermutation(const ClusterPool& pool,
                                       const std::vector<std::uint32_t>& codes, std::size_t slices)
    : pool_(pool), slice_units_(slices, 0), all_(pool.targets()), stamps_(pool.size(), 0) {
  slice_of_.reserve(pool.size());
  for (std::size_t unit = 0; unit < pool.size(); ++unit) {
    slice_of_.push_back(codes[pool.a_row(unit)]);
    ++slice_units_[slice_of_.back()];
  }
}

std::uint32_t ClusterPermutation::unit_at(const Units& units, std::size_t i) const {
  return units.members.empty() ? static_cast<std::uint32_t>(i) : units.members[i];
}

double ClusterPermutation::residual(const Units& units, std::size_t target, std::size_t i) const {
  const std::uint32_t unit = unit_at(units, i);
  return pool_.amount(unit, target) - units.mean * pool_.rows(unit);
}

ClusterPermutation::Units ClusterPermutation::units_of(std::size_t target,
                                                       std::vector<std::uint32_t> members) const {
  Units units;
  units.members = std::move(members);
  units.size = units.members.empty() ? pool_.size() : units.members.size();
  double rows = 0;
  double amount = 0;
  for (std::size_t i = 0; i < units.size; ++i) {
    rows += pool_.rows(unit_at(units, i));
    amount += pool_.amount(unit_at(units, i), target);
  }
  units.mean = amount / rows;
  units.slice_residuals.assign(slice_units_.size(), 0.0);
  for (std::size_t i = 0; i < units.size; ++i) {
    units.slice_residuals[slice_of_[unit_at(units, i)]] += residual(units, target, i);
  }
  part_ordinary(target, units);
  return units;
}

void ClusterPermutation::part_ordinary(std::size_t target, Units& units) const {
  std::size_t without = 0;
  std::size_t whole = 0;
  for (std::size_t i = 0; i < units.size; ++i) {
    const std::uint32_t unit = unit_at(units, i);
    if (pool_.amount(unit, target) == 0) ++without;
    if (pool_.amount(unit, target) == pool_.rows(unit)) ++whole;
  }
  double sum = 0;
  double squares = 0;
  for (std::size_t i = 0; i < units.size; ++i) {
    const std::uint32_t unit = unit_at(units, i);
    const double own = residual(units, target, i);
    if (pool_.amount(unit, target) != (without >= whole ? 0 : pool_.rows(unit))) {
      units.special.push_back(own);
      continue;
    }
    sum += own;
    squares += own * own;
    ++units.ordinary;
  }
  if (units.ordinary == 0) return;
  const auto count = static_cast<double>(units.ordinary);
  units.ordinary_mean = sum / count;
  units.ordinary_variance = squares / count - units.ordinary_mean * units.ordinary_mean;
  // Units of one size have no variance but its rounding, which must not part equal sums.
  if (units.ordinary_variance <= 1e-12 * squares / count) units.ordinary_variance = 0;
}

double ClusterPermutation::p(std::size_t slice, std::optional<std::size_t> partner,
                             std::size_t target, base::Random random) {
  std::optional<Units> both;
  if (partner) {
    std::vector<std::uint32_t> members;
    for (std::uint32_t unit = 0; unit < pool_.size(); ++unit) {
      if (slice_of_[unit] == slice || slice_of_[unit] == *partner) members.push_back(unit);
    }
    both = units_of(target, std::move(members));
  } else if (!all_[target]) {
    all_[target] = units_of(target, {});
  }
  const Units& units = both ? *both : *all_[target];
  // What one part has too much the other has too little: the smaller one is quicker to draw.
  const std::size_t drawn = std::min(slice_units_[slice], units.size - slice_units_[slice]);
  const Deal deal{units, target, drawn, units.slice_residuals[slice]};
  if (ways(units.size, drawn) <= kExactWays) return exact_p(deal);
  if (units.special.size() >= drawn) {
    return random_p(deal.observed, [&] { return draw(deal, random); });
  }
  return random_p(deal.observed, [&] { return draw_special(deal, random); });
}

double ClusterPermutation::exact_p(const Deal& deal) const {
  std::size_t all = 0;
  std::size_t extreme = 0;
  for_each_way(deal.units.size, deal.drawn, [&](const std::vector<std::size_t>& chosen) {
    double sum = 0;
    for (const std::size_t i : chosen) sum += residual(deal.units, deal.target, i);
    ++all;
    if (is_extreme(sum, deal.observed)) ++extreme;
  });
  return static_cast<double>(extreme) / static_cast<double>(all);
}

/// The residual of a random part: Floyd's sample without replacement (Bentley and Floyd 1987).
double ClusterPermutation::draw(const Deal& deal, base::Random& random) {
  ++stamp_;
  double sum = 0;
  for (std::size_t j = deal.units.size - deal.drawn; j < deal.units.size; ++j) {
    std::size_t i = random.below(j + 1);
    if (stamps_[i] == stamp_) i = j;
    stamps_[i] = stamp_;
    sum += residual(deal.units, deal.target, i);
  }
  return sum;
}

/// The same with only the special units drawn, each with the chance that the ones before leave it,
/// and the normal limit for the rows of the ordinary ones.
double ClusterPermutation::draw_special(const Deal& deal, base::Random& random) {
  const Units& units = deal.units;
  std::size_t free = deal.drawn;
  std::size_t left = units.size;
  double sum = 0;
  for (const double own : units.special) {
    if (random.below(left--) >= free) continue;
    sum += own;
    --free;
  }
  const auto drawn = static_cast<double>(free);
  sum += drawn * units.ordinary_mean;
  if (units.ordinary_variance == 0) return sum;
  const double not_drawn = 1 - drawn / static_cast<double>(units.ordinary);
  return sum + std::sqrt(drawn * not_drawn * units.ordinary_variance) * random.normal();
}

double ClusterPermutation::Stratum::expected() const {
  return static_cast<double>(hits) * static_cast<double>(drawn) / static_cast<double>(rows);
}

double ClusterPermutation::p_within(std::size_t slice, std::optional<std::size_t> partner,
                                    std::size_t target, base::Random random) const {
  std::vector<Stratum> strata;
  double observed = 0;
  for (std::size_t unit = 0; unit < pool_.size(); ++unit) {
    if (slice_of_[unit] != slice) continue;
    Stratum stratum{0, static_cast<std::uint64_t>(pool_.rows(unit)), 0};
    for (std::size_t i = pool_.first_of_cluster(unit); i < pool_.last_of_cluster(unit); ++i) {
      if (partner && slice_of_[i] != slice && slice_of_[i] != *partner) continue;
      stratum.rows += static_cast<std::uint64_t>(pool_.rows(i));
      stratum.hits += static_cast<std::uint64_t>(pool_.amount(i, target));
    }
    observed += pool_.amount(unit, target) - stratum.expected();
    strata.push_back(stratum);
  }
  return random_p(observed, [&] {
    double excess = 0;
    for (const Stratum& stratum : strata) {
      excess +=
          static_cast<double>(hypergeometric(stratum.rows, stratum.drawn, stratum.hits, random)) -
          stratum.expected();
    }
    return excess;
  });
}

}  // namespace lbl::bias
