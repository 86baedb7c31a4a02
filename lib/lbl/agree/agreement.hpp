// The question of lbl-agree: a ratings table in, every figure of agreement asked for out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/agree/coefficient.hpp"
#include "lbl/agree/convention.hpp"
#include "lbl/agree/state.hpp"
#include "lbl/model/ratings.hpp"

namespace lbl::agree {

/// What to compute besides the figures of the whole and of slices.
struct Breakdown {
  bool label = false;  ///< each label against all others; of choices each member, in or out
  bool pair = false;   ///< each two annotators with an item in common
};

/// What to compute and by which conventions.
struct Options {
  std::vector<std::string> coefficients;  ///< names; empty: those that fit the task; "all"
  std::vector<std::string> metrics;       ///< for alpha; empty: the one that fits the task
  std::vector<std::string> weights;       ///< for the rest; empty: those that fit the task
  Missing missing = Missing::items;
  std::vector<Crossing> by;
  Breakdown per;
  double level = 0.95;
  std::optional<std::uint64_t> population;  ///< items that the batch was drawn from
  ShapeChance chance;                       ///< of gamma; its threads are those below
  unsigned threads = 0;
};

/// One figure and all that it depends on.
struct Measure {
  std::string task;
  Slice slice;                    ///< empty: the whole
  std::string label;              ///< --per label; else empty
  std::vector<std::string> pair;  ///< --per pair: two annotators; else empty
  const Coefficient* coefficient = nullptr;
  std::string metric, weights;  ///< one of the two is empty
  std::string missing;
  Figure figure;
  /// Whether the bare name of the coefficient means this one: the whole batch, the first metric or
  /// weights asked for.
  bool is_default = false;
};

struct LabelCount {
  std::string label;
  std::uint64_t answers = 0;
};

/// What is known of a task besides its figures.
struct TaskSummary {
  std::string name;
  model::TaskType type = model::TaskType::choice;
  bool type_was_inferred = false;
  std::size_t categories = 0;          ///< size of the category set
  bool categories_were_given = false;  ///< by the guideline, not found in the data
  /// In the order of the category set; of choices the members of the sets, with the answers that
  /// hold them.
  std::vector<LabelCount> labels;
  std::uint64_t items = 0;             ///< with an answer
  std::uint64_t items_paired = 0;      ///< with two answers or more
  std::uint64_t items_unanswered = 0;  ///< of the batch, without an answer to this task
  std::uint64_t annotators = 0;
  std::uint64_t answers = 0;
  std::uint64_t fewest_answers = 0, most_answers = 0;  ///< on an item with an answer
  std::uint64_t no_answer = 0, unknown = 0, invalid = 0, aliases = 0;
  std::uint64_t equal_repeats = 0, conflicts = 0, conflicting_answers = 0;
};

struct Result {
  std::vector<TaskSummary> tasks;
  std::vector<Measure> measures;
};

/// Throws Error (usage) for a coefficient, metric or weighting that does not exist, so that a slip
/// of the pen is told before anything is read.
void check_names(const Options& options);

/// Computes all figures. Throws Error (usage) for a coefficient, metric or weighting that does not
/// exist or has no meaning for a task's answers, and for a population smaller than the batch.
/// Nothing depends on the order of rows, the names of annotators or the number of threads.
Result agreement(const model::RatingsTable& table, const Options& options);

}  // namespace lbl::agree
