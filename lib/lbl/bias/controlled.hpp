// A slice beside its reference within strata of a control field: is the difference the field's own?
#pragma once

#include <cstdint>
#include <optional>

#include "lbl/stats/estimate.hpp"
#include "lbl/stats/mantel_haenszel.hpp"

namespace lbl::bias {

/// What becomes of a difference when like is compared with like (Simpson 1951).
enum class Reversal : std::uint8_t {
  none,
  vanishes,  ///< surely there before, its interval holds 0 within the strata
  reverses   ///< within the strata surely in the other direction
};

/// "none", "vanishes", "reverses".
const char* reversal_name(Reversal reversal);

/// One entry of the report under control.
struct Controlled {
  std::uint64_t strata = 0;       ///< with answers on both sides
  std::uint64_t informative = 0;  ///< and with two outcomes
  stats::Estimate difference, ratio, odds_ratio;
  std::optional<double> statistic;  ///< of Cochran, Mantel and Haenszel's test
  std::optional<double> p, q;
  std::optional<stats::Homogeneity> homogeneity;  ///< of odds ratios; none for means
  Reversal reversal = Reversal::none;
};

}  // namespace lbl::bias
