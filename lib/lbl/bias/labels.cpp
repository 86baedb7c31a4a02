// The labels of a task: those inside an answer, those that occur, those that a report is about.
#include "lbl/bias/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "lbl/base/text.hpp"

namespace lbl::bias {
namespace {

using model::TaskType;

bool is_one_label(TaskType type) {
  return type != TaskType::choices && type != TaskType::ranking && !has_units(type);
}

struct CountedLabel {
  std::string label;
  std::uint64_t answers;
};

/// The labels that occur, in the order of label_names, with how many answers have them.
std::vector<CountedLabel> counted_labels(const model::TaskRatings& task) {
  const std::vector<std::uint64_t> counts = category_counts(task);
  std::map<std::string, std::uint64_t> totals;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (counts[c] == 0) continue;
    for (const auto& [label, times] : labels_in(task.categories[c], task.category_names[c])) {
      totals[label] += counts[c];
    }
  }
  std::vector<CountedLabel> ordered;
  for (const std::string& label : label_names(task)) {
    const auto at = totals.find(label);
    if (at != totals.end()) ordered.push_back({label, at->second});
  }
  return ordered;
}

}  // namespace

bool has_units(TaskType type) {
  return type == TaskType::spans || type == TaskType::segments || type == TaskType::boxes;
}

std::map<std::string, std::uint64_t> labels_in(const model::Answer& answer,
                                               const std::string& answer_name) {
  std::map<std::string, std::uint64_t> labels;
  if (const auto* names = std::get_if<std::vector<std::string>>(&answer)) {
    for (const std::string& name : *names) ++labels[name];
  } else if (const auto* units = std::get_if<std::vector<model::Unit>>(&answer)) {
    for (const model::Unit& unit : *units) ++labels[unit.label];
  } else if (const auto* boxes = std::get_if<std::vector<model::Box>>(&answer)) {
    for (const model::Box& box : *boxes) ++labels[box.label];
  } else {
    ++labels[answer_name];
  }
  return labels;
}

std::vector<std::uint64_t> category_counts(const model::TaskRatings& task) {
  std::vector<std::uint64_t> counts(task.categories.size(), 0);
  for (const std::uint32_t value : task.values) ++counts[value];
  return counts;
}

std::vector<std::string> label_names(const model::TaskRatings& task) {
  std::vector<std::string> names;
  for (const model::LabelDefinition& label : task.task.labels) names.push_back(label.name);
  std::set<std::string> known(names.begin(), names.end());
  const std::size_t declared = names.size();
  for (std::size_t c = 0; c < task.categories.size(); ++c) {
    for (const auto& [label, times] : labels_in(task.categories[c], task.category_names[c])) {
      if (known.insert(label).second) names.push_back(label);
    }
  }
  // Categories of one label each stand in their order already.
  if (!is_one_label(task.task.type)) {
    std::sort(names.begin() + static_cast<std::ptrdiff_t>(declared), names.end());
  }
  return names;
}

std::vector<std::string> picked_labels(const model::TaskRatings& task,
                                       const std::vector<std::string>& asked,
                                       std::size_t max_labels, std::vector<Note>& notes) {
  std::vector<std::string> picked;
  if (!asked.empty()) {
    for (const std::string& label : label_names(task)) {
      if (std::find(asked.begin(), asked.end(), label) != asked.end()) picked.push_back(label);
    }
    return picked;
  }
  const std::vector<CountedLabel> labels = counted_labels(task);
  std::vector<std::size_t> order(labels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (labels.size() > max_labels) {
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return labels[a].answers > labels[b].answers;
    });
    order.resize(max_labels);
    std::sort(order.begin(), order.end());
    notes.push_back({"rare-labels-left-out",
                     fmt::format("{} labels occur: rates are given for the {} most frequent "
                                 "(--max-levels; --label names others)",
                                 base::with_commas(labels.size()), base::with_commas(max_labels))});
  }
  for (const std::size_t at : order) picked.push_back(labels[at].label);
  return picked;
}

}  // namespace lbl::bias
