// A part of a report for people: a title, sentences and a table, the same in text, Markdown, HTML.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "lbl/report/forest_plot.hpp"
#include "lbl/report/text_table.hpp"

namespace lbl::report {

struct ReportSection {
  std::string title;
  ForestPlot plot;                 ///< of HTML; without rows: none
  Table table;                     ///< without columns: none
  std::vector<std::string> lines;  ///< under the table
};

/// At most 80 columns, with a blank line before it.
void write_text_section(const ReportSection& section, Style style, std::ostream& out);
void write_markdown_section(const ReportSection& section, std::ostream& out);
void write_html_section(const ReportSection& section, std::ostream& out);

}  // namespace lbl::report
