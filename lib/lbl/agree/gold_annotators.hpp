// Each annotator against gold, beside what others answered on the same items.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/model/pattern_counts.hpp"

namespace lbl::agree {

/// One annotator beside the others.
struct GoldComparison {
  std::uint32_t annotator = 0;
  std::uint64_t items = 0;           ///< that others answered as well
  std::optional<double> difference;  ///< mean over those: own right less the others' share right
  /// One-sided, for "not worse than the others": the probability of so few right answers when every
  /// answer to an item is as likely to be the annotator's (Poisson-binomial, the exact conditional
  /// form of Mantel and Haenszel's test with items as strata; its normal form beyond 500 items).
  std::optional<double> p;
  const char* p_method = "";
};

/// Of each annotator in `rows`, by index. A row is gold, then annotators, then answers in the same
/// order.
std::vector<GoldComparison> compare_with_others(const model::PatternCounts& rows);

}  // namespace lbl::agree
