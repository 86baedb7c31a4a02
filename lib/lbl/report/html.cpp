// What every HTML report shares: one file without outside references.
#include "lbl/report/html.hpp"

#include <cstdint>

#include "lbl/base/text.hpp"

namespace lbl::report {

namespace {

constexpr const char* kStyle = R"(
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #1b1b1b;
  font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans CJK KR", "Noto Sans KR", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0 0 1rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .5rem; }
ol, ul { padding-left: 1.4rem; }
li { margin: .35rem 0; }
.note { color: #4a4a4a; }
.failed { color: #a11212; font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: #4a4a4a; padding: .2rem 0; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid #d9d9d9; text-align: left;
  overflow-wrap: anywhere; }
th.right, td.right { text-align: right; white-space: nowrap; }
thead th { border-bottom: 2px solid #767676; }
tbody th { font-weight: 400; }
svg { max-width: 100%; height: auto; display: block; }
svg text { font: 13px system-ui, "Noto Sans", "Noto Sans CJK KR", "Noto Sans KR", sans-serif; }
@media print { main { max-width: none; padding: 0; } section { break-inside: avoid; } }
)";

void write_cell(std::string_view tag, std::string_view attributes, Align align,
                std::string_view text, std::ostream& out) {
  out << '<' << tag << attributes << (align == Align::right ? " class=\"right\"" : "") << '>'
      << html_text(text) << "</" << tag << '>';
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : base::escaped(text, SIZE_MAX)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

void begin_html(std::string_view title, std::ostream& out) {
  out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
      << html_text(title) << "</title>\n<style>" << kStyle << "</style>\n</head>\n<body>\n<main>\n"
      << "<h1>" << html_text(title) << "</h1>\n";
}

void end_html(std::ostream& out) {
  out << "</main>\n</body>\n</html>\n";
}

void write_html_table(const Table& table, std::string_view caption, std::ostream& out) {
  out << "<div class=\"scroll\" tabindex=\"0\">\n<table>\n<caption>" << html_text(caption)
      << "</caption>\n<thead><tr>";
  for (const Column& column : table.columns) {
    write_cell("th", " scope=\"col\"", column.align, column.title, out);
  }
  out << "</tr></thead>\n<tbody>\n";
  for (const std::vector<std::string>& row : table.rows) {
    out << "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      write_cell(i == 0 ? "th" : "td", i == 0 ? " scope=\"row\"" : "", table.columns[i].align,
                 row[i], out);
    }
    out << "</tr>\n";
  }
  out << "</tbody>\n</table>\n</div>\n";
}

}  // namespace lbl::report
