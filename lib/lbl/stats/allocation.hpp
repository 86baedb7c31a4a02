// Sharing a sample of n units out over strata.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace lbl::stats {

/// What the share of a stratum is proportional to: 1, N, N x standard deviation (Neyman 1934), or
/// the square root of N (power allocation, Bankier 1988, with exponent 1/2).
enum class AllocationRule : std::uint8_t { equal, proportional, neyman, square_root };

/// "equal", "proportional", "neyman", "sqrt".
std::string_view allocation_name(AllocationRule rule);
/// The rule of that name; none if there is no such rule.
std::optional<AllocationRule> allocation_rule(std::string_view name);

struct StratumSize {
  std::uint64_t units = 0;
  double deviation = 0;  ///< standard deviation within the stratum; only Neyman's rule reads it
};

/// What a stratum's share is proportional to under `rule`.
double allocation_weight(AllocationRule rule, const StratumSize& stratum);

/// How many units each stratum gives.
struct Allocation {
  std::vector<std::uint64_t> units;  ///< sums to min(n, all units); never more than the stratum has
  std::vector<double> shares;        ///< the real shares that `units` round
  /// A stratum's share is `multiplier` times its weight where neither its minimum nor its size says
  /// else; infinite in a census.
  double multiplier = 0;
  bool census = false;                ///< n is all units or more: everything is taken
  bool minimum_dropped = false;       ///< n is too small for the minimum in every stratum
  bool proportional_instead = false;  ///< no stratum has a deviation, so sizes decided
};

/// Shares `n` out: real shares clamp(L x weight, lower, N) with the one L that makes the sum n,
/// where lower is min(`minimum`, N), or 0 when n cannot meet it everywhere; strata of weight 0 get
/// the lower bound, and the rest by size when all others are exhausted. Whole numbers by largest
/// remainder (Hamilton), where fractions within 1e-9 are equal and the earlier stratum goes first.
Allocation allocate(AllocationRule rule, std::span<const StratumSize> strata, std::uint64_t n,
                    std::uint64_t minimum = 1);

}  // namespace lbl::stats
