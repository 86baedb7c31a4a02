// Weights of items as whole numbers by row, so that weighted sums stay exact.
#include "lbl/bias/row_weights.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "lbl/stats/exact_sum.hpp"

namespace lbl::bias {
namespace {

std::uint64_t largest_amount(const Scoring& scoring) {
  std::uint64_t largest = 1;
  for (const Score& score : scoring.scores) largest = std::max(largest, score.amount);
  return largest;
}

template <class Body>
void for_each_counted_row(const Scoring& scoring, Body&& body) {
  const auto& begin = scoring.rows.item_begin;
  for (std::size_t item = 0; item + 1 < begin.size(); ++item) {
    for (std::uint64_t row = begin[item]; row < begin[item + 1]; ++row) {
      if (scoring.rows.classes[row] != Scoring::kNotCounted) body(row, item);
    }
  }
}

}  // namespace

std::vector<std::uint64_t> row_weights(const Scoring& scoring,
                                       const std::vector<double>& item_weights) {
  if (item_weights.empty()) return {};
  stats::ExactSum sum;
  std::uint64_t rows = 0;
  for_each_counted_row(scoring, [&](std::uint64_t, std::size_t item) {
    sum.add(item_weights[item]);
    ++rows;
  });
  std::vector<std::uint64_t> weights(scoring.rows.size(), 0);
  if (!(sum.value() > 0)) return weights;
  // All weights together stay below 2^52, and weighted amounts below 2^62.
  const int room = std::min(52, 62 - static_cast<int>(std::bit_width(largest_amount(scoring))));
  const double unit = std::ldexp(static_cast<double>(rows) / sum.value(),
                                 std::max(0, room - static_cast<int>(std::bit_width(rows))));
  for_each_counted_row(scoring, [&](std::uint64_t row, std::size_t item) {
    weights[row] = static_cast<std::uint64_t>(std::llround(item_weights[item] * unit));
  });
  return weights;
}

}  // namespace lbl::bias
