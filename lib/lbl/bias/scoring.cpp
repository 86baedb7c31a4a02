// What each answer counts for: measures turned into whole numbers, so that sums are exact.
#include "lbl/bias/scoring.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "lbl/base/text.hpp"
#include "lbl/bias/gold_scoring.hpp"
#include "lbl/bias/labels.hpp"

namespace lbl::bias {
namespace {

using model::TaskType;

bool has_numbers(const model::Task& task) {
  return task.type == TaskType::rating || task.type == TaskType::number ||
         (task.type == TaskType::choice && task.ordered);
}

/// A target for each label; a class for each category. `cap` 1 asks whether a label occurs.
void score_labels(const model::TaskRatings& task, const std::vector<std::string>& labels,
                  std::uint64_t cap, Scoring& out) {
  std::map<std::string, std::uint32_t> target_of;
  for (const std::string& label : labels) {
    target_of.emplace(label, static_cast<std::uint32_t>(out.targets.size()));
    out.targets.push_back({label, 0, 1});
  }
  for (std::size_t c = 0; c < task.categories.size(); ++c) {
    out.first.push_back(static_cast<std::uint32_t>(out.scores.size()));
    for (const auto& [label, times] : labels_in(task.categories[c], task.category_names[c])) {
      const auto at = target_of.find(label);
      if (at != target_of.end()) out.scores.push_back({at->second, std::min(times, cap)});
    }
  }
  out.first.push_back(static_cast<std::uint32_t>(out.scores.size()));
}

void score_numbers(const model::TaskRatings& task, int spare_bits, Scoring& out) {
  const std::vector<std::uint64_t> counts = category_counts(task);
  std::vector<double> used;
  for (std::uint32_t c = 0; c < counts.size(); ++c) {
    if (counts[c] > 0) used.push_back(task.number(c));
  }
  const Target target = fixed_point(used, task.answers(), spare_bits);
  out.targets.push_back(target);
  out.is_share = false;
  out.has_zero = task.task.type == TaskType::number;
  for (std::uint32_t c = 0; c < counts.size(); ++c) {
    out.first.push_back(static_cast<std::uint32_t>(out.scores.size()));
    if (counts[c] == 0) continue;
    const double amount = std::round((task.number(c) - target.offset) / target.unit);
    out.scores.push_back({0, static_cast<std::uint64_t>(amount)});
  }
  out.first.push_back(static_cast<std::uint32_t>(out.scores.size()));
}

/// The classes of disagreement: of m answers to an item, d others differ from this one.
void score_disagreement(const model::TaskRatings& task, Scoring& out) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> class_of;
  out.own_classes.assign(task.answers(), Scoring::kNotCounted);
  std::vector<std::uint32_t> times(task.categories.size(), 0);
  for (std::size_t item = 0; item < task.items(); ++item) {
    const std::uint64_t begin = task.item_begin[item];
    const std::uint64_t end = task.item_begin[item + 1];
    const auto answers = static_cast<std::uint32_t>(end - begin);
    if (answers < 2) continue;
    for (std::uint64_t at = begin; at < end; ++at) ++times[task.values[at]];
    for (std::uint64_t at = begin; at < end; ++at) {
      const std::pair key{answers, answers - times[task.values[at]]};
      out.own_classes[at] =
          class_of.emplace(key, static_cast<std::uint32_t>(class_of.size())).first->second;
    }
    for (std::uint64_t at = begin; at < end; ++at) times[task.values[at]] = 0;
  }
  out.is_share = false;
  const double room =
      std::ldexp(1.0, 62) / static_cast<double>(std::max<std::size_t>(task.answers(), 1));
  const double scale = std::floor(std::min(room, std::ldexp(1.0, 52)));
  out.targets.push_back({std::nullopt, 0, 1 / scale});
  out.scores.resize(class_of.size());
  for (const auto& [key, number] : class_of) {
    const double share = static_cast<double>(key.second) / (key.first - 1);
    out.scores[number] = {0, static_cast<std::uint64_t>(std::round(share * scale))};
  }
  out.first.resize(class_of.size() + 1);
  std::iota(out.first.begin(), out.first.end(), 0u);
}

/// Records with and without an answer, merged by item. Class 1 is a record without one.
void score_missing(const model::TaskRatings& task, Scoring& out) {
  const std::size_t items = task.items();
  out.own_item_begin.assign(items + 1, 0);
  for (const std::uint32_t item : task.unanswered_items) ++out.own_item_begin[item + 1];
  for (std::size_t i = 0; i < items; ++i) {
    out.own_item_begin[i + 1] +=
        out.own_item_begin[i] + task.item_begin[i + 1] - task.item_begin[i];
  }
  const std::size_t rows = out.own_item_begin.back();
  out.own_classes.assign(rows, 1);
  out.own_columns.assign(task.columns.size(), std::vector<std::uint32_t>(rows));
  std::vector<std::uint64_t> free = out.own_item_begin;
  for (std::size_t item = 0; item < items; ++item) {
    for (std::uint64_t at = task.item_begin[item]; at < task.item_begin[item + 1]; ++at) {
      const std::uint64_t to = free[item]++;
      out.own_classes[to] = 0;
      for (std::size_t c = 0; c < task.columns.size(); ++c) {
        out.own_columns[c][to] = task.columns[c][at];
      }
    }
  }
  for (std::size_t i = 0; i < task.unanswered_items.size(); ++i) {
    const std::uint64_t to = free[task.unanswered_items[i]]++;
    for (std::size_t c = 0; c < task.columns.size(); ++c) {
      out.own_columns[c][to] = task.unanswered_columns[c][i];
    }
  }
  out.targets.push_back({});
  out.first = {0, 0, 1};
  out.scores.push_back({0, 1});
}

/// Points `rows` at what the measure counts.
void set_rows(const model::TaskRatings& task, Scoring& out) {
  if (out.measure == Measure::missing) {
    // Who did not answer is not kept: without an answer there is nobody to take as a cluster.
    out.rows = {out.own_item_begin, {}, {}, out.own_classes};
    for (const auto& column : out.own_columns) out.rows.columns.emplace_back(column);
    return;
  }
  set_answer_rows(task, out);
}

}  // namespace

