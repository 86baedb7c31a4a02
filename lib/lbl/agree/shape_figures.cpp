// Samples of places, formulas, and what their scores are called.
#include "lbl/agree/shape_figures.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <variant>

#include "lbl/agree/bootstrap.hpp"
#include "lbl/agree/request.hpp"

namespace lbl::agree {

namespace {

using model::RatingsTable;
using model::TaskRatings;
using model::TaskType;

constexpr std::uint64_t kFewItems = 10;

/// Why nothing can be computed.
std::optional<Score> unusable(const ScoreCounts& counts) {
  if (counts.items_rated == 0) return undefined_score("no-answers", "there is no answer");
  if (counts.items > 0) return std::nullopt;
  return undefined_score("no-pairs", counts.annotators == 1 ? "there is only one annotator"
                                                            : "no item has two answers");
}

/// Marks a figure of few items (CONVENTIONS.md 9).
void judge(Figure& figure) {
  stats::Estimate& estimate = figure.estimate;
  if (estimate.status != stats::Status::ok || figure.items >= kFewItems) return;
  estimate.status = stats::Status::unreliable;
  estimate.reason = "few-items";
  estimate.message = fmt::format("only {} item{} with two answers; fewer than {} say little",
                                 figure.items, figure.items == 1 ? "" : "s", kFewItems);
}

/// Computes the scores of one list of answers after another.
class ShapeFigures {
 public:
  ShapeFigures(const RatingsTable& table, const TaskRatings& ratings, const Options& options,
               const Conventions& conventions)
      : ratings_(ratings),
        options_(options),
        conventions_(conventions),
        coefficients_(shape_coefficients(options, ratings.task)),
        book_(table, ratings) {
    ask_.chance = options.chance;
    ask_.chance.threads = options.threads;
  }

  /// `use` names the part, as in ResamplePlan.
  std::vector<Measure> measures(const std::vector<ItemAnswers>& answers, ShapeDetail detail,
                                const std::string& use) {
    ask_.detail = detail;
    if (ratings_.task.type == TaskType::boxes) {
      const BoxSample sample = book_.box_sample(answers);
      return measures_of(sample, use, [&](const Coefficient& coefficient) {
        return coefficient.of_boxes(sample, ask_);
      });
    }
    const UnitSample sample = book_.unit_sample(answers);
    return measures_of(sample, use, [&](const Coefficient& coefficient) {
      return coefficient.of_units(sample, ask_);
    });
  }

 private:
  template <class Sample, class Compute>
  std::vector<Measure> measures_of(const Sample& sample, const std::string& use,
                                   Compute&& compute) const {
    const ScoreCounts counts{sample.items.size(), sample.items_rated, sample.ratings,
                             sample.annotators};
    std::vector<Measure> measures;
    std::vector<Score> scores;
    for (const Coefficient* coefficient : coefficients_) {
      bool is_first = true;
      for (ShapeScore& scored : compute(*coefficient)) {
        if (const std::optional<Score> why_not = unusable(counts)) scored.score = *why_not;
        Measure& measure = measures.emplace_back();
        measure.task = ratings_.task.name;
        measure.coefficient = coefficient;
        measure.metric = scored.metric;
        measure.missing = missing_of(*coefficient, conventions_.missing);
        if (scored.label) measure.label = book_.labels()[*scored.label];
        measure.figure =
            score_figure(scored.score, counts, conventions_.level, conventions_.sampled_fraction);
        judge(measure.figure);
        measure.is_default = is_first && !scored.label;
        is_first = false;
        scores.push_back(std::move(scored.score));
      }
    }
    std::vector<std::uint64_t> keys;
    for (const auto& item : sample.items) keys.push_back(item.key);
    add_score_bootstrap(scores, keys, {options_, use}, measures);
    return measures;
  }

  const TaskRatings& ratings_;
  const Options& options_;
  const Conventions& conventions_;
  std::vector<const Coefficient*> coefficients_;
  ShapeBook book_;
  ShapeAsk ask_;
};

/// The measures label by label: those of one label stand together.
void add_by_label(std::vector<Measure> measures, Result& result) {
  std::vector<std::string> order;
  std::map<std::string, std::vector<Measure>> by_label;
  for (Measure& measure : measures) {
    if (!by_label.contains(measure.label)) order.push_back(measure.label);
    by_label[measure.label].push_back(std::move(measure));
  }
  for (const std::string& label : order) {
    for (Measure& measure : by_label[label]) result.measures.push_back(std::move(measure));
  }
}

}  // namespace

bool marks_places(TaskType type) {
  return type == TaskType::spans || type == TaskType::segments || type == TaskType::boxes;
}

void add_shape_measures(const RatingsTable& table, const TaskRatings& ratings,
                        const Options& options, const Conventions& conventions, Result& result) {
  // Names are checked for other types as well.
  if (shape_coefficients(options, ratings.task).empty()) return;
  ShapeFigures figures(table, ratings, options, conventions);
  const std::vector<SliceAnswers> slices = answers_by_slice(table, ratings, options.by);
  for (const SliceAnswers& slice : slices) {
    for (Measure& measure : figures.measures(slice.items, ShapeDetail::whole,
                                             part_name(ratings.task.name, slice.slice))) {
      measure.slice = slice.slice;
      measure.is_default = measure.is_default && slice.slice.empty();
      result.measures.push_back(std::move(measure));
    }
  }
  if (options.per.label) {
    add_by_label(
        figures.measures(slices.front().items, ShapeDetail::labels, ratings.task.name + "/label"),
        result);
  }
  if (!options.per.pair) return;
  for (const PairAnswers& pair : answers_by_pair(ratings)) {
    for (Measure& measure :
         figures.measures(pair.items, ShapeDetail::whole, ratings.task.name + "/pair")) {
      measure.pair = {table.annotators[pair.first], table.annotators[pair.second]};
      measure.is_default = false;
      result.measures.push_back(std::move(measure));
    }
  }
}

std::vector<LabelCount> marked_label_counts(const TaskRatings& ratings) {
  std::map<std::string, std::uint64_t> counts;
  for (const model::LabelDefinition& label : ratings.task.labels) counts[label.name] = 0;
  std::vector<std::uint64_t> answers(ratings.categories.size(), 0);
  for (const std::uint32_t value : ratings.values) ++answers[value];
  for (std::size_t i = 0; i < answers.size(); ++i) {
    std::set<std::string> marked;
    for_each_label(ratings.categories[i], [&](const std::string& label) { marked.insert(label); });
    for (const std::string& label : marked) counts[label] += answers[i];
  }
  std::vector<LabelCount> labels;
  for (const auto& [label, count] : counts) labels.push_back({label, count});
  return labels;
}

}  // namespace lbl::agree
