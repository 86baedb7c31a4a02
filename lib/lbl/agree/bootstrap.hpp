// --bootstrap: intervals of every coefficient from resampled items, annotators or slices.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lbl/agree/agreement.hpp"
#include "lbl/agree/figures.hpp"
#include "lbl/agree/score.hpp"
#include "lbl/agree/state.hpp"

namespace lbl::agree {

/// How to resample one state. `use` names the part (task, slice, label), so that each has a stream
/// of its own.
struct ResamplePlan {
  const Options& options;
  std::string use;
  /// With Resample::column: the states of its values; their sum is the state itself.
  /// Null: a part for which they are not counted, and Resample::column does nothing.
  const std::vector<SliceState>* clusters = nullptr;
};

/// What ResamplePlan::use is for a slice of a task.
std::string part_name(const std::string& task, const Slice& slice);

/// Adds a bootstrap to the measures that `maker` made of `state`, in their order; a figure without
/// an analytic interval takes the bootstrap's. Items are drawn by an exact multinomial over the
/// distinct patterns, so time does not grow with their number. Does nothing without --bootstrap.
void add_bootstrap(const FigureMaker& maker, const State& state, const ResamplePlan& plan,
                   std::vector<Measure>& measures);

/// The same for measures made of scores, in their order: items are drawn with all that they add to
/// a score. `keys` are hashes of the items' ids, so that the order of rows changes nothing. Throws
/// Error (usage) for a --resample of anything but items.
void add_score_bootstrap(const std::vector<Score>& scores, const std::vector<std::uint64_t>& keys,
                         const ResamplePlan& plan, std::vector<Measure>& measures);

/// What tells the rows of a state apart without the names of annotators: equal for rows that are
/// alike in all but names.
std::vector<std::uint64_t> row_signatures(const model::PatternCounts& rows);

/// The row patterns of a state in an order that neither the order of rows nor the names of
/// annotators can change: annotators are told apart by what they answered beside whom.
std::vector<std::size_t> nameless_order(const State& state);

}  // namespace lbl::agree
