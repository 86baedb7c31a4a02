// The best way to pair two sets when not every pair is possible and nobody has to be paired.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace lbl::stats {

/// A possible pair and what it gains; `gain` > 0.
struct MatchEdge {
  std::uint32_t row, column;
  double gain;
};

/// Pairs in which each row and each column stands at most once.
struct Matching {
  double gain = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;  ///< by row
};

/// The matching with the largest sum of gains: shortest augmenting paths with potentials (Kuhn
/// 1955; Jonker and Volgenant 1987) on the pairs that are possible, so that its time grows with
/// them and not with rows x columns.
Matching best_matching(std::size_t rows, std::size_t columns, const std::vector<MatchEdge>& edges);

}  // namespace lbl::stats
