// What every HTML report shares: one file without outside references.
#include "lbl/report/html.hpp"

#include <fmt/format.h>
#include <cstdint>

#include "lbl/base/text.hpp"

namespace lbl::report {

namespace {

constexpr const char* kStyle = R"(
:root { color-scheme: light dark; --page: #fff; --ink: #1b1b1b; --soft: #4a4a4a; --rule: #d9d9d9;
  --head: #767676; --bad: #a11212; --warn: #7a5200; --mark: #2f5d8a; --flag: #b3261e;
  --panel: #f4f4f4; --tint: #ffd9d6; --heat: 47 93 138; }
@media (prefers-color-scheme: dark) { :root { --page: #16181b; --ink: #e8e8e8; --soft: #b4b8bd;
  --rule: #3a3e44; --head: #8b9097; --bad: #ff8a80; --warn: #ffcf70; --mark: #8ab8e6;
  --flag: #ff9d94; --panel: #24282d; --tint: #5c2b28; --heat: 90 140 190; } }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans CJK KR", "Noto Sans KR", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0 0 1rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
ol, ul { padding-left: 1.4rem; }
li { margin: .35rem 0; }
.lead { font-size: 1.1rem; max-width: 44rem; }
.note { color: var(--soft); }
.failed { color: var(--bad); font-weight: 600; }
.scroll { overflow-x: auto; }
.scroll:focus-visible, a:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding: .2rem 0; }
caption span { display: block; max-width: calc(100vw - 3rem); }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--rule); text-align: left;
  overflow-wrap: anywhere; }
th:not(.right), td:not(.right) { min-width: 7rem; }
table:not(.heat) td:not(.right):last-child { min-width: 14rem; }
th.right, td.right { text-align: right; white-space: nowrap; }
thead th { border-bottom: 2px solid var(--head); }
tbody th { font-weight: 400; }
table.heat { width: auto; }
table.heat td { text-align: right; background: rgb(var(--heat) / var(--part)); min-width: 3rem;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
table.heat td.same { outline: 1px solid var(--head); outline-offset: -1px; }
svg { max-width: 100%; height: auto; display: block; }
svg.plot { min-width: 36rem; }
svg text { font: 13px system-ui, "Noto Sans", "Noto Sans CJK KR", "Noto Sans KR", sans-serif;
  fill: var(--ink); }
svg text.soft { fill: var(--soft); }
svg .grid { stroke: var(--rule); }
svg .mean { stroke: var(--head); stroke-dasharray: 4 3; }
svg line.plain { stroke: var(--mark); stroke-width: 1.5; }
svg line.flag { stroke: var(--flag); }
svg line.level { stroke: var(--flag); stroke-width: 2; }
svg .tick { stroke: var(--head); }
svg path.plain, svg polyline.plain, svg path.flag { fill: none; stroke: var(--mark); stroke-width: 2; }
svg path.flag { stroke: var(--flag); }
svg circle.plain { fill: var(--mark); }
svg circle.flag { fill: var(--flag); }
@media print { :root { color-scheme: light; --page: #fff; --ink: #1b1b1b; --soft: #4a4a4a;
    --rule: #d9d9d9; --head: #767676; --bad: #a11212; --warn: #7a5200; --mark: #2f5d8a;
    --flag: #b3261e; --panel: #f4f4f4; --tint: #ffd9d6; --heat: 47 93 138; }
  main { max-width: none; padding: 0; } tr, figure, svg { break-inside: avoid; }
  svg.plot { min-width: 0; } .scroll { overflow: visible; } }
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

void begin_plot(double width, double height, std::string_view label, std::ostream& out) {
  out << fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{0}\">\n"
      "<svg class=\"plot\" viewBox=\"0 0 {1} {2}\" width=\"{1}\" height=\"{2}\" role=\"img\" "
      "aria-label=\"{0}\">\n",
      html_text(label), width, height);
}

void end_plot(std::ostream& out) {
  out << "</svg>\n</div>\n";
}

void write_html_table(const Table& table, std::string_view caption, std::ostream& out) {
  out << "<div class=\"scroll\" tabindex=\"0\">\n<table>\n<caption><span>" << html_text(caption)
      << "</span></caption>\n<thead><tr>";
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
