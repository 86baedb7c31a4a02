// Cells, rows and the facts beside them.
#include "lbl/report/agree_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/base/text.hpp"
#include "lbl/report/agree_shape_words.hpp"

namespace lbl::report {

namespace {

using agree::Measure;

constexpr std::size_t kWidth = 80;
// Shorter names than this are not cut in 80 columns.
constexpr std::size_t kLongTitle = 17;

/// Columns that a table takes on a terminal when nothing is cut, but for indentation.
std::size_t natural_width(const Table& table) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    std::size_t widest = base::display_width(table.columns[i].title);
    for (const std::vector<std::string>& row : table.rows) {
      if (i < row.size()) widest = std::max(widest, base::display_width(row[i]));
    }
    width += widest + (i == 0 ? 0 : 2);
  }
  return width;
}

std::string interval_text(const stats::Estimate& estimate) {
  if (!estimate.ci) return "-";
  return figure_text(estimate.ci->low) + " .. " + figure_text(estimate.ci->high);
}

std::string level_title(const agree::Result& result) {
  for (const Measure& measure : result.measures) {
    if (measure.figure.estimate.ci) {
      return base::number_text(100 * measure.figure.estimate.ci->level) + " % interval";
    }
  }
  return "Interval";
}

bool same_part(const Measure& a, const Measure& b) {
  return a.slice == b.slice && a.label == b.label && a.pair == b.pair &&
         a.annotator == b.annotator && a.left_out == b.left_out && a.part == b.part &&
         (a.coefficient->family == agree::Family::gold) ==
             (b.coefficient->family == agree::Family::gold);
}

constexpr std::ptrdiff_t kColumnOfP = 4;

std::vector<std::string> figure_cells(const Measure& measure) {
  const agree::Figure& figure = measure.figure;
  return {std::string(measure.coefficient->title),
          measure.form.empty() ? distance_of(measure) : "form " + measure.form,
          figure_text(figure.estimate.value),
          interval_text(figure.estimate),
          probability_text(figure.p),
          base::with_commas(figure.items),
          note_text(figure.estimate.reason)};
}

std::vector<Column> figure_columns(const agree::Result& result) {
  return {{"Coefficient", Align::left}, {"Distance", Align::left},
          {"Value", Align::right},      {level_title(result), Align::right},
          {"p", Align::right},          {"Items", Align::right},
          {"Note", Align::left}};
}

/// The figures of one slice, label or pair.
using Part = std::vector<const Measure*>;

struct PartGroup {
  std::string title;
  std::vector<Part> parts;
};

std::vector<PartGroup> part_groups(const agree::Result& result, const agree::TaskSummary& task) {
  std::vector<PartGroup> groups;
  std::vector<const Measure*> measures;
  for (const Measure& measure : result.measures) measures.push_back(&measure);
  for (const Measure& measure : result.repeats) measures.push_back(&measure);
  for (const Measure* one : measures) {
    const Measure& measure = *one;
    const std::string title = part_title(measure);
    if (measure.task != task.name || title.empty()) continue;
    // Annotators against gold have a table of their own.
    if (!measure.annotator.empty() && measure.left_out.empty()) continue;
    if (groups.empty() || groups.back().title != title) groups.push_back({title, {}});
    std::vector<Part>& parts = groups.back().parts;
    if (parts.empty() || !same_part(*parts.back().front(), measure)) parts.emplace_back();
    parts.back().push_back(&measure);
  }
  return groups;
}

/// "AC" or, when another figure of the part has the same coefficient, "AC linear".
std::string short_name(const Part& part, const Measure& measure) {
  const auto same = std::count_if(part.begin(), part.end(), [&](const Measure* other) {
    return other->coefficient == measure.coefficient;
  });
  std::string name(measure.coefficient->short_title);
  if (!measure.form.empty()) return name + " " + measure.form;
  return same > 1 ? name + " " + distance_of(measure) : name;
}

std::vector<Column> side_by_side_columns(const Part& part) {
  std::vector<Column> columns = {{"Part", Align::left}, {"Items", Align::right}};
  for (const Measure* measure : part) columns.push_back({short_name(part, *measure), Align::right});
  columns.push_back({"Interval of " + short_name(part, *main_measure(part)), Align::right});
  columns.push_back({"Note", Align::left});
  return columns;
}

std::vector<std::string> side_by_side_row(const Part& part) {
  const Measure& main = *main_measure(part);
  std::vector<std::string> row = {part_name(main), base::with_commas(main.figure.items)};
  for (const Measure* measure : part) row.push_back(figure_text(measure->figure.estimate.value));
  row.push_back(interval_text(main.figure.estimate));
  row.push_back(note_text(main.figure.estimate.reason));
  return row;
}

