// Water-filling between bounds, then largest remainders.
#include "lbl/stats/allocation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace lbl::stats {

namespace {

constexpr std::array<std::pair<AllocationRule, std::string_view>, 4> kRules{
    {{AllocationRule::equal, "equal"},
     {AllocationRule::proportional, "proportional"},
     {AllocationRule::neyman, "neyman"},
     {AllocationRule::square_root, "sqrt"}}};

struct Bounded {
  double weight, lower, upper;
};

double share_at(const Bounded& part, double multiplier) {
  return std::clamp(multiplier * part.weight, part.lower, part.upper);
}

// The L for which the clamped shares of the parts with a weight sum to `total`; infinite when even
// their upper bounds do not exceed it. The sum is piecewise linear in L, bending where a part
// leaves its lower or meets its upper bound.
double solve_multiplier(const std::vector<Bounded>& parts, double total) {
  struct Bend {
    double at, slope, constant;  // what passing it adds to the sum as slope x L + constant
  };
  std::vector<Bend> bends;
  double slope = 0, constant = 0, most = 0;
  for (const Bounded& part : parts) {
    if (part.weight <= 0) continue;
    most += part.upper;
    constant += part.lower;
    bends.push_back({part.lower / part.weight, part.weight, -part.lower});
    bends.push_back({part.upper / part.weight, -part.weight, part.upper});
  }
  if (most <= total) return std::numeric_limits<double>::infinity();
  std::sort(bends.begin(), bends.end(), [](const Bend& a, const Bend& b) { return a.at < b.at; });
  double multiplier = 0;
  for (const Bend& bend : bends) {
    if (slope * bend.at + constant > total) break;
    multiplier = bend.at;
    slope += bend.slope;
    constant += bend.constant;
  }
  return slope > 0 ? std::max(multiplier, (total - constant) / slope) : multiplier;
}

// Rounds so that the sum is kept: floor, then one each to the largest fractions.
std::vector<std::uint64_t> largest_remainder(const std::vector<double>& shares,
                                             std::span<const StratumSize> strata, std::uint64_t n) {
  constexpr double kTie = 1e-9;
  std::vector<std::uint64_t> units(shares.size());
  std::vector<double> fractions(shares.size());
  for (std::size_t i = 0; i < shares.size(); ++i) {
    // A whole share that came out a hair below itself has the largest fraction, and so is mended.
    const double whole = std::floor(shares[i]);
    units[i] = static_cast<std::uint64_t>(whole);
    fractions[i] = shares[i] - whole;
  }
  std::vector<std::size_t> order(shares.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return fractions[a] > fractions[b]; });
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    for (end = begin + 1; end < order.size(); ++end) {
      if (fractions[order[end - 1]] - fractions[order[end]] > kTie) break;
    }
    std::sort(order.begin() + static_cast<std::ptrdiff_t>(begin),
              order.begin() + static_cast<std::ptrdiff_t>(end));
  }
  std::uint64_t given = std::accumulate(units.begin(), units.end(), std::uint64_t{0});
  for (const std::size_t i : order) {
    if (given == n) break;
    if (units[i] == strata[i].units) continue;
    ++units[i];
    ++given;
  }
  return units;
}

Allocation take_all(std::span<const StratumSize> strata) {
  Allocation all;
  all.census = true;
  all.multiplier = std::numeric_limits<double>::infinity();
  for (const StratumSize& stratum : strata) {
    all.units.push_back(stratum.units);
    all.shares.push_back(static_cast<double>(stratum.units));
  }
  return all;
}

// The weight, least and most of every stratum, the minimum dropped where n cannot meet it.
std::vector<Bounded> bounded_parts(AllocationRule rule, std::span<const StratumSize> strata,
                                   std::uint64_t n, std::uint64_t minimum, Allocation& result) {
  std::uint64_t least = 0;
  for (const StratumSize& stratum : strata) least += std::min(minimum, stratum.units);
  result.minimum_dropped = n < least;
  double weights = 0;
  for (const StratumSize& stratum : strata) weights += allocation_weight(rule, stratum);
  if (weights <= 0) {
    result.proportional_instead = true;
    rule = AllocationRule::proportional;
  }
  std::vector<Bounded> parts;
  for (const StratumSize& stratum : strata) {
    const std::uint64_t lower = result.minimum_dropped ? 0 : std::min(minimum, stratum.units);
    parts.push_back({allocation_weight(rule, stratum), static_cast<double>(lower),
                     static_cast<double>(stratum.units)});
  }
  return parts;
}

}  // namespace

std::string_view allocation_name(AllocationRule rule) {
  for (const auto& [known, name] : kRules) {
    if (known == rule) return name;
  }
  return "";
}

std::optional<AllocationRule> allocation_rule(std::string_view name) {
  for (const auto& [rule, known] : kRules) {
    if (known == name) return rule;
  }
  return std::nullopt;
}

double allocation_weight(AllocationRule rule, const StratumSize& stratum) {
  const auto units = static_cast<double>(stratum.units);
  switch (rule) {
    case AllocationRule::equal:
      return stratum.units > 0 ? 1 : 0;
    case AllocationRule::proportional:
      return units;
    case AllocationRule::neyman:
      return units * stratum.deviation;
    case AllocationRule::square_root:
      return std::sqrt(units);
  }
  return units;
}

Allocation allocate(AllocationRule rule, std::span<const StratumSize> strata, std::uint64_t n,
                    std::uint64_t minimum) {
  std::uint64_t all = 0;
  for (const StratumSize& stratum : strata) all += stratum.units;
  if (n >= all) return take_all(strata);

  Allocation result;
  std::vector<Bounded> parts = bounded_parts(rule, strata, n, minimum, result);
  const auto total = static_cast<double>(n);
  double unweighted = 0;
  for (const Bounded& part : parts) unweighted += part.weight > 0 ? 0 : part.lower;
  result.multiplier = solve_multiplier(parts, total - unweighted);
  if (std::isinf(result.multiplier)) {
    // All weighted strata are exhausted: the others share the rest by size.
    double rest = total;
    for (Bounded& part : parts) {
      if (part.weight > 0) {
        part.lower = part.upper;
        rest -= part.upper;
        part.weight = 0;
      } else {
        part.weight = part.upper;
      }
    }
    result.multiplier = solve_multiplier(parts, rest);
  }
  for (const Bounded& part : parts) {
    result.shares.push_back(part.weight > 0 ? share_at(part, result.multiplier) : part.lower);
  }
  result.units = largest_remainder(result.shares, strata, n);
  return result;
}

}  // namespace lbl::stats
