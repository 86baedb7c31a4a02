// Are some slices labelled differently, and is that more than chance? What to ask and what is
// found.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/bias/controlled.hpp"
#include "lbl/bias/right_answers.hpp"
#include "lbl/bias/severity.hpp"
#include "lbl/bias/target.hpp"
#include "lbl/model/ratings.hpp"
#include "lbl/stats/estimate.hpp"
#include "lbl/stats/multiple_testing.hpp"
#include "lbl/stats/resampling.hpp"

namespace lbl::bias {

/// What is measured in each slice.
enum class Measure : std::uint8_t {
  rate,  ///< share of answers with the label; of spans and boxes: with at least one such unit
  mean,  ///< mean rating or number; of spans and boxes: units per answer
  disagreement,  ///< chance that another answer to the same item differs
  missing,       ///< share of records without an answer
  // Beside the right answers (BiasSpec::right), of answers that have one:
  error,  ///< share of answers that are not right; of choices: that have a label wrongly or lack it
  absolute_error,  ///< mean distance from the right number; of spans and boxes: of the counts
  deviation,       ///< mean of answer minus right number; of spans and boxes: of the counts
  fpr,             ///< share with the label among answers that should not have it
  fnr,             ///< share without the label among answers that should have it
  ppv,             ///< share that should have the label among answers that have it
  npv              ///< share that should not have the label among answers that do not
};

/// Which answers are taken as dependent (CONVENTIONS.md 17). `automatic` is item where the slice is
/// constant within items, else item and annotator.
enum class Cluster : std::uint8_t { automatic, item, annotator, item_and_annotator, none };

/// How a slice is tested against its reference. `automatic`: CONVENTIONS.md 18.
enum class Test : std::uint8_t { automatic, chi2, fisher, permutation, rao_scott, wald };

/// "rate", "mean", ...; both kinds of error are "error".
std::string_view measure_name(Measure measure);
/// Whether figures of this measure are shares of answers.
bool is_share(Measure measure);
/// "item", "annotator", "item+annotator", "none".
std::string_view cluster_name(Cluster cluster);
/// "chi2", "fisher", "permutation", "rao-scott", "wald".
std::string_view test_name(Test test);

/// What a slice is compared with. `slice`: the slice with the text BiasSpec::reference_slice.
enum class Reference : std::uint8_t { rest, overall, slice };

struct BiasSpec {
  /// The cuts: each one a column of the table, or several that are crossed.
  std::vector<std::vector<std::size_t>> cuts;
  /// Columns of the table within whose values slices are compared as well; empty: none.
  std::vector<std::size_t> control;
  std::vector<WantedShares> targets;  ///< the shares that slices should have
  bool weigh_to_target = false;       ///< find the weights that reach the targets
  bool annotators = false;            ///< how severe is each annotator?
  std::uint64_t min_answers = 10;     ///< below which an annotator is not tested
  std::vector<Measure> measures;      ///< empty: what fits each task's type; either kind of error
                                      ///< stands for the one that fits
  std::vector<RightAnswers> right;    ///< of each task of the table; empty: not known
  std::vector<std::string> labels;    ///< empty: all
  Reference reference = Reference::rest;
  std::string reference_slice;
  Cluster cluster = Cluster::automatic;
  Test test = Test::automatic;
  stats::Correction correction = stats::Correction::bh;
  double level = 0.95;
  bool four_fifths = false;      ///< flag slices below four fifths of the highest rate
  std::size_t max_levels = 100;  ///< of a cut and of the labels; the rarer slices become one
  /// One an item of the table, from 0 on; empty: all alike. Only their ratios count. Figures are
  /// then weighted, errors are linearised by cluster, and nothing is permuted.
  std::vector<double> item_weights;
  std::uint64_t bootstrap = 0;  ///< replicates of items drawn again; 0: none
  std::uint64_t seed = 1;
  unsigned threads = 0;  ///< 0: all cores
};

/// A slice: a value for each field of its cut; none is a missing value.
struct Slice {
  std::vector<std::optional<std::string>> values;
  /// Of the slice "other": how many slices were put together in it; else 0.
  std::size_t grouped = 0;

  /// "forum:ko", with "null" for a missing value.
  std::string text() const;
};

/// One way to cut the answers that a measure of a task counts.
struct Cut {
  std::size_t task = 0;  ///< index into BiasResult::tasks
  std::vector<std::string> fields;
  std::vector<Slice> slices;

