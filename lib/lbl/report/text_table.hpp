// Tables for people and for other programs: aligned text, Markdown, CSV from the same cells.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace lbl::report {

/// Whether text output may carry colour (ANSI SGR sequences).
enum class Style { plain, color };

enum class Align { left, right };

struct Column {
  std::string title;
  Align align = Align::left;
};

/// Rows of cells under titles. Cells are text as it is (unescaped); the writers escape what their
/// format needs. A row may have fewer cells than there are columns.
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};

/// A table with its title.
struct TitledTable {
  std::string title;
  Table table;
  std::size_t left_out = 0;  ///< rows beyond the limit
};

/// Columns aligned by what a terminal shows (Hangul counts two), two spaces apart, `indent` spaces
/// before each line. When the table is wider than `width`, left-aligned columns are cut, widest
/// first, and a cut cell ends in "...". Control characters are escaped.
void write_text_table(const Table& table, std::ostream& out, std::size_t indent = 0,
                      std::size_t width = 80);

/// A GitHub-flavoured Markdown table; "|" and line ends in cells are escaped.
void write_markdown_table(const Table& table, std::ostream& out);

/// RFC 4180 with LF line ends: a header line and the rows.
void write_csv_table(const Table& table, std::ostream& out);

/// One CSV cell, quoted when it must be.
std::string csv_cell(std::string_view text);

/// `text` as literal Markdown on one line.
std::string markdown_text(std::string_view text);

/// `text` cut to `width` terminal columns, with "..." at the end when something was cut.
std::string cut_to_width(std::string_view text, std::size_t width);

/// `text` broken at spaces into lines of at most `width` columns (a longer word stands alone).
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// `text` in bold / red / green / yellow when `style` is color, else as it is.
std::string bold(std::string_view text, Style style);
std::string red(std::string_view text, Style style);
std::string green(std::string_view text, Style style);
std::string yellow(std::string_view text, Style style);

}  // namespace lbl::report