Target fixed_point(const std::vector<double>& numbers, std::size_t rows, int spare_bits) {
  Target target;
  if (numbers.empty()) return target;
  const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
  const double range = *high - *low;
  target.offset = *low;
  const bool whole = std::all_of(numbers.begin(), numbers.end(), [&](double number) {
    return std::floor(number) == number && std::fabs(number) < 1e15;
  });
  const double room =
      std::ldexp(1.0, 62 - spare_bits) / static_cast<double>(std::max<std::size_t>(rows, 1));
  if ((whole && range < room) || range == 0) return target;
  target.unit = range / std::floor(std::min(room, std::ldexp(1.0, 52)));
  return target;
}

void set_answer_rows(const model::TaskRatings& task, Scoring& out) {
  out.rows = {task.item_begin, task.annotators, {}, task.values};
  for (const auto& column : task.columns) out.rows.columns.emplace_back(column);
  if (!out.own_classes.empty()) out.rows.classes = out.own_classes;
}

std::vector<Measure> default_measures(const model::Task& task) {
  switch (task.type) {
    case TaskType::choice:
    case TaskType::choices:
    case TaskType::pairwise:
      return {Measure::rate};
    case TaskType::rating:
    case TaskType::number:
      return {Measure::mean};
    case TaskType::spans:
    case TaskType::segments:
    case TaskType::boxes:
      return {Measure::rate, Measure::mean};
    case TaskType::text:
    case TaskType::ranking:
      return {Measure::disagreement};
  }
  return {};
}

std::string misfit(const model::TaskRatings& task, Measure measure) {
  const TaskType type = task.task.type;
  const std::string of_type =
      fmt::format("of task {}, whose answers are {}", base::quoted(task.task.name),
                  model::task_type_name(type));
  if (measure == Measure::rate &&
      (type == TaskType::number || type == TaskType::text || type == TaskType::ranking)) {
    return "there is no rate " + of_type;
  }
  if (measure == Measure::mean && !has_numbers(task.task) && !has_units(type)) {
    return "there is no mean " + of_type;
  }
  if ((measure == Measure::absolute_error || measure == Measure::deviation) &&
      !has_numbers(task.task) && !has_units(type)) {
    return "there is no deviation " + of_type;
  }
  if (has_own_rows(measure) &&
      (type == TaskType::number || type == TaskType::text || type == TaskType::ranking)) {
    return fmt::format("there is no {} {}", measure_name(measure), of_type);
  }
  return "";
}

Scoring scoring(const model::TaskRatings& task, Measure measure,
                const std::vector<std::string>& labels, std::size_t max_labels, int spare_bits) {
  Scoring out;
  out.measure = measure;
  switch (measure) {
    case Measure::rate:
      score_labels(task, picked_labels(task, labels, max_labels, out.notes), 1, out);
      break;
    case Measure::mean:
      if (has_units(task.task.type)) {
        out.is_share = false;
        score_labels(task, picked_labels(task, labels, max_labels, out.notes),
                     std::numeric_limits<std::uint64_t>::max(), out);
      } else {
        score_numbers(task, spare_bits, out);
      }
      break;
    case Measure::disagreement:
      score_disagreement(task, out);
      break;
    case Measure::missing:
      score_missing(task, out);
      break;
    default:
      break;  // beside right answers: gold_scoring()
  }
  set_rows(task, out);
  return out;
}

}  // namespace lbl::bias
