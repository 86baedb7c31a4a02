// The report of lbl-agree for people: text and Markdown, and CSV for other programs.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "lbl/base/text.hpp"
#include "lbl/report/agree_report.hpp"
#include "lbl/report/agree_tables.hpp"

namespace lbl::report {

namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kMostParts = 50;

void write_paragraph(const std::vector<std::string>& sentences, std::ostream& out) {
  for (const std::string& line : wrapped(base::join(sentences, " "), kWidth)) out << line << '\n';
}

/// "Labels: a 1 %, b 2 %": never broken within a label.
void write_shares(const std::vector<std::string>& shares, std::ostream& out) {
  if (shares.empty()) return;
  std::string line = "Labels:";
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const std::string share = " " + shares[i] + (i + 1 < shares.size() ? "," : ".");
    if (base::display_width(line) + base::display_width(share) > kWidth) {
      out << line << '\n';
      line = " ";
    }
    line += share;
  }
  out << line << '\n';
}

void write_gates(const Envelope& envelope, Style style, std::ostream& out) {
  if (envelope.gates.empty()) return;
  out << "\nGates\n";
  for (const GateResult& gate : envelope.gates) {
    out << (gate.passed ? green("  passed  ", style) : red("  FAILED  ", style)) << to_text(gate)
        << '\n';
  }
}

std::string slice_cell(const agree::Slice& slice) {
  std::vector<std::string> parts;
  for (const auto& [field, value] : slice) parts.push_back(field + "=" + value.value_or(""));
  return base::join(parts, ", ");
}

std::string number_cell(std::optional<double> number) {
  return number ? base::number_text(*number) : "";
}

}  // namespace

void write_agree_text(const agree::Result& result, const Envelope& envelope, Style style,
                      std::ostream& out) {
  const char* gap = "";
  for (const agree::TaskSummary& task : result.tasks) {
    out << gap << bold("Task " + base::escaped(task.name), style) << "\n\n";
    gap = "\n";
    write_paragraph(agree_conclusion(result, task), out);
    out << '\n';
    for (const std::string& fact : task_facts(task)) write_paragraph({fact}, out);
    write_shares(label_shares(task), out);
    out << '\n';
    write_text_table(whole_table(result, task), out);
    for (const std::string& note : whole_notes(result, task)) write_paragraph({note}, out);
    std::vector<TitledTable> tables = extra_tables(result, task, kMostParts);
    for (TitledTable& part : part_tables(result, task, kMostParts)) {
      tables.push_back(std::move(part));
    }
    TitledTable items = item_table(result, task, kMostParts);
    if (!items.table.rows.empty()) tables.push_back(std::move(items));
    for (const TitledTable& part : tables) {
      out << '\n' << bold(part.title, style) << '\n';
      write_text_table(part.table, out);
      if (part.left_out > 0) {
        out << fmt::format("... and {} more, which -t csv and -t json show\n",
                           base::with_commas(part.left_out));
      }
    }
  }
  write_gates(envelope, style, out);
}

void write_agree_markdown(const agree::Result& result, const Envelope& envelope,
                          std::ostream& out) {
  out << "# Agreement\n";
  for (const agree::TaskSummary& task : result.tasks) {
    out << "\n## " << markdown_text(task.name) << "\n\n";
    out << markdown_text(base::join(agree_conclusion(result, task), " ")) << "\n\n";
    for (const std::string& fact : task_facts(task)) out << "- " << markdown_text(fact) << '\n';
    const std::vector<std::string> shares = label_shares(task);
    if (!shares.empty()) out << "- Labels: " << markdown_text(base::join(shares, ", ")) << ".\n";
    out << '\n';
    write_markdown_table(whole_table(result, task), out);
    const std::vector<std::string> notes = whole_notes(result, task);
    if (!notes.empty()) out << '\n';
    for (const std::string& note : notes) out << "- " << markdown_text(note) << '\n';
    std::vector<TitledTable> tables = extra_tables(result, task, result.measures.size());
    for (TitledTable& part : part_tables(result, task, result.measures.size())) {
      tables.push_back(std::move(part));
    }
    TitledTable items = item_table(result, task, result.items.size());
    if (!items.table.rows.empty()) tables.push_back(std::move(items));
    for (const TitledTable& part : tables) {
      out << "\n### " << markdown_text(part.title) << "\n\n";
      write_markdown_table(part.table, out);
    }
  }
  if (envelope.gates.empty()) return;
  out << "\n## Gates\n\n";
  for (const GateResult& gate : envelope.gates) {
    out << "- " << (gate.passed ? "passed: " : "**failed**: ") << markdown_text(to_text(gate))
        << '\n';
  }
}

namespace {

/// The items under the columns of the figures, and one more that names them.
void add_item_rows(const agree::Result& result, Table& table) {
  if (result.items.empty()) return;
  table.columns.push_back({"item"});
  for (std::vector<std::string>& row : table.rows) row.emplace_back();
  for (const agree::ItemEntry& item : result.items) {
    std::vector<std::string> row(table.columns.size());
    const auto set = [&](const char* title, std::string text) {
      const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                       [&](const Column& one) { return one.title == title; });
      row[static_cast<std::size_t>(column - table.columns.begin())] = std::move(text);
    };
    set("task", item.task);
    set("coefficient", "disagreement");
    set("value", number_cell(item.disagreement));
    set("status", item.disagreement ? "ok" : "undefined");
    set("reason", item.disagreement ? "" : "no-pairs");
    set("ratings", std::to_string(item.answers));
    set("item", item.item);
    table.rows.push_back(std::move(row));
  }
}

}  // namespace

void write_agree_csv(const agree::Result& result, std::ostream& out) {
  Table table;
  for (const char* title :
       {"task",   "slice",       "label",       "pair",       "annotator", "left_out",
        "part",   "coefficient", "form",        "metric",     "weights",   "missing",
        "value",  "se",          "ci_low",      "ci_high",    "p",         "status",
        "reason", "items",       "items_rated", "annotators", "ratings"}) {
    table.columns.push_back({title});
  }
  std::vector<const agree::Measure*> measures;
  for (const agree::Measure& measure : result.measures) measures.push_back(&measure);
  for (const agree::Measure& measure : result.repeats) measures.push_back(&measure);
  for (const agree::Measure* one : measures) {
    const agree::Measure& measure = *one;
    const agree::Figure& figure = measure.figure;
    const stats::Estimate& estimate = figure.estimate;
    const auto& ci = estimate.ci;
    table.rows.push_back({measure.task,
                          slice_cell(measure.slice),
                          measure.label,
                          base::join(measure.pair, "|"),
                          measure.annotator,
                          measure.left_out,
                          measure.part,
                          std::string(measure.coefficient->name),
                          measure.form,
                          measure.metric,
                          measure.weights,
                          measure.missing,
                          number_cell(estimate.value),
                          number_cell(estimate.se),
                          ci ? base::number_text(ci->low) : "",
                          ci ? base::number_text(ci->high) : "",
                          number_cell(figure.p),
                          stats::status_name(estimate.status),
                          estimate.reason,
                          std::to_string(figure.items),
                          std::to_string(figure.items_rated),
                          std::to_string(figure.annotators),
                          std::to_string(figure.ratings)});
  }
  add_item_rows(result, table);
  write_csv_table(table, out);
}

}  // namespace lbl::report
