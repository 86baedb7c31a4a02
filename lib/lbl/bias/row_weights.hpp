// Weights of items as whole numbers by row, so that weighted sums stay exact.
#pragma once

#include <cstdint>
#include <vector>

#include "lbl/bias/scoring.hpp"

namespace lbl::bias {

/// Per row of `scoring` the weight of its item in steps of a power of two below the mean weight, as
/// small as 64-bit sums of weighted amounts allow (2^-20 of the mean or finer for shares and whole
/// numbers of up to 16 million rows). Empty without `item_weights`; only their ratios count.
std::vector<std::uint64_t> row_weights(const Scoring& scoring,
                                       const std::vector<double>& item_weights);

/// Bits that a sum of amounts leaves free for weights; see fixed_point().
inline constexpr int kWeightBits = 20;

}  // namespace lbl::bias
