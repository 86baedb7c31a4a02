// The question of lbl-agree: a ratings table in, every figure of agreement asked for out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lbl/agree/alt_test.hpp"
#include "lbl/agree/coefficient.hpp"
#include "lbl/agree/comparison.hpp"
#include "lbl/agree/convention.hpp"
#include "lbl/agree/drift.hpp"
#include "lbl/agree/planning.hpp"
#include "lbl/agree/scale.hpp"
#include "lbl/agree/state.hpp"
#include "lbl/model/gold.hpp"
#include "lbl/model/ratings.hpp"

namespace lbl::agree {

/// What to compute besides the figures of the whole and of slices.
struct Breakdown {
  bool label = false;      ///< each label against all others; of choices each member, in or out
  bool pair = false;       ///< each two annotators with an item in common
  bool annotator = false;  ///< all annotators but one
  bool left_out_label = false;  ///< all answers but those of one label
  bool item = false;            ///< each item
};

/// What the bootstrap draws with replacement.
enum class Resample : std::uint8_t { items, annotators, column };

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
  std::uint64_t seed = 1;
  std::uint64_t bootstrap = 0;                 ///< replicates; 0: none
  Resample resample = Resample::items;         ///< what a replicate draws
  std::optional<std::size_t> resample_column;  ///< of the table, with Resample::column
  LabelKnowledge labels;                       ///< --metric matrix:FILE and --expected
  std::optional<ComparisonSpec> comparison;    ///< --compare
  std::optional<std::size_t> time;             ///< of `by`, the column whose slices follow in time
  std::optional<double> plan_width;            ///< --plan-width
  std::optional<AltTestSpec> alt_test;         ///< --alt-test
  std::vector<double> item_weights;            ///< one an item of the table; empty: all alike
};

/// One figure and all that it depends on.
struct Measure {
  std::string task;
  Slice slice;                    ///< empty: the whole
  std::string label;              ///< --per label; else empty
  std::vector<std::string> pair;  ///< --per pair: two annotators; else empty
  std::string annotator;          ///< --per annotator, or of one against gold; else empty
  std::string left_out;  ///< "annotator" or "label": the figure is of all but that one; else empty
  std::string form;      ///< of a coefficient with several (icc); else empty
  /// "repeats": of the answers that one annotator gave again to one item; else empty.
  std::string part;
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

/// Which side pairwise answers prefer. Where sides are drawn by lot each is as likely.
struct PositionBias {
  std::uint64_t first = 0, second = 0, ties = 0;
  stats::Estimate share;    ///< of the first among answers that are no ties
  std::optional<double> p;  ///< two-sided, for one half
};

/// What is known of a task besides its figures.
struct TaskSummary {
  std::string name;
  model::TaskType type = model::TaskType::choice;
  bool type_was_inferred = false;
  bool is_weighted = false;            ///< by Options::item_weights
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
  /// Of the most frequent label against all others (Byrt, Bishop and Carlin 1993): how far its
  /// share is from one half, doubled; and how far two annotators' shares of it differ.
  std::optional<double> prevalence_index, bias_index;
  /// Pairs of labels that differ in case or spaces only.
  std::vector<std::pair<std::string, std::string>> near_labels;
  std::uint64_t repeated = 0;  ///< annotators' items with more than one answer by that annotator
  std::optional<PositionBias> position;  ///< of pairwise answers
  std::uint64_t no_answer = 0, unknown = 0, invalid = 0, aliases = 0;
  std::uint64_t equal_repeats = 0, conflicts = 0, conflicting_answers = 0;
};

/// Answers of one label to items whose gold is another, or the same.
struct GoldCell {
  std::uint32_t gold = 0, answer = 0;  ///< of GoldSummary::labels
  std::uint64_t n = 0;
  double share = 0, low = 0, high = 0;  ///< of the answers to that gold, with Wilson's interval
};

/// One annotator against gold.
struct GoldAnnotator {
  std::string annotator;
  std::uint64_t answers = 0;
  stats::Estimate accuracy;
  std::uint64_t compared_items = 0;  ///< that others answered as well
  std::optional<double> difference;  ///< from the others on those items
  std::optional<double> p, q;        ///< one-sided, for "not worse"; q by Benjamini and Hochberg
  std::string p_method;
  bool worse = false;  ///< than the others, beyond chance
  std::vector<GoldCell> confusion;
};

/// More labels than this make no table of confusion.
constexpr std::size_t kMostGoldLabels = 200;

/// What gold says of a task.
struct GoldSummary {
  std::string task;
  std::uint64_t items_with_gold = 0;  ///< of the batch
  std::uint64_t items = 0;            ///< of those, with an answer
  std::uint64_t answers = 0;
  bool has_labels = false;
  std::vector<std::string> labels;
  std::vector<GoldCell> confusion;  ///< cells with answers
  std::vector<GoldAnnotator> annotators;
};

/// What annotators made of one item (ItemFigures, with names).
struct ItemEntry {
  std::string task, item;
  std::uint64_t answers = 0;
  std::vector<std::pair<std::string, std::uint64_t>> labels;  ///< those that occur
  std::optional<std::string> majority;
  std::optional<double> disagreement, entropy;
};

struct Result {
  std::vector<TaskSummary> tasks;
  std::vector<Measure> measures;
  std::vector<Measure> repeats;   ///< how far annotators agree with themselves
  std::vector<GoldSummary> gold;  ///< of each task that has any
  std::vector<Comparison> comparisons;
  std::vector<Drift> drifts;  ///< with Options::time
  std::vector<WidthPlan> plans;
  std::vector<AltTest> alt_tests;
  std::vector<ItemEntry> items;  ///< with Breakdown::item; of each task the most disputed first
};

/// Throws Error (usage) for a coefficient, metric or weighting that does not exist, so that a slip
/// of the pen is told before anything is read.
void check_names(const Options& options);

/// Computes all figures. Throws Error (usage) for a coefficient, metric or weighting that does not
/// exist or has no meaning for a task's answers, and for a population smaller than the batch.
/// Nothing depends on the order of rows, the names of annotators or the number of threads. With
/// `gold`, whose tasks stand as those of the table, answers are held against it as well.
Result agreement(const model::RatingsTable& table, const Options& options,
                 const model::Gold* gold = nullptr);

}  // namespace lbl::agree
