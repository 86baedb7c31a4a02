// Tasks, slices, requests: the loops around the formulas.
#include "lbl/agree/agreement.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "lbl/agree/breakdown.hpp"
#include "lbl/agree/figures.hpp"
#include "lbl/agree/request.hpp"
#include "lbl/agree/shape_figures.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::agree {

namespace {

using model::RatingsTable;
using model::TaskRatings;

/// Annotators with an answer to the task.
std::uint64_t annotator_count(const TaskRatings& ratings) {
  State state;
  for (const std::uint32_t annotator : ratings.annotators) state.add_annotator(annotator);
  return state.annotator_count();
}

/// Answers by label; for sets, by member.
std::vector<LabelCount> label_counts(const TaskRatings& ratings, const Scale& scale) {
  std::vector<std::uint64_t> answers(ratings.categories.size(), 0);
  for (const std::uint32_t value : ratings.values) ++answers[value];
  if (marks_places(ratings.task.type)) return marked_label_counts(ratings);
  std::vector<LabelCount> labels;
  if (!scale.has_sets()) {
    for (std::size_t i = 0; i < answers.size(); ++i) {
      labels.push_back({ratings.category_names[i], answers[i]});
    }
    return labels;
  }
  for (std::size_t member = 0; member < scale.members().size(); ++member) {
    LabelCount& label = labels.emplace_back(LabelCount{scale.members()[member], 0});
    for (std::uint32_t i = 0; i < answers.size(); ++i) {
      if (scale.holds(scale.code(i), member)) label.answers += answers[i];
    }
  }
  return labels;
}

TaskSummary summary_of(const TaskRatings& ratings, const Scale& scale, std::uint64_t annotators) {
  TaskSummary summary;
  summary.name = ratings.task.name;
  summary.type = ratings.task.type;
  summary.type_was_inferred = ratings.task.type_was_inferred;
  summary.categories = ratings.categories.size();
  summary.categories_were_given = ratings.declared_categories > 0;
  summary.annotators = annotators;
  summary.answers = ratings.answers();
  summary.labels = label_counts(ratings, scale);
  for (std::size_t item = 0; item < ratings.items(); ++item) {
    const std::uint64_t answers = ratings.item_begin[item + 1] - ratings.item_begin[item];
    if (answers == 0) {
      ++summary.items_unanswered;
      continue;
    }
    summary.fewest_answers =
        summary.items == 0 ? answers : std::min(summary.fewest_answers, answers);
    summary.most_answers = std::max(summary.most_answers, answers);
    ++summary.items;
    if (answers > 1) ++summary.items_paired;
  }
  summary.no_answer = ratings.no_answer();
  summary.unknown = ratings.unknown_labels;
  summary.invalid = ratings.invalid;
  summary.aliases = ratings.aliases;
  summary.equal_repeats = ratings.equal_repeats;
  summary.conflicts = ratings.conflicts;
  summary.conflicting_answers = ratings.conflicting_answers;
  return summary;
}

double sampled_fraction(const Options& options, const TaskSummary& summary) {
  if (!options.population) return 0;
  if (*options.population < summary.items) {
    throw base::Error(base::ErrorKind::usage,
                      fmt::format("--population {} is smaller than the {} items of task {}",
                                  *options.population, summary.items, base::quoted(summary.name)));
  }
  return static_cast<double>(summary.items) / static_cast<double>(*options.population);
}

void compute_task(const RatingsTable& table, const TaskRatings& ratings, const Options& options,
                  Result& result) {
  const Scale scale(ratings);
  const TaskSummary& summary =
      result.tasks.emplace_back(summary_of(ratings, scale, annotator_count(ratings)));
  const std::vector<Request> requests = requests_for(options, ratings, scale, summary.annotators);
  const Conventions conventions{options.missing, options.level, sampled_fraction(options, summary)};
  add_shape_measures(table, ratings, options, conventions, result);
  if (requests.empty()) return;
  const bool identity =
      options.per.pair || std::any_of(requests.begin(), requests.end(), [](const Request& request) {
        return request.coefficient->identity == Identity::kept;
      });
  const std::vector<SliceState> states =
      count_states(table, ratings, scale, options.by, identity ? Identity::kept : Identity::dropped,
                   options.threads);

  const FigureMaker maker(scale, requests, conventions);
  for (const SliceState& slice : states) {
    for (Measure& measure : maker.measures(slice.state)) {
      measure.task = summary.name;
      measure.slice = slice.slice;
      measure.is_default = measure.is_default && slice.slice.empty();
      result.measures.push_back(std::move(measure));
    }
  }
  const State& whole = states.front().state;
  if (options.per.label && !marks_places(ratings.task.type)) {
    add_label_measures(ratings, scale, options, conventions, whole, result);
  }
  if (options.per.pair) {
    add_pair_measures(table, ratings, scale, options, conventions, whole, result);
  }
}

}  // namespace

Result agreement(const RatingsTable& table, const Options& options) {
  Result result;
  // References to a summary must survive the next task.
  result.tasks.reserve(table.tasks.size());
  for (const TaskRatings& ratings : table.tasks) compute_task(table, ratings, options, result);
  return result;
}

}  // namespace lbl::agree