std::vector<Column> stacked_columns(const agree::Result& result) {
  std::vector<Column> columns = figure_columns(result);
  // The name of the part takes the room of p, which asks about one figure only.
  columns.erase(columns.begin() + kColumnOfP);
  columns.insert(columns.begin(), {"Part", Align::left});
  return columns;
}

void add_stacked_rows(const Part& part, Table& table) {
  for (const Measure* measure : part) {
    std::vector<std::string> cells = figure_cells(*measure);
    cells.erase(cells.begin() + kColumnOfP);
    cells.front() = measure->coefficient->short_title;
    cells.insert(cells.begin(), measure == part.front() ? part_name(*measure) : "");
    table.rows.push_back(std::move(cells));
  }
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
  std::string set;
  switch (task.type) {
    case model::TaskType::choice:
    case model::TaskType::rating:
    case model::TaskType::pairwise:
      set = counted(task.categories, "label", "labels");
      break;
    case model::TaskType::choices:
      set = fmt::format("{} in {}", counted(task.labels.size(), "label", "labels"),
                        counted(task.categories, "combination", "combinations"));
      break;
    case model::TaskType::spans:
    case model::TaskType::segments:
    case model::TaskType::boxes:
      set = counted(task.labels.size(), "label", "labels");
      break;
    default:
      set = counted(task.categories, "different answer", "different answers");
  }
  return fmt::format("Type {}{}; {}{}.", model::task_type_name(task.type),
                     task.type_was_inferred ? ", found from the values" : "", set,
                     task.categories_were_given ? " by the guideline" : "");
}

std::string left_out_fact(const agree::TaskSummary& task) {
  std::vector<std::string> parts;
  const auto add = [&](std::uint64_t count, const char* one, const char* many) {
    if (count > 0) parts.push_back(counted(count, one, many));
  };
  add(task.no_answer, "record without an answer", "records without an answer");
  add(task.unknown, "answer with a label outside the task",
      "answers with a label outside the task");
  add(task.invalid, "answer of the wrong type or off the scale",
      "answers of the wrong type or off the scale");
  add(task.equal_repeats, "answer given twice", "answers given twice");
  add(task.conflicting_answers, "answer that contradicts another by the same annotator",
      "answers that contradict another by the same annotator");
  return parts.empty() ? "" : "Left out: " + base::join(parts, ", ") + ".";
}

}  // namespace

std::string note_text(const std::string& reason) {
  if (reason == "more-than-two-annotators") return "not two";
  if (reason == "undefined-pairs") return "some pairs";
  if (reason == "no-complete-items") return "incomplete";
  if (reason == "negative-numbers") return "below 0";
  if (reason == "alignment-not-proved") return "not proved";
  if (reason == "few-clusters") return "few clusters";
  std::string note = reason;
  std::replace(note.begin(), note.end(), '-', ' ');
  return note;
}

std::string probability_text(std::optional<double> p) {
  if (!p) return "-";
  return *p < 0.0001 ? "<0.0001" : fmt::format("{:.4f}", *p);
}

std::string part_name(const Measure& measure) {
  if (!measure.label.empty()) return measure.label;
  if (!measure.annotator.empty()) return measure.annotator;
  if (measure.part == "repeats") return "all";
  if (!measure.pair.empty()) return base::join(measure.pair, " - ");
  std::vector<std::string> values;
  for (const auto& [field, value] : measure.slice) values.push_back(value.value_or("(none)"));
  return base::join(values, ", ");
}

std::string part_title(const Measure& measure) {
  const bool gold = measure.coefficient->family == agree::Family::gold;
  if (measure.part == "repeats") return "The same annotator again on the same item";
  if (measure.left_out == "label") return "Without the answers of one label";
  if (measure.left_out == "annotator") return "Without one annotator";
  if (!measure.annotator.empty()) return "By annotator, against gold";
  if (!measure.label.empty()) {
    return gold ? "By label, against gold" : "By label, each against all others";
  }
  if (!measure.pair.empty()) return "By pair of annotators";
  if (measure.slice.empty()) return "";
  std::vector<std::string> fields;
  for (const auto& [field, value] : measure.slice) fields.push_back(base::escaped(field));
  return "By " + base::join(fields, ", ") + (gold ? ", against gold" : "");
}

const std::string& distance_of(const Measure& measure) {
  return measure.metric.empty() ? measure.weights : measure.metric;
}

std::string figure_text(std::optional<double> value) {
  constexpr double kShownAsZero = 0.0005;  // also for -0.0001, which would read "-0.000"
  if (!value) return "-";
  return base::fixed(std::fabs(*value) < kShownAsZero ? 0 : *value, 3);
}

