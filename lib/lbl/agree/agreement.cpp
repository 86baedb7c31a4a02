// Tasks, slices, requests: the loops around the formulas.
#include "lbl/agree/agreement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>

#include "lbl/agree/bootstrap.hpp"
#include "lbl/agree/breakdown.hpp"
#include "lbl/agree/figures.hpp"
#include "lbl/agree/gold_measures.hpp"
#include "lbl/agree/item_weights.hpp"
#include "lbl/agree/items.hpp"
#include "lbl/agree/rankings.hpp"
#include "lbl/agree/request.hpp"
#include "lbl/agree/shape_figures.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/intervals.hpp"

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
std::vector<LabelCount> label_counts(const RatingsTable& table, const TaskRatings& ratings,
                                     const Scale& scale) {
  if (marks_places(ratings.task.type)) return marked_label_counts(ratings);
  std::vector<std::uint64_t> answers(ratings.categories.size(), 0);
  for (std::size_t item = 0; item < ratings.items(); ++item) {
    for (std::uint64_t i = ratings.item_begin[item]; i < ratings.item_begin[item + 1]; ++i) {
      answers[ratings.values[i]] += table.copies(item);
    }
  }
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

bool is_labelled(model::TaskType type) {
  return type == model::TaskType::choice || type == model::TaskType::pairwise ||
         type == model::TaskType::rating;
}

/// Prevalence of the most frequent label, and how two annotators differ in it.
void add_paradox_indices(const RatingsTable& table, const TaskRatings& ratings,
                         TaskSummary& summary) {
  if (!is_labelled(ratings.task.type) || ratings.values.empty()) return;
  const auto top = std::max_element(
      summary.labels.begin(), summary.labels.end(),
      [](const LabelCount& a, const LabelCount& b) { return a.answers < b.answers; });
  const auto label = static_cast<std::uint32_t>(top - summary.labels.begin());
  const double share = static_cast<double>(top->answers) / static_cast<double>(summary.answers);
  summary.prevalence_index = std::fabs(2 * share - 1);
  if (summary.annotators != 2) return;
  double items = 0, difference = 0;
  for (std::size_t item = 0; item < ratings.items(); ++item) {
    const std::uint64_t at = ratings.item_begin[item];
    if (ratings.item_begin[item + 1] != at + 2) continue;
    const auto copies = static_cast<double>(table.copies(item));
    items += copies;
    difference += ratings.values[at] == label ? copies : 0;
    difference -= ratings.values[at + 1] == label ? copies : 0;
  }
  if (items > 0) summary.bias_index = std::fabs(difference) / items;
}

/// Wilson's interval and the score test of one half.
void add_position(TaskSummary& summary, double level) {
  PositionBias& position = summary.position.emplace();
  for (const LabelCount& label : summary.labels) {
    if (label.label == "a") position.first = label.answers;
    if (label.label == "b") position.second = label.answers;
    if (label.label == "tie") position.ties = label.answers;
  }
  const auto first = static_cast<double>(position.first);
  const double n = first + static_cast<double>(position.second);
  if (n == 0) {
    position.share = stats::Estimate::undefined("no-answers", "no answer prefers a side");
    return;
  }
  const stats::Bounds bounds = stats::wilson({first, n}, level);
  position.share.value = first / n;
  position.share.se = std::sqrt(first / n * (1 - first / n) / n);
  position.share.ci = stats::Interval{bounds.low, bounds.high, level, "wilson"};
  position.p = 2 * stats::normal_cdf(-std::fabs(2 * first - n) / std::sqrt(n));
}

/// Labels that a person would take for one: they differ in case or spaces only.
void add_near_labels(TaskSummary& summary) {
  std::map<std::string, std::string> seen;
  for (const LabelCount& label : summary.labels) {
    std::string folded;
    for (const char c : label.label) {
      if (c == ' ' || c == '\t') continue;
      folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    const auto [known, is_new] = seen.emplace(folded, label.label);
    if (!is_new && label.answers > 0) summary.near_labels.emplace_back(known->second, label.label);
  }
}

TaskSummary summary_of(const RatingsTable& table, const TaskRatings& ratings, const Scale& scale,
                       double level) {
  TaskSummary summary;
  summary.name = ratings.task.name;
  summary.type = ratings.task.type;
  summary.type_was_inferred = ratings.task.type_was_inferred;
  summary.categories = ratings.categories.size();
  summary.categories_were_given = ratings.declared_categories > 0;
  summary.annotators = annotator_count(ratings);
  summary.answers = table.answers_to(ratings);
  summary.labels = label_counts(table, ratings, scale);
  for (std::size_t item = 0; item < ratings.items(); ++item) {
    const std::uint64_t answers = ratings.item_begin[item + 1] - ratings.item_begin[item];
    const std::uint64_t copies = table.copies(item);
    if (copies == 0) continue;
    if (answers == 0) {
      summary.items_unanswered += copies;
      continue;
    }
    summary.fewest_answers =
        summary.items == 0 ? answers : std::min(summary.fewest_answers, answers);
    summary.most_answers = std::max(summary.most_answers, answers);
    summary.items += copies;
    if (answers > 1) summary.items_paired += copies;
  }
  add_paradox_indices(table, ratings, summary);
  if (summary.type == model::TaskType::choice || summary.type == model::TaskType::choices) {
    add_near_labels(summary);
  }
  if (summary.type == model::TaskType::pairwise) add_position(summary, level);
  summary.repeated =
      std::accumulate(ratings.repeat_copies.begin(), ratings.repeat_copies.end(), std::uint64_t{0});
  summary.no_answer = ratings.no_answer;
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

/// Whether anything that is asked for needs to know who answered.
Identity identity_for(const Options& options, const std::vector<Request>& requests) {
  const bool is_needed = parts_need_annotators(options) ||
                         std::any_of(requests.begin(), requests.end(), [](const Request& request) {
                           return request.coefficient->identity == Identity::kept;
                         });
  return is_needed ? Identity::kept : Identity::dropped;
}

/// What has a place in each item cannot be counted by how items were answered.
void refuse_counted_items(const RatingsTable& table, const TaskRatings& ratings) {
  const model::TaskType type = ratings.task.type;
  if (table.item_copies.empty()) return;
  if (!marks_places(type) && type != model::TaskType::ranking) return;
  throw base::Error(base::ErrorKind::usage,
                    fmt::format("task {}: {} are measured item by item, and --grouped forgets the "
                                "items; leave it out",
                                base::quoted(ratings.task.name), model::task_type_name(type)));
}

/// What --per asks for beside the whole and its slices.
void add_part_measures(const RatingsTable& table, const TaskRatings& ratings, const Scale& scale,
                       const Options& options, const Conventions& conventions, const State& whole,
                       Result& result) {
  if (options.per.label && !marks_places(ratings.task.type)) {
    add_label_measures(ratings, scale, options, conventions, whole, result);
  }
  if (options.per.left_out_label) {
    add_left_out_labels(ratings, scale, options, conventions, whole, result);
  }
  if (options.per.annotator) {
    add_left_out_annotators(table, ratings, scale, options, conventions, whole, result);
  }
  if (options.per.pair) {
    add_pair_measures(table, ratings, scale, options, conventions, whole, result);
  }
}

void compute_task(const RatingsTable& table, const TaskRatings& ratings, const Options& options,
                  Result& result) {
  refuse_counted_items(table, ratings);
  const Scale scale(ratings, options.labels);
  const TaskSummary& summary =
      result.tasks.emplace_back(summary_of(table, ratings, scale, options.level));
  result.tasks.back().is_weighted = !options.item_weights.empty();
  const std::vector<Request> requests = requests_for(options, ratings, scale, summary.annotators);
  Conventions conventions{options.missing, options.level, sampled_fraction(options, summary)};
  conventions.threads = options.threads;
  add_shape_measures(table, ratings, options, conventions, result);
  if (wants_rankings(ratings, options)) add_ranking_measures(table, ratings, options, result);
  if (!options.item_weights.empty()) refuse_weights(result.measures);
  if (requests.empty()) return;
  const Identity kept = identity_for(options, requests);
  const std::vector<SliceState> states =
      count_states(table, ratings, scale, options.by, kept, options.threads);
  std::vector<SliceState> clusters;
  if (options.bootstrap > 0 && options.resample == Resample::column) {
    clusters =
        count_states(table, ratings, scale, {{*options.resample_column}}, kept, options.threads);
    clusters.erase(clusters.begin());
  }

  const FigureMaker maker(scale, requests, conventions);
  std::optional<WeightedFigures> weighted;
  if (!options.item_weights.empty()) {
    weighted.emplace(table, ratings, scale, requests, conventions, options, kept);
  }
  for (const SliceState& slice : states) {
    std::vector<Measure> measures = maker.measures(slice.state);
    if (weighted) weighted->weigh(static_cast<std::size_t>(&slice - states.data()), measures);
    // The values of the resampled field are counted for the whole only.
    if (clusters.empty() || slice.slice.empty()) {
      add_bootstrap(maker, slice.state, {options, part_name(summary.name, slice.slice), &clusters},
                    measures);
    }
    for (Measure& measure : measures) {
      measure.task = summary.name;
      measure.slice = slice.slice;
      measure.is_default = measure.is_default && slice.slice.empty();
      result.measures.push_back(std::move(measure));
    }
  }
  if (!ratings.repeat_begin.empty()) {
    add_repeat_measures(ratings, scale, options, conventions, result);
  }
  add_part_measures(table, ratings, scale, options, conventions, states.front().state, result);
}

}  // namespace

Result agreement(const RatingsTable& table, const Options& options, const model::Gold* gold) {
  Result result;
  // References to a summary must survive the next task.
  result.tasks.reserve(table.tasks.size());
  for (std::size_t t = 0; t < table.tasks.size(); ++t) {
    compute_task(table, table.tasks[t], options, result);
    if (options.per.item) add_item_entries(table, table.tasks[t], options, result);
    if (options.comparison) {
      auto comparisons = compare(table, table.tasks[t], *options.comparison, options);
      std::move(comparisons.begin(), comparisons.end(), std::back_inserter(result.comparisons));
    }
    if (options.plan_width) {
      auto plans = plan_width(table.tasks[t], *options.plan_width, options);
      std::move(plans.begin(), plans.end(), std::back_inserter(result.plans));
    }
    if (options.alt_test) {
      result.alt_tests.push_back(alt_test(table, table.tasks[t], *options.alt_test));
    }
    if (gold != nullptr) {
      add_gold_measures(table, table.tasks[t], gold->tasks[t], options, result);
    }
    if (options.time) {
      auto found = drifts(result.measures, table.tasks[t].task.name,
                          table.columns[*options.time].name, options.level);
      std::move(found.begin(), found.end(), std::back_inserter(result.drifts));
    }
  }
  return result;
}

}  // namespace lbl::agree
