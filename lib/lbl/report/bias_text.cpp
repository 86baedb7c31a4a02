// The text, Markdown and CSV reports of lbl-bias.
#include <utility>

#include "lbl/base/text.hpp"
#include "lbl/report/bias_findings.hpp"
#include "lbl/report/bias_parts.hpp"
#include "lbl/report/bias_report.hpp"
#include "lbl/report/bias_sections.hpp"
#include "lbl/report/bias_words.hpp"

namespace lbl::report {
namespace {

using bias::BiasResult;
using bias::SliceEntry;

constexpr std::size_t kWidth = 80;

void write_wrapped(const std::string& text, const std::string& first, std::ostream& out) {
  const std::string indent(first.size(), ' ');
  const std::vector<std::string> lines = wrapped(text, kWidth - first.size());
  for (std::size_t i = 0; i < lines.size(); ++i)
    out << (i == 0 ? first : indent) << lines[i] << '\n';
}

std::string number_cell(const std::optional<double>& value) {
  return value ? base::number_text(*value) : "";
}

void add_estimate_cells(const stats::Estimate& estimate, std::vector<std::string>& cells) {
  cells.push_back(number_cell(estimate.value));
  cells.push_back(estimate.ci ? base::number_text(estimate.ci->low) : "");
  cells.push_back(estimate.ci ? base::number_text(estimate.ci->high) : "");
}

}  // namespace

void write_bias_text(const Envelope& envelope, const BiasResult& result, Style style,
                     std::ostream& out, const bias::BiasParts& parts) {
  for (const std::string& finding : findings(result, parts)) write_wrapped(finding, "", out);
  out << '\n';
  for (const bias::TaskFacts& task : result.tasks) write_wrapped(task_line(task), "", out);
  write_wrapped(method_line(result), "", out);
  for (const EntryGroup& group : entry_groups(result)) {
    out << '\n';
    for (const std::string& line : wrapped(group_title(result, group), kWidth)) {
      out << bold(line, style) << '\n';
    }
    write_text_table(group_table(result, group), out, 2, kWidth - 2);
    for (const std::string& line : group_lines(result, group)) write_wrapped(line, "  ", out);
    for (const ReportSection& section : group_sections(result, group)) {
      write_text_section(section, style, out);
    }
  }
  for (const ReportSection& section : bias_sections(result)) {
    write_text_section(section, style, out);
  }
  for (const TitledTable& titled : parts_tables(result, parts)) {
    out << '\n';
    for (const std::string& line : wrapped(titled.title, kWidth)) out << bold(line, style) << '\n';
    write_text_table(titled.table, out, 2, kWidth - 2);
  }
  const std::string marks = legend(result);
  if (!marks.empty()) out << '\n' << marks << '\n';
  const std::vector<bias::Note> more_notes = parts_notes(parts);
  if (!result.notes.empty() || !more_notes.empty()) out << '\n';
  for (const bias::Note& note : result.notes) write_wrapped(note.message, "note: ", out);
  for (const bias::Note& note : more_notes) write_wrapped(note.message, "note: ", out);
  if (!envelope.gates.empty()) out << '\n';
  for (const GateResult& gate : envelope.gates) {
    out << (gate.passed ? green(gate_line(gate), style) : red(gate_line(gate), style)) << '\n';
  }
}

void write_bias_markdown(const Envelope& envelope, const BiasResult& result, std::ostream& out,
                         const bias::BiasParts& parts) {
  out << "# Label bias\n\n";
  for (const std::string& finding : findings(result, parts)) {
    out << "- " << markdown_text(finding) << '\n';
  }
  out << '\n';
  for (const bias::TaskFacts& task : result.tasks) out << markdown_text(task_line(task)) << "  \n";
  out << markdown_text(method_line(result)) << '\n';
  for (const EntryGroup& group : entry_groups(result)) {
    out << "\n## " << markdown_text(group_title(result, group)) << "\n\n";
    write_markdown_table(group_table(result, group), out);
    for (const std::string& line : group_lines(result, group)) {
      out << '\n' << markdown_text(line) << '\n';
    }
    for (const ReportSection& section : group_sections(result, group)) {
      write_markdown_section(section, out);
    }
  }
  for (const ReportSection& section : bias_sections(result)) write_markdown_section(section, out);
  for (const TitledTable& titled : parts_tables(result, parts)) {
    out << "\n## " << markdown_text(titled.title) << "\n\n";
    write_markdown_table(titled.table, out);
  }
  const std::string marks = legend(result);
  if (!marks.empty()) out << '\n' << markdown_text(marks) << '\n';
  for (const auto& notes : {result.notes, parts_notes(parts)}) {
    for (const bias::Note& note : notes) {
      out << "\nNote: " << markdown_text(note.message) << '\n';
    }
  }
  for (const GateResult& gate : envelope.gates)
    out << "\n" << markdown_text(gate_line(gate)) << '\n';
}

namespace {

std::vector<std::string> csv_cells(const NamedEntry& row) {
  const SliceEntry& entry = *row.entry;
  std::vector<std::string> cells = {row.task,
                                    row.field,
                                    row.slice,
                                    entry.label.value_or(""),
                                    std::string(bias::measure_name(entry.measure)),
                                    std::to_string(entry.answers),
                                    std::to_string(entry.items),
                                    std::string(bias::cluster_name(entry.cluster)),
                                    std::to_string(entry.clusters),
                                    entry.reference};
  add_estimate_cells(entry.estimate, cells);
  cells.emplace_back(stats::status_name(entry.estimate.status));
  cells.push_back(entry.estimate.reason);
  add_estimate_cells(entry.difference, cells);
  add_estimate_cells(entry.ratio, cells);
  add_estimate_cells(entry.odds_ratio, cells);
  cells.push_back(entry.p ? std::string(bias::test_name(*entry.test)) : "");
  cells.push_back(number_cell(entry.p));
  cells.push_back(number_cell(entry.q));
  cells.emplace_back(entry.flag ? "true" : "false");
  const auto& controlled = entry.controlled;
  cells.push_back(controlled ? number_cell(controlled->difference.value) : "");
  cells.push_back(controlled ? number_cell(controlled->p) : "");
  cells.push_back(controlled ? number_cell(controlled->q) : "");
  cells.emplace_back(controlled ? bias::reversal_name(controlled->reversal) : "");
  const bias::SliceBootstrap drawn = entry.bootstrap.value_or(bias::SliceBootstrap());
  for (const auto& figure : {drawn.estimate, drawn.difference}) {
    const auto percentile = figure ? figure->percentile : std::nullopt;
    cells.push_back(percentile ? number_cell(percentile->low) : "");
    cells.push_back(percentile ? number_cell(percentile->high) : "");
  }
  return cells;
}

}  // namespace

void write_bias_csv(const BiasResult& result, std::ostream& out, const bias::BiasParts& parts) {
  Table table;
  for (const char* title : {"task",
                            "field",
                            "slice",
                            "label",
                            "measure",
                            "n",
                            "items",
                            "cluster",
                            "clusters",
                            "reference",
                            "value",
                            "low",
                            "high",
                            "status",
                            "reason",
                            "difference",
                            "difference_low",
                            "difference_high",
                            "ratio",
                            "ratio_low",
                            "ratio_high",
                            "odds_ratio",
                            "odds_ratio_low",
                            "odds_ratio_high",
                            "test",
                            "p",
                            "q",
                            "flag",
                            "controlled_difference",
                            "controlled_p",
                            "controlled_q",
                            "simpson",
                            "bootstrap_low",
                            "bootstrap_high",
                            "bootstrap_difference_low",
                            "bootstrap_difference_high"}) {
    table.columns.push_back({title, Align::left});
  }
  std::vector<NamedEntry> rows;
  for (const SliceEntry& entry : result.slices) {
    const bias::Cut& cut = result.cuts[entry.cut];
    const bias::Slice& slice = slice_of(result, entry);
    const bool missing = slice.values.size() == 1 && !slice.values.front();
    rows.push_back({result.tasks[cut.task].name, cut.name(), missing ? "" : slice.text(), &entry});
  }
  for (NamedEntry& row : parts_entries(result, parts)) rows.push_back(std::move(row));
  for (const NamedEntry& row : rows) table.rows.push_back(csv_cells(row));
  write_csv_table(table, out);
}

}  // namespace lbl::report
