// Moments over items with few answers, from counts of pairs of answers that are alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lbl/bias/moments.hpp"

namespace lbl::bias {

/// A product of two sums over the rows of a cluster is a sum over pairs of rows, and what a pair
/// adds depends on the slices and classes of its rows alone. Counting pairs by these costs a step a
/// pair, without a sum for each target of each cluster. The partner of a slice is the rest.
class PairCounts {
 public:
  /// Larger clusters have more pairs than summing them up has steps.
  static constexpr std::size_t kMostRows = 8;

  PairCounts(const CodedCut& cut, const Scoring& scoring);

  /// Whether the tables of counts are small enough to be fast.
  static bool fits(const CodedCut& cut, const Scoring& scoring);

  /// Counts the pairs of the cluster of rows [begin, end), at most kMostRows.
  void add(std::uint64_t begin, std::uint64_t end);
  /// Adds the moments of all clusters counted so far.
  void add_to(Moments& moments) const;

 private:
  std::size_t cell(std::uint32_t slice, std::uint32_t row_class) const {
    return slice * classes_ + row_class;
  }
  std::span<const Score> scores(std::size_t row_class) const;
  void add_rows(std::size_t slice, std::size_t row_class, Moments& moments) const;
  void add_same(std::size_t slice, std::size_t one, std::size_t other, Moments& moments) const;
  void add_apart(std::size_t slice, std::size_t one, std::size_t other, Moments& moments) const;

  const CodedCut& cut_;
  const Scoring& scoring_;
  std::size_t slices_, classes_;
  std::uint64_t clusters_ = 0;
  bool shared_ = false;
  std::vector<std::uint64_t> slice_clusters_, whole_clusters_;
  std::vector<std::uint64_t> rows_;  ///< by slice and class
  std::vector<std::uint64_t> same_;  ///< pairs in one slice, by it and both classes
  /// Pairs of two slices, once from each side: by its slice and class and the other's class.
  std::vector<std::uint64_t> apart_;
};

}  // namespace lbl::bias
