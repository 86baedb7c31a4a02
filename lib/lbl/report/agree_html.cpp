// The HTML report of lbl-agree: the conclusion, forest plots, tables, which labels meet which, and
// the items that are disputed most.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/base/text.hpp"
#include "lbl/report/agree_report.hpp"
#include "lbl/report/agree_tables.hpp"
#include "lbl/report/forest_plot.hpp"
#include "lbl/report/html.hpp"

namespace lbl::report {

namespace {

using agree::Measure;

constexpr std::size_t kMostParts = 200;
constexpr std::size_t kMostRows = 40;  // of a plot of parts

std::string tick(double value) {
  return figure_text(value).substr(0, value < 0 ? 5 : 4);
}

void write_paragraph(std::string_view kind, const std::vector<std::string>& sentences,
                     std::ostream& out) {
  if (sentences.empty()) return;
  out << "<p class=\"" << kind << "\">" << html_text(base::join(sentences, " ")) << "</p>\n";
}

ForestRow row_of(const std::string& name, const Measure& measure) {
  const stats::Estimate& estimate = measure.figure.estimate;
  return {name, *estimate.value, estimate.ci, ForestRow::Mark::plain, estimate.status};
}

/// All figures of the whole that have a value.
ForestPlot whole_plot(const agree::Result& result, const agree::TaskSummary& task) {
  ForestPlot plot;
  plot.description = "Coefficients with their intervals; the numbers are in the table below";
  plot.tick_text = tick;
  plot.line = 0;
  plot.line_name = "0";
  for (const Measure* measure : whole_measures(result, task)) {
    if (!measure->figure.estimate.value) continue;
    std::string name(measure->coefficient->title);
    if (!distance_of(*measure).empty()) name += ", " + distance_of(*measure);
    plot.rows.push_back(row_of(name, *measure));
  }
  return plot;
}

/// The coefficient of the conclusion, part by part, for each kind of part.
std::vector<std::pair<std::string, ForestPlot>> part_plots(const agree::Result& result,
                                                           const agree::TaskSummary& task) {
  std::vector<std::pair<std::string, ForestPlot>> plots;
  const Measure* main = main_measure(whole_measures(result, task));
  if (main == nullptr) return plots;
  const auto has_value = [](const Measure& measure) {
    return measure.figure.estimate.value.has_value();
  };
  for (const Measure* measure : main_of_parts(result, task, has_value)) {
    const std::string kind = part_title(*measure);
    auto at = std::find_if(plots.begin(), plots.end(),
                           [&](const auto& plot) { return plot.first == kind; });
    if (at == plots.end()) {
      ForestPlot plot;
      plot.description =
          fmt::format("{}: {}; the numbers are in the table below", main->coefficient->title, kind);
      plot.tick_text = tick;
      plot.line = main->figure.estimate.value;
      if (plot.line) plot.line_name = "all " + figure_text(plot.line);
      at = plots.insert(plots.end(), {kind, std::move(plot)});
    }
    ForestPlot& plot = at->second;
    if (plot.rows.size() < kMostRows) plot.rows.push_back(row_of(part_name(*measure), *measure));
  }
  return plots;
}

/// A square of counts by two labels.
struct HeatMap {
  std::string title, caption;
  const std::vector<std::string>& labels;
  const std::vector<std::vector<double>>& counts;
};

/// A table whose cells are the darker the more of their row they hold.
void write_heat_map(const HeatMap& map, std::ostream& out) {
  out << "<h3>" << map.title
      << "</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"" << map.title
      << "\">\n<table class=\"heat\">\n<caption><span>" << html_text(map.caption)
      << "</span></caption>\n<thead><tr><th scope=\"col\">Label</th>";
  for (const std::string& label : map.labels) {
    out << "<th scope=\"col\" class=\"right\">" << html_text(label) << "</th>";
  }
  out << "</tr></thead>\n<tbody>\n";
  for (std::size_t row = 0; row < map.labels.size(); ++row) {
    double sum = 0;
    for (const double count : map.counts[row]) sum += count;
    out << "<tr><th scope=\"row\">" << html_text(map.labels[row]) << "</th>";
    for (std::size_t column = 0; column < map.labels.size(); ++column) {
      const double count = map.counts[row][column];
      const double part = sum > 0 ? 0.6 * count / sum : 0;
      const bool whole = count == std::floor(count);
      out << fmt::format(
          "<td{} style=\"--part:{:.3f}\">{}</td>", row == column ? " class=\"same\"" : "", part,
          whole ? base::with_commas(static_cast<std::uint64_t>(count)) : base::fixed(count, 1));
    }
    out << "</tr>\n";
  }
  out << "</tbody>\n</table>\n</div>\n";
}

void write_meetings(const agree::LabelMeetings& meetings, std::ostream& out) {
  const std::string caption =
      meetings.annotators.empty()
          ? "Answers by the label that another annotator gave to the same item; the darker, the "
            "more of a row."
          : fmt::format("Rows: {}. Columns: {}. Items; the darker, the more of a row.",
                        meetings.annotators[0], meetings.annotators[1]);
  write_heat_map({"Which labels meet", caption, meetings.labels, meetings.counts}, out);
}

constexpr const char* kGoldTitle = "Answers by gold";

/// Answers by their gold, when there are few labels; tells whether there was anything to show.
bool write_gold_map(const agree::Result& result, const agree::TaskSummary& task,
                    std::ostream& out) {
  constexpr std::size_t kMostLabels = 24;
  bool is_shown = false;
  for (const agree::GoldSummary& gold : result.gold) {
    const std::size_t labels = gold.labels.size();
    if (gold.task != task.name || gold.confusion.empty() || labels > kMostLabels) continue;
    std::vector<std::vector<double>> counts(labels, std::vector<double>(labels, 0));
    for (const agree::GoldCell& cell : gold.confusion) {
      counts[cell.gold][cell.answer] = static_cast<double>(cell.n);
    }
    write_heat_map({kGoldTitle, "Rows: gold. Columns: answers; the darker, the more of a row.",
                    gold.labels, counts},
                   out);
    is_shown = true;
  }
  return is_shown;
}

std::string labels_text(const agree::DisputedItem& item) {
  constexpr std::size_t kMost = 6, kWidth = 40;
  std::vector<std::string> parts;
  for (const auto& [label, answers] : item.labels) {
    if (parts.size() == kMost) {
      parts.push_back(fmt::format("and {} more", item.labels.size() - kMost));
      break;
    }
    const std::string name = label.empty() ? "(nothing)" : cut_to_width(label, kWidth);
    parts.push_back(answers == 1 ? name : fmt::format("{} ({})", name, answers));
  }
  return base::join(parts, ", ");
}

void write_disputed(const agree::TaskDetails& details, std::ostream& out) {
  if (details.disputed.empty()) return;
  out << "<h3>The most disputed items</h3>\n";
  Table table;
  table.columns = {{"Item", Align::left},
                   {"Disagreement", Align::right},
                   {"Answers", Align::right},
                   {"Labels, most frequent first", Align::left}};
  for (const agree::DisputedItem& item : details.disputed) {
    table.rows.push_back({item.item, figure_text(item.disagreement),
                          base::with_commas(item.answers), labels_text(item)});
  }
  write_html_table(table,
                   fmt::format("{} of {} items with a disagreement above 0; --emit items lists all",
                               table.rows.size(), base::with_commas(details.disputed_items)),
                   out);
}

/// The tables of parts; the heat map of gold stands for its table.
void write_parts(const agree::Result& result, const agree::TaskSummary& task, bool has_gold_map,
                 std::ostream& out) {
  const auto plots = part_plots(result, task);
  std::vector<TitledTable> tables = extra_tables(result, task, kMostParts);
  if (has_gold_map) {
    std::erase_if(tables, [](const TitledTable& table) { return table.title == kGoldTitle; });
  }
  for (TitledTable& part : part_tables(result, task, kMostParts)) tables.push_back(std::move(part));
  for (const TitledTable& part : tables) {
    out << "<h3>" << html_text(part.title) << "</h3>\n";
    const auto plot = std::find_if(plots.begin(), plots.end(),
                                   [&](const auto& one) { return one.first == part.title; });
    if (plot != plots.end()) write_forest_plot(plot->second, out);
    write_html_table(part.table, "", out);
    if (part.left_out > 0) {
      out << "<p class=\"note\">... and " << base::with_commas(part.left_out)
          << " more, which -t csv and -t json show</p>\n";
    }
  }
}

void write_task(const agree::Result& result, const agree::TaskSummary& task,
                const agree::TaskDetails& details, std::ostream& out) {
  out << "<section>\n<h2>" << html_text("Task " + task.name) << "</h2>\n";
  write_paragraph("lead", agree_conclusion(result, task), out);
  out << "<ul class=\"note\">\n";
  for (const std::string& fact : task_facts(task)) out << "<li>" << html_text(fact) << "</li>\n";
  const std::vector<std::string> shares = label_shares(task);
  if (!shares.empty()) {
    out << "<li>" << html_text("Labels: " + base::join(shares, ", ") + ".") << "</li>\n";
  }
  out << "</ul>\n";
  write_forest_plot(whole_plot(result, task), out);
  write_html_table(whole_table(result, task), "", out);
  for (const std::string& note : whole_notes(result, task)) write_paragraph("note", {note}, out);
  if (details.meetings) write_meetings(*details.meetings, out);
  const bool has_gold_map = write_gold_map(result, task, out);
  write_parts(result, task, has_gold_map, out);
  write_disputed(details, out);
  out << "</section>\n";
}

}  // namespace

void write_agree_html(const agree::Result& result, const std::vector<agree::TaskDetails>& details,
                      const Envelope& envelope, std::ostream& out) {
  begin_html("Agreement", out);
  for (std::size_t i = 0; i < result.tasks.size(); ++i) {
    write_task(result, result.tasks[i], details[i], out);
  }
  if (!envelope.gates.empty()) out << "<h2>Gates</h2>\n";
  for (const GateResult& gate : envelope.gates) {
    out << "<p" << (gate.passed ? "" : " class=\"failed\"") << ">"
        << (gate.passed ? "passed: " : "FAILED: ") << html_text(to_text(gate)) << "</p>\n";
  }
  for (const InputEntry& input : envelope.inputs) {
    out << "<p class=\"note\">"
        << html_text(fmt::format("Input: {}, {} records, XXH3 {}", input.name,
                                 base::with_commas(input.records), input.xxh3))
        << "</p>\n";
  }
  end_html(out);
}

}  // namespace lbl::report
