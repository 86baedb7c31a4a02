// Permutation of clusters: p values where there are too few of them for a distribution.
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

}  // namespace

ClusterPool::ClusterPool(const Scoring& scoring, const Clusters& clusters,
                         const std::vector<std::uint32_t>& ranked,
                         const std::vector<std::uint32_t>& codes)
    : targets_(scoring.targets.size()) {
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  const auto highest = std::max_element(codes.begin(), codes.end());
  const std::size_t slices = highest == codes.end() ? 1 : *highest + std::size_t{1};
  std::vector<std::size_t> unit_of(slices, kNone);
  std::vector<std::uint32_t> touched, members;
  for (const std::uint32_t g : ranked) {
    touched.clear();
    members.clear();
    for (std::uint64_t at = clusters.begin[g]; at < clusters.begin[g + 1]; ++at) {
      const std::uint32_t row = clusters.row(at);
      if (scoring.rows.classes[row] == Scoring::kNotCounted) continue;
      members.push_back(row);
      const std::uint32_t slice = codes.empty() ? 0 : codes[row];
      if (unit_of[slice] == kNone) touched.push_back(slice);
      unit_of[slice] = 0;
    }
    // The rows of an annotator stand in the order of the input, the units must not.
    std::sort(touched.begin(), touched.end());
    for (const std::uint32_t slice : touched) {
      unit_of[slice] = rows_.size();
      rows_.push_back(0);
      amounts_.resize(amounts_.size() + targets_, 0);
      some_rows_.push_back(0);
    }
    for (const std::uint32_t row : members) {
      add_row(scoring, row, unit_of[codes.empty() ? 0 : codes[row]]);
    }
    for (const std::uint32_t slice : touched) unit_of[slice] = kNone;
  }
}

void ClusterPool::add_row(const Scoring& scoring, std::uint32_t row, std::size_t unit) {
  const std::uint32_t row_class = scoring.rows.classes[row];
  ++rows_[unit];
  some_rows_[unit] = row;
  for (std::uint32_t i = scoring.first[row_class]; i < scoring.first[row_class + 1]; ++i) {
    amounts_[unit * targets_ + scoring.scores[i].target] += scoring.scores[i].amount;
  }
}

ClusterPermutation::ClusterPermutation(const ClusterPool& pool,
                                       const std::vector<std::uint32_t>& codes, std::size_t slices)
    : pool_(pool), slice_units_(slices, 0), all_(pool.targets()), stamps_(pool.size(), 0) {
  slice_of_.reserve(pool.size());
  for (std::size_t i = 0; i < pool.size(); ++i) {
    slice_of_.push_back(codes[pool.a_row(i)]);
    ++slice_units_[slice_of_.back()];
  }
}

ClusterPermutation::Units ClusterPermutation::units_of(std::size_t target,
                                                       std::vector<std::uint32_t> members) const {
  Units units;
  units.members = std::move(members);
  units.size = units.members.empty() ? pool_.size() : units.members.size();
  const auto unit = [&](std::size_t i) {
    return units.members.empty() ? static_cast<std::uint32_t>(i) : units.members[i];
  };
  double rows = 0;
  double amount = 0;
  std::size_t without = 0;
  std::size_t whole = 0;
  for (std::size_t i = 0; i < units.size; ++i) {
    rows += pool_.rows(unit(i));
    amount += pool_.amount(unit(i), target);
    if (pool_.amount(unit(i), target) == 0) ++without;
    if (pool_.amount(unit(i), target) == pool_.rows(unit(i))) ++whole;
  }
  units.mean = amount / rows;
  units.slice_residuals.assign(slice_units_.size(), 0.0);
  units.slice_by_special.assign(slice_units_.size(), 0.0);
  std::vector<std::size_t> slice_ordinary(slice_units_.size(), 0);
  std::size_t ordinary_units = 0;
  double ordinary = 0;
  for (std::size_t i = 0; i < units.size; ++i) {
    const double own_rows = pool_.rows(unit(i));
    const double own_amount = pool_.amount(unit(i), target);
    const double residual = own_amount - units.mean * own_rows;
    const std::uint32_t slice = slice_of_[unit(i)];
    units.slice_residuals[slice] += residual;
    if (own_amount == (without >= whole ? 0 : own_rows)) {
      ordinary += residual;
      ++ordinary_units;
      ++slice_ordinary[slice];
    } else {
      units.special.push_back(residual);
      units.slice_by_special[slice] += residual;
    }
  }
  if (ordinary_units > 0) units.ordinary_residual = ordinary / static_cast<double>(ordinary_units);
  for (std::size_t slice = 0; slice < slice_ordinary.size(); ++slice) {
    units.slice_by_special[slice] +=
        units.ordinary_residual * static_cast<double>(slice_ordinary[slice]);
  }
  return units;
}