  /// "source:lang".
  std::string name() const;
};

/// What drawing the items again says of a slice: its figure, and its difference from the reference.
struct SliceBootstrap {
  std::optional<stats::BootstrapFigure> estimate, difference;  ///< none without a value
};

/// One slice, label and measure.
struct SliceEntry {
  std::size_t cut = 0, slice = 0;    ///< indices into BiasResult::cuts, Cut::slices
  std::optional<std::string> label;  ///< none for measures of the whole answer
  Measure measure = Measure::rate;
  std::uint64_t answers = 0, items = 0;
  Cluster cluster = Cluster::item;
  std::uint64_t clusters = 0;  ///< of the smaller kind when there are two
  std::string reference;       ///< "rest", "overall" or the text of a slice
  stats::Estimate estimate, difference, ratio, odds_ratio;
  std::optional<Test> test;
  std::optional<double> p, q;               ///< none where nothing could be tested
  bool flag = false;                        ///< q <= 1 - level
  std::optional<Controlled> controlled;     ///< with BiasSpec::control
  std::optional<SliceBootstrap> bootstrap;  ///< with BiasSpec::bootstrap
};

/// The ends of the values of the slices of a cut.
struct ValueRange {
  double low = 0, high = 0;
};

/// How far slices are from all answers together: the largest distance, and the smallest ratio of
/// either to the other (both 0 where a value is 0 or below).
struct ToOverall {
  double difference = 0, ratio = 0;
};

/// How slices with an order were tested for a trend.
enum class TrendTest : std::uint8_t { cochran_armitage, linear_by_linear };
/// "cochran-armitage", "linear-by-linear".
std::string_view trend_test_name(TrendTest test);

/// Whether a measure rises or falls along the slices of a cut.
struct Trend {
  TrendTest test = TrendTest::linear_by_linear;
  stats::Estimate slope;  ///< a step of the slices' scores: a unit of a number, the next bin
  std::optional<double> statistic, p, q;
};

/// The largest differences between the slices of a cut.
struct Disparity {
  std::size_t cut = 0;
  std::optional<std::string> label;
  Measure measure = Measure::rate;
  /// Largest minus smallest value. A maximum is biased upwards, so it has no interval but `p`, by
  /// permutation of clusters, and `null_mean`, what chance alone gives on average.
  stats::Estimate max_difference;
  std::optional<double> p, null_mean;
  stats::Estimate min_ratio;       ///< smallest by largest value
  std::vector<std::size_t> worst;  ///< slices with the largest and the smallest value
  /// max_difference over slices of 30 clusters or more (CONVENTIONS.md 20); none below two of them.
  std::optional<double> supported_difference;
  std::optional<ValueRange> range;
  std::optional<ToOverall> to_overall;
  /// With BiasSpec::four_fifths: the slices whose rate is below four fifths of the highest; none
  /// for what is no share.
  std::optional<std::vector<std::size_t>> below_four_fifths;
  std::optional<Trend> trend;  ///< of three slices or more that are numbers or bins
};

/// Something the reader of the report must know of how it was made.
struct Note {
  std::string code;  ///< "grouped-slices", "cut-at-quartiles", ...
  std::string message;
};

/// What is known of one task.
struct TaskFacts {
  std::string name;
  model::TaskType type = model::TaskType::choice;
  std::uint64_t answers = 0, items = 0, annotators = 0;  ///< that take part
  std::uint64_t no_answer = 0, unknown_labels = 0, invalid = 0, conflicting_answers = 0;
};

struct BiasResult {
  double level = 0.95;
  stats::Correction correction = stats::Correction::bh;
  std::vector<TaskFacts> tasks;
  std::vector<Cut> cuts;  ///< by task, measure and BiasSpec::cuts
  std::vector<SliceEntry> slices;
  std::vector<Disparity> disparities;
  std::uint64_t tests = 0;           ///< p values in the family that is corrected
  std::vector<std::string> control;  ///< the names of the fields of BiasSpec::control
  std::vector<TargetField> targets;
  std::optional<TargetWeights> weights;
  Severities severities;
  std::vector<Note> notes;
};

/// Compares the slices of `table` as `spec` says. The result depends on neither the order of rows
/// nor the number of threads. Throws Error (usage) for a label, measure or reference slice that no
/// task has.
BiasResult bias(const model::RatingsTable& table, const BiasSpec& spec);

/// From how many clusters on estimates are reliable (CONVENTIONS.md 17), and tests need no
/// permutation (18).
inline constexpr std::uint64_t kReliableClusters = 20;
inline constexpr std::uint64_t kManyClusters = 30;

}  // namespace lbl::bias
