// The slices that nobody named: every combination of field values up to a depth, ranked by how far
// it diverges, without telling the same thing twice and without taking luck for a finding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"

namespace lbl::bias {

/// Where a discovered slice is tested: on the answers it was found in, the q value then counting
/// all slices looked at, or on the items of a held-out half.
enum class Confirm : std::uint8_t { none, split };

/// "none", "split".
std::string_view confirm_name(Confirm confirm);

struct DiscoverSpec {
  std::vector<std::size_t> columns;  ///< of the table, to combine
  std::size_t depth = 3;
  double min_support = 0.01;  ///< least share of the answers
  Confirm confirm = Confirm::none;
};

/// A value of a field; none is the missing one.
struct FieldValue {
  std::string field;
  std::optional<std::string> value;
};

/// A slice that stands out. `entry` has its comparison with the rest, its p and q and its flag; its
/// indices of cut and slice mean nothing.
struct DiscoveredSlice {
  std::size_t task = 0;
  std::vector<FieldValue> slice;
  std::uint64_t answers = 0;  ///< among those it was found in
  double support = 0;         ///< share of the answers it was found in
  double value = 0, divergence = 0, t = 0;
  std::optional<double> score;        ///< SliceLine's, alpha 0.95
  std::vector<double> contributions;  ///< per field value: its Shapley share of the divergence
  std::size_t folded = 0;             ///< narrower slices that say no more than this one
  SliceEntry entry;
};

/// How much a field value adds to divergence over all slices.
struct GlobalContribution {
  std::size_t task = 0;
  std::optional<std::string> label;
  Measure measure = Measure::rate;
  FieldValue value;
  double contribution = 0;
};

struct DiscoverResult {
  std::size_t depth = 3;
  double min_support = 0.01;
  Confirm confirm = Confirm::none;
  std::uint64_t slices = 0;  ///< that are frequent, over all tasks and measures
  std::uint64_t tests = 0;   ///< in the family of the q values
  std::vector<DiscoveredSlice> found;
  std::vector<GlobalContribution> contributions;
  std::vector<Note> notes;
};

/// Explores every task and measure of `spec` over the columns of `discovery`. Found are, per label,
/// up to kMostDiscovered slices that diverge by 2 standard errors or more, the furthest by t first;
/// a slice and a narrower one that are less than 2 standard errors apart are told as the wider one
/// (DivExplorer's redundancy, section 5.2, with an error of its own size). Each is then compared
/// with the rest as a named slice is. The result depends on neither the order of rows nor threads.
DiscoverResult discover(const model::RatingsTable& table, const BiasSpec& spec,
                        const DiscoverSpec& discovery);

inline constexpr std::size_t kMostDiscovered = 20;

}  // namespace lbl::bias
