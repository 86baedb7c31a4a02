// The answers of two annotators on the items both answered, and Cohen's kappa of them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "lbl/agree/sample.hpp"
#include "lbl/stats/distance.hpp"

namespace lbl::agree {

/// Both answers of the items of one row pattern.
struct PairCell {
  std::uint32_t first, second;  ///< codes
  std::uint64_t count;
  std::size_t row;  ///< of the PatternTable it comes from
};

/// What is called for two annotators a < b with an item in common; the cells are those of their
/// common items. Rows that count 0 hold no item.
using PairVisit =
    std::function<void(std::uint32_t a, std::uint32_t b, std::span<const PairCell> cells)>;

/// Calls visit for every such two. Takes memory for one annotator's partners at a time.
void for_each_pair(const PatternTable& rows, const PairVisit& visit);

/// The same on as many threads as there are visits, each of them with a share of the pairs.
void for_each_pair(const PatternTable& rows, std::span<const PairVisit> visits);

/// Cohen's kappa of two annotators. Symmetric in the two to the last digit.
class PairKappa {
 public:
  PairKappa(const stats::DistanceKernel& kernel, std::span<const PairCell> cells);

  std::uint64_t items() const { return items_; }
  /// False when both used one label only, and it is the same.
  bool defined() const { return expected_ > 0; }
  double value() const { return 1 - observed_ / expected_; }
  /// n times the derivative by one item of that cell (its mean over the items is 0).
  double influence(const PairCell& cell) const;
  /// Variance when the two are independent (Fleiss, Cohen and Everitt 1969, eq. 13); none when
  /// there are so many labels that all pairs of them cannot be visited.
  std::optional<double> null_variance() const;
  /// The largest value that the two marginals allow (Cohen 1960, p. 42); for identity only.
  std::optional<double> maximum() const;

 private:
  std::size_t place(std::uint32_t code) const;

  std::vector<std::uint32_t> codes_;          ///< the labels the two used, ascending
  stats::DistanceKernel kernel_;              ///< over these
  std::vector<double> first_, second_;        ///< shares of the labels
  std::vector<double> to_first_, to_second_;  ///< mean distance of a label from each one's answers
  std::uint64_t items_ = 0;
  double observed_ = 0, expected_ = 0;
};

}  // namespace lbl::agree
