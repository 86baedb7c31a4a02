// The HTML report of lbl-bias: findings, and for each cut and label a forest plot and its table.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/report/bias_drift.hpp"
#include "lbl/report/bias_findings.hpp"
#include "lbl/report/bias_heat_map.hpp"
#include "lbl/report/bias_parts.hpp"
#include "lbl/report/bias_report.hpp"
#include "lbl/report/bias_sections.hpp"
#include "lbl/report/bias_words.hpp"
#include "lbl/report/forest_plot.hpp"
#include "lbl/report/html.hpp"

namespace lbl::report {
namespace {

using bias::BiasResult;
using bias::SliceEntry;

/// The slices of a group; the line is the mean of all answers.
ForestPlot plot_of(const BiasResult& result, const EntryGroup& group) {
  ForestPlot plot;
  plot.description = "Estimates and intervals; the numbers are in the table below";
  const bias::Measure measure = result.slices[group.begin].measure;
  double overall = 0, answers = 0;
  for (std::size_t i = group.begin; i < group.end; ++i) {
    const SliceEntry& entry = result.slices[i];
    const double value = *entry.estimate.value;
    overall += value * static_cast<double>(entry.answers);
    answers += static_cast<double>(entry.answers);
    plot.rows.push_back({slice_name(slice_of(result, entry)), value, entry.estimate.ci,
                         entry.flag ? ForestRow::Mark::flagged : ForestRow::Mark::plain,
                         entry.estimate.status});
  }
  plot.tick_text = [measure](double value) {
    return figure(measure, value) + (is_share(measure) ? "%" : "");
  };
  plot.line = overall / answers;
  plot.line_name = "all " + plot.tick_text(*plot.line);
  return plot;
}

void write_group(const BiasResult& result, const EntryGroup& group, std::ostream& out) {
  const std::string title = group_title(result, group);
  out << "<section>\n<h2>" << html_text(title) << "</h2>\n";
  write_forest_plot(plot_of(result, group), out);
  write_html_table(group_table(result, group), base::join(group_lines(result, group), " "), out);
  out << "</section>\n";
  for (const ReportSection& section : group_sections(result, group)) {
    write_html_section(section, out);
  }
}

}  // namespace

void write_bias_html(const Envelope& envelope, const BiasResult& result, std::ostream& out,
                     const bias::BiasParts& parts) {
  begin_html("Label bias", out);
  out << "<ol>\n";
  for (const std::string& finding : findings(result, parts)) {
    out << "<li>" << html_text(finding) << "</li>\n";
  }
  out << "</ol>\n";
  for (const GateResult& gate : envelope.gates) {
    out << "<p" << (gate.passed ? "" : " class=\"failed\"") << ">" << html_text(gate_line(gate))
        << "</p>\n";
  }
  for (const bias::TaskFacts& task : result.tasks) {
    out << "<p class=\"note\">" << html_text(task_line(task)) << "</p>\n";
  }
  out << "<p class=\"note\">" << html_text(method_line(result)) << "</p>\n";
  write_heat_maps(result, out);
  for (const EntryGroup& group : entry_groups(result)) write_group(result, group, out);
  for (const ReportSection& section : bias_sections(result)) write_html_section(section, out);
  if (parts.drift) write_timelines(result, *parts.drift, out);
  for (const TitledTable& titled : parts_tables(result, parts)) {
    out << "<section>\n<h2>" << html_text(titled.title) << "</h2>\n";
    write_html_table(titled.table, "", out);
    out << "</section>\n";
  }
  const std::string marks = legend(result);
  if (!marks.empty()) out << "<p class=\"note\">" << html_text(marks) << "</p>\n";
  for (const auto& notes : {result.notes, parts_notes(parts)}) {
    for (const bias::Note& note : notes) {
      out << "<p class=\"note\">Note: " << html_text(note.message) << "</p>\n";
    }
  }
  write_sort_script(out);
  end_html(out);
}

}  // namespace lbl::report