std::vector<const Measure*> whole_measures(const agree::Result& result,
                                           const agree::TaskSummary& task) {
  std::vector<const Measure*> wholes;
  for (const Measure& measure : result.measures) {
    if (measure.task == task.name && part_title(measure).empty()) wholes.push_back(&measure);
  }
  return wholes;
}

Table whole_table(const agree::Result& result, const agree::TaskSummary& task) {
  Table table{figure_columns(result), {}};
  std::vector<std::string_view> short_titles;
  for (const Measure* measure : whole_measures(result, task)) {
    table.rows.push_back(figure_cells(*measure));
    short_titles.push_back(measure->coefficient->short_title);
  }
  // Better a short name than one that is cut.
  if (natural_width(table) <= kWidth) return table;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    std::string& title = table.rows[row].front();
    if (title.size() > kLongTitle) title = short_titles[row];
  }
  return table;
}

std::vector<std::string> whole_notes(const agree::Result& result, const agree::TaskSummary& task) {
  std::vector<std::string> notes;
  for (const Measure* measure : whole_measures(result, task)) {
    const stats::Estimate& estimate = measure->figure.estimate;
    if (estimate.reason.empty()) continue;
    const std::string note = note_text(estimate.reason) + ": " + estimate.message;
    if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(note);
  }
  return notes;
}

const Measure* main_measure(const std::vector<const Measure*>& measures) {
  const Measure* main = nullptr;
  const auto rank = [](const Measure& measure) {
    if (is_of_places(measure)) return 4;
    if (measure.coefficient->family == agree::Family::alpha) return 3;
    if (measure.coefficient->family == agree::Family::gold) {
      return measure.coefficient->name == "f1" ? 1 : 0;
    }
    if (measure.coefficient->family == agree::Family::numbers) return 2;
    return measure.coefficient->name == "percent_agreement" ? 1 : 2;
  };
  for (const Measure* measure : measures) {
    if (main == nullptr || rank(*measure) > rank(*main)) main = measure;
  }
  return main;
}

std::vector<const Measure*> main_of_parts(const agree::Result& result,
                                          const agree::TaskSummary& task,
                                          bool (*wanted)(const Measure&)) {
  const Measure* const main = main_measure(whole_measures(result, task));
  std::vector<const Measure*> parts;
  for (const Measure& measure : result.measures) {
    if (main == nullptr || measure.task != task.name || part_title(measure).empty()) continue;
    if (measure.coefficient != main->coefficient || !wanted(measure)) continue;
    const bool again = !parts.empty() && part_title(*parts.back()) == part_title(measure) &&
                       part_name(*parts.back()) == part_name(measure);
    if (!again) parts.push_back(&measure);
  }
  return parts;
}

std::vector<TitledTable> part_tables(const agree::Result& result, const agree::TaskSummary& task,
                                     std::size_t most_parts) {
  std::vector<TitledTable> tables;
  for (const PartGroup& group : part_groups(result, task)) {
    constexpr std::size_t kSideBySide = 5;
    const bool side_by_side = group.parts.front().size() <= kSideBySide;
    TitledTable& table = tables.emplace_back();
    table.title = group.title;
    table.table.columns =
        side_by_side ? side_by_side_columns(group.parts.front()) : stacked_columns(result);
    for (const Part& part : group.parts) {
      if (&part - group.parts.data() >= static_cast<std::ptrdiff_t>(most_parts)) {
        ++table.left_out;
      } else if (side_by_side) {
        table.table.rows.push_back(side_by_side_row(part));
      } else {
        add_stacked_rows(part, table.table);
      }
    }
  }
  return tables;
}

std::vector<std::string> task_facts(const agree::TaskSummary& task) {
  std::vector<std::string> facts = {answers_fact(task), type_fact(task)};
  if (task.is_weighted) facts.emplace_back("Items count by their weights.");
  const std::string left_out = left_out_fact(task);
  if (!left_out.empty()) facts.push_back(left_out);
  return facts;
}

namespace {

/// A label as it stands; in quotes where one could not see where it begins or ends.
std::string shown_label(const std::string& label) {
  const bool is_clear = !label.empty() && label.front() != ' ' && label.back() != ' ';
  return is_clear ? base::escaped(label, 30) : base::quoted(label);
}

}  // namespace

std::vector<std::string> label_shares(const agree::TaskSummary& task) {
  constexpr std::size_t kMostLabels = 12;
  std::vector<std::string> shares;
  if (task.answers == 0 || task.labels.size() > kMostLabels) return shares;
  for (const agree::LabelCount& label : task.labels) {
    shares.push_back(
        fmt::format("{} {:.1f} %", shown_label(label.label),
                    100 * static_cast<double>(label.answers) / static_cast<double>(task.answers)));
  }
  return shares;
}

}  // namespace lbl::report
