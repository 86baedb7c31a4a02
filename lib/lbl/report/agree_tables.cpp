// Cells, rows and the facts beside them.
#include "lbl/report/agree_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lbl/base/text.hpp"

namespace lbl::report {

namespace {

using agree::Measure;

std::string interval_text(const stats::Estimate& estimate) {
  if (!estimate.ci) return "-";
  return fmt::format("{:.3f} .. {:.3f}", estimate.ci->low, estimate.ci->high);
}

std::string p_text(std::optional<double> p) {
  if (!p) return "-";
  return *p < 0.0001 ? "<0.0001" : fmt::format("{:.4f}", *p);
}

/// What a row is about besides its coefficient: the slice, the label, the pair.
std::string part_name(const Measure& measure) {
  if (!measure.label.empty()) return measure.label;
  if (!measure.pair.empty()) return base::join(measure.pair, " - ");
  std::vector<std::string> values;
  for (const auto& [field, value] : measure.slice) values.push_back(value.value_or("(none)"));
  return base::join(values, ", ");
}

/// Which table a row belongs to; empty for the whole.
std::string part_title(const Measure& measure) {
  if (!measure.label.empty()) return "By label, each against all others";
  if (!measure.pair.empty()) return "By pair of annotators";
  if (measure.slice.empty()) return "";
  std::vector<std::string> fields;
  for (const auto& [field, value] : measure.slice) fields.push_back(base::escaped(field));
  return "By " + base::join(fields, ", ");
}

std::string level_title(const agree::Result& result) {
  for (const Measure& measure : result.measures) {
    if (measure.figure.estimate.ci) {
      return base::number_text(100 * measure.figure.estimate.ci->level) + " % interval";
    }
  }
  return "Interval";
}

std::vector<std::string> figure_cells(const Measure& measure) {
  const agree::Figure& figure = measure.figure;
  return {std::string(measure.coefficient->title),
          distance_of(measure),
          figure_text(figure.estimate.value),
          interval_text(figure.estimate),
          p_text(figure.p),
          base::with_commas(figure.items),
          figure.estimate.reason};
}

std::vector<Column> figure_columns(const agree::Result& result) {
  return {{"Coefficient", Align::left},
          {"Distance", Align::left},
          {"Value", Align::right},
          {level_title(result), Align::right},
          {"p", Align::right},
          {"Items", Align::right},
          {"Note", Align::left}};
}

std::string counted(std::uint64_t count, const char* one, const char* many) {
  return fmt::format("{} {}", base::with_commas(count), count == 1 ? one : many);
}

std::string answers_fact(const agree::TaskSummary& task) {
  std::string fact = fmt::format("{}, {}, {}", counted(task.items, "item", "items"),
                                 counted(task.annotators, "annotator", "annotators"),
                                 counted(task.answers, "answer", "answers"));
  if (task.items == 0) return fact + ".";
  fact += task.fewest_answers == task.most_answers
              ? fmt::format(", {} an item", task.most_answers)
              : fmt::format(", {} to {} an item", task.fewest_answers, task.most_answers);
  if (task.items_paired < task.items) {
    fact += fmt::format("; {} with two or more", counted(task.items_paired, "item", "items"));
  }
  return fact + ".";
}

std::string type_fact(const agree::TaskSummary& task) {
  const bool numbers = task.type == model::TaskType::number;
  return fmt::format("Type {}{}; {}{}.", model::task_type_name(task.type),
                     task.type_was_inferred ? ", found from the values" : "",
                     numbers ? counted(task.categories, "number", "different numbers")
                             : counted(task.categories, "label", "labels"),
                     task.categories_were_given ? " in the guideline" : "");
}

std::string left_out_fact(const agree::TaskSummary& task) {
  std::vector<std::string> parts;
  const auto add = [&](std::uint64_t count, const char* one, const char* many) {
    if (count > 0) parts.push_back(counted(count, one, many));
  };
  add(task.no_answer, "record without an answer", "records without an answer");
  add(task.unknown, "answer with a label outside the task", "answers with a label outside the task");
  add(task.invalid, "answer of the wrong type or off the scale",
      "answers of the wrong type or off the scale");
  add(task.equal_repeats, "answer given twice", "answers given twice");
  add(task.conflicting_answers, "answer that contradicts another by the same annotator",
      "answers that contradict another by the same annotator");
  return parts.empty() ? "" : "Left out: " + base::join(parts, ", ") + ".";
}

}  // namespace

const std::string& distance_of(const Measure& measure) {
  return measure.metric.empty() ? measure.weights : measure.metric;
}

std::string figure_text(std::optional<double> value) {
  return value ? base::fixed(*value, 3) : "-";
}

Table whole_table(const agree::Result& result, const agree::TaskSummary& task) {
  Table table{figure_columns(result), {}};
  for (const Measure& measure : result.measures) {
    if (measure.task == task.name && part_title(measure).empty()) {
      table.rows.push_back(figure_cells(measure));
    }
  }
  return table;
}

std::vector<TitledTable> part_tables(const agree::Result& result, const agree::TaskSummary& task,
                                     std::size_t most_rows) {
  std::vector<TitledTable> tables;
  std::string previous;
  for (const Measure& measure : result.measures) {
    const std::string title = part_title(measure);
    if (measure.task != task.name || title.empty()) continue;
    if (tables.empty() || tables.back().title != title) {
      tables.push_back({title, {figure_columns(result), {}}, 0});
      // The value of the slice takes the place of the p value, which speaks of one figure only.
      std::vector<Column>& columns = tables.back().table.columns;
      columns.erase(columns.begin() + 4);
      columns.insert(columns.begin(), {"Part", Align::left});
      previous.clear();
    }
    TitledTable& table = tables.back();
    if (table.table.rows.size() >= most_rows) {
      ++table.left_out;
      continue;
    }
    std::vector<std::string> cells = figure_cells(measure);
    cells.erase(cells.begin() + 4);
    const std::string part = part_name(measure);
    cells.insert(cells.begin(), part == previous ? "" : part);
    previous = part;
    table.table.rows.push_back(std::move(cells));
  }
  return tables;
}

std::vector<std::string> task_facts(const agree::TaskSummary& task) {
  std::vector<std::string> facts = {answers_fact(task), type_fact(task)};
  const std::string left_out = left_out_fact(task);
  if (!left_out.empty()) facts.push_back(left_out);
  return facts;
}

std::vector<std::string> label_shares(const agree::TaskSummary& task) {
  constexpr std::size_t kMostLabels = 12;
  std::vector<std::string> shares;
  if (task.answers == 0 || task.labels.size() > kMostLabels) return shares;
  for (const agree::LabelCount& label : task.labels) {
    shares.push_back(fmt::format("{} {:.1f} %", base::escaped(label.label, 30),
                                 100 * static_cast<double>(label.answers) /
                                     static_cast<double>(task.answers)));
  }
  return shares;
}

}  // namespace lbl::report
