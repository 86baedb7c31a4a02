// A part of a report for people: a title, sentences and a table, the same in text, Markdown, HTML.
#include "lbl/report/report_section.hpp"

#include "lbl/base/text.hpp"
#include "lbl/report/html.hpp"

namespace lbl::report {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kIndent = 2;

}  // namespace

void write_text_section(const ReportSection& section, Style style, std::ostream& out) {
  out << '\n';
  for (const std::string& line : wrapped(section.title, kWidth)) out << bold(line, style) << '\n';
  if (!section.table.columns.empty()) {
    write_text_table(section.table, out, kIndent, kWidth - kIndent);
  }
  for (const std::string& text : section.lines) {
    for (const std::string& line : wrapped(text, kWidth - kIndent)) out << "  " << line << '\n';
  }
}

void write_markdown_section(const ReportSection& section, std::ostream& out) {
  out << "\n## " << markdown_text(section.title) << '\n';
  if (!section.table.columns.empty()) {
    out << '\n';
    write_markdown_table(section.table, out);
  }
  for (const std::string& line : section.lines) out << '\n' << markdown_text(line) << '\n';
}

void write_html_section(const ReportSection& section, std::ostream& out) {
  out << "<section>\n<h2>" << html_text(section.title) << "</h2>\n";
  write_forest_plot(section.plot, out);
  if (!section.table.columns.empty()) {
    write_html_table(section.table, base::join(section.lines, " "), out);
  } else {
    for (const std::string& line : section.lines) out << "<p>" << html_text(line) << "</p>\n";
  }
  out << "</section>\n";
}

}  // namespace lbl::report