template <class Draw>
double ClusterPermutation::random_p(const Deal& deal, Draw&& draw_residual) {
  std::size_t extreme = 0;
  for (std::size_t way = 1; way <= kRandomWays; ++way) {
    if (deal.is_extreme(draw_residual()) && ++extreme == kEnoughExtremes) {
      return static_cast<double>(extreme) / static_cast<double>(way);
    }
  }
  return static_cast<double>(extreme + 1) / static_cast<double>(kRandomWays + 1);
}

double ClusterPermutation::p(std::size_t slice, std::optional<std::size_t> partner,
                             std::size_t target, base::Random random) {
  std::optional<Units> both;
  if (partner) {
    std::vector<std::uint32_t> members;
    for (std::uint32_t i = 0; i < pool_.size(); ++i) {
      if (slice_of_[i] == slice || slice_of_[i] == *partner) members.push_back(i);
    }
    both = units_of(target, std::move(members));
  } else if (!all_[target]) {
    all_[target] = units_of(target, {});
  }
  const Units& units = both ? *both : *all_[target];
  // What one part has too much the other has too little: the smaller one is quicker to draw.
  const std::size_t drawn = std::min(slice_units_[slice], units.size - slice_units_[slice]);
  Deal deal{units, target, drawn, std::fabs(units.slice_residuals[slice])};
  if (ways(units.size, drawn) <= kExactWays) return exact_p(deal);
  if (units.special.size() >= drawn) {
    return random_p(deal, [&] { return draw(deal, random); });
  }
  deal.observed = std::fabs(units.slice_by_special[slice]);
  return random_p(deal, [&] { return draw_special(deal, random); });
}

bool ClusterPermutation::Deal::is_extreme(double residual) const {
  // Equal ways must count as equal whatever the order of their sums.
  return std::fabs(residual) >= observed * (1 - 1e-9);
}

double ClusterPermutation::residual(const Deal& deal, std::size_t unit) const {
  const std::size_t i = deal.units.members.empty() ? unit : deal.units.members[unit];
  return pool_.amount(i, deal.target) - deal.units.mean * pool_.rows(i);
}

double ClusterPermutation::exact_p(const Deal& deal) const {
  std::size_t all = 0;
  std::size_t extreme = 0;
  for_each_way(deal.units.size, deal.drawn, [&](const std::vector<std::size_t>& chosen) {
    double sum = 0;
    for (const std::size_t unit : chosen) sum += residual(deal, unit);
    ++all;
    if (deal.is_extreme(sum)) ++extreme;
  });
  return static_cast<double>(extreme) / static_cast<double>(all);
}

/// The residual of a random part: Floyd's sample without replacement (Bentley and Floyd 1987).
double ClusterPermutation::draw(const Deal& deal, base::Random& random) {
  ++stamp_;
  double sum = 0;
  for (std::size_t j = deal.units.size - deal.drawn; j < deal.units.size; ++j) {
    std::size_t unit = random.below(j + 1);
    if (stamps_[unit] == stamp_) unit = j;
    stamps_[unit] = stamp_;
    sum += residual(deal, unit);
  }
  return sum;
}

/// The same with only the special units drawn, each with the chance that the ones before leave it.
double ClusterPermutation::draw_special(const Deal& deal, base::Random& random) {
  std::size_t free = deal.drawn;
  std::size_t left = deal.units.size;
  double sum = 0;
  for (const double residual : deal.units.special) {
    if (random.below(left--) >= free) continue;
    sum += residual;
    --free;
  }
  return sum + static_cast<double>(free) * deal.units.ordinary_residual;
}

}  // namespace lbl::bias
