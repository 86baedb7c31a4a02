// Counting a ratings table into states: one for the whole and one a slice, in one pass.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lbl/agree/scale.hpp"
#include "lbl/model/pattern_counts.hpp"
#include "lbl/model/ratings.hpp"

namespace lbl::agree {

/// Whether a state keeps who answered. Coefficients with chance agreement by annotator need it.
enum class Identity : std::uint8_t { dropped, kept };

/// What a set of answers adds up to. `state(a) + state(b)` is `state(a ++ b)` for items that are
/// whole in one of the two.
struct State {
  /// Per item its answers as ascending codes; items without an answer are left out.
  model::PatternCounts answers;
  /// Per item its annotators, ascending, then their codes in the same order; empty when dropped.
  model::PatternCounts rows;
  /// Who answered, by index into RatingsTable::annotators, as bits.
  std::vector<std::uint64_t> annotators;

  void add(const State& other);
  void add_annotator(std::uint32_t annotator);
  std::uint64_t annotator_count() const;
};

/// The index into `answers` of each of the rows of a state that has kept identities.
std::vector<std::size_t> answer_pattern_of_rows(const State& state);

/// A slice as its fields and their values; no value for a missing one.
using Slice = std::vector<std::pair<std::string, std::optional<std::string>>>;

struct SliceState {
  Slice slice;  ///< empty for the whole
  State state;
};

/// Columns of the ratings table that are crossed into one set of slices.
using Crossing = std::vector<std::size_t>;

/// Counts the answers of `ratings`, a task of `table`. The first state is the whole; then the
/// slices of each crossing in the order of the table's values, a missing value last. A slice holds
/// the answers whose own record has its values, so an item may be in several slices.
std::vector<SliceState> count_states(const model::RatingsTable& table,
                                     const model::TaskRatings& ratings, const Scale& scale,
                                     const std::vector<Crossing>& by, Identity identity,
                                     unsigned threads);

/// Some items, and how much each item of the table is to be counted.
struct WeightedItems {
  const std::vector<std::size_t>& items;
  const std::vector<std::uint64_t>& counts;
};

/// count_states() of some items, each counted as often as it says; those of 0 keep their patterns.
std::vector<SliceState> count_weighted_states(const model::RatingsTable& table,
                                              const model::TaskRatings& ratings, const Scale& scale,
                                              const std::vector<Crossing>& by, Identity identity,
                                              const WeightedItems& weighted);

}  // namespace lbl::agree
