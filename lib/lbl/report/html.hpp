// What every HTML report shares: one file without outside references, readable printed and by
// keyboard.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "lbl/report/text_table.hpp"

namespace lbl::report {

/// `text` as content or attribute of HTML, on one line.
std::string html_text(std::string_view text);

/// Everything up to the content of <main>, and what ends it.
void begin_html(std::string_view title, std::ostream& out);
void end_html(std::ostream& out);

/// An SVG of that size, which scrolls where the page is narrower than it can be read at; `label`
/// says what it shows to those who do not see it. What ends it.
void begin_plot(double width, double height, std::string_view label, std::ostream& out);
void end_plot(std::ostream& out);

/// A table with a caption; the first column heads its rows.
void write_html_table(const Table& table, std::string_view caption, std::ostream& out);

}  // namespace lbl::report
