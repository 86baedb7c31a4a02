// Does the batch have the shares of slices that it should have, and what would bring it there?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/model/ratings.hpp"
#include "lbl/stats/estimate.hpp"

namespace lbl::bias {

/// The shares that the slices of a field (or a crossing) should have.
struct WantedShares {
  /// The share of one slice by its text: "forum", "forum:ko", "null" for a missing value.
  struct Share {
    std::string slice;
    double share = 0;
  };
  std::vector<std::size_t> columns;  ///< of the table
  std::vector<Share> shares;         ///< that sum to 1
};

/// A slice beside its target.
struct TargetSlice {
  std::vector<std::optional<std::string>> values;
  std::uint64_t n = 0;
  double share = 0, target = 0;
  stats::Estimate gap;  ///< share - target
  /// What is missing when every slice keeps what it has; none where no collecting helps.
  std::optional<std::uint64_t> collect;
};

/// A field beside its target. Units are items where the slice is constant within items, else
/// answers, clustered by item and annotator.
struct TargetField {
  std::vector<std::string> fields;
  bool counts_items = true;
  std::uint64_t n = 0;
  std::vector<TargetSlice> slices;
  stats::Estimate psi;               ///< population stability index, sum of (p - t) ln (p / t)
  std::optional<double> chi_square;  ///< of fit; clustered: by its design effect
  double degrees = 0;
  std::optional<double> p, q;
  std::optional<std::uint64_t> collect;  ///< in all

  /// "source:lang".
  std::string name() const;
};

/// Weights that bring the items of a batch to its targets.
struct TargetWeights {
  std::vector<std::uint32_t> items;  ///< of the table, sorted by name
  std::vector<double> weights;       ///< mean 1
  double effective = 0;              ///< items that would tell as much unweighted (Kish 1965)
  double largest_gap = 0;
  std::uint64_t sweeps = 0;
  bool converged = false;
};

/// Compares the records of a batch with the target of one field.
TargetField compare_with_target(const model::RatingsTable& table, const WantedShares& target,
                                double level);

/// Rakes the items of a batch to all targets. Throws Error (input) for a target whose slices vary
/// within items, or that asks for a slice without items.
TargetWeights weights_to_target(const model::RatingsTable& table,
                                const std::vector<WantedShares>& targets);

}  // namespace lbl::bias
