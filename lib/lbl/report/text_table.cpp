// Tables as aligned text, Markdown and CSV.
#include "lbl/report/text_table.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "lbl/base/text.hpp"

namespace lbl::report {

namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 8;  // a column is never cut below this

// Bytes of the code point that starts at the front of valid UTF-8.
std::size_t code_point_bytes(std::string_view text) {
  std::size_t bytes = 1;
  while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) ++bytes;
  return bytes;
}

std::string cell_of(const std::vector<std::string>& row, std::size_t column) {
  return column < row.size() ? base::escaped(row[column], SIZE_MAX) : "";
}

std::string aligned(const std::string& cell, std::size_t width, Align align) {
  const std::string text = cut_to_width(cell, width);
  const std::size_t shown = base::display_width(text);
  const std::string fill(width - std::min(width, shown), ' ');
  return align == Align::left ? text + fill : fill + text;
}

// Takes columns from the widest left-aligned one until all fit.
void fit(std::vector<std::size_t>& widths, const std::vector<Column>& columns, std::size_t width) {
  for (;;) {
    std::size_t total = kGap * (widths.empty() ? 0 : widths.size() - 1);
    std::optional<std::size_t> widest;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      total += widths[i];
      if (columns[i].align != Align::left || widths[i] <= kNarrowest) continue;
      if (!widest || widths[i] > widths[*widest]) widest = i;
    }
    if (total <= width || !widest) return;
    --widths[*widest];
  }
}

std::string coloured(std::string_view text, Style style, const char* code) {
  if (style == Style::plain) return std::string(text);
  return std::string("\x1b[") + code + "m" + std::string(text) + "\x1b[0m";
}

}  // namespace

void write_text_table(const Table& table, std::ostream& out, std::size_t indent,
                      std::size_t width) {
  const std::size_t count = table.columns.size();
  std::vector<std::size_t> widths;
  for (const Column& column : table.columns) widths.push_back(base::display_width(column.title));
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < count; ++i) {
      widths[i] = std::max(widths[i], base::display_width(cell_of(row, i)));
    }
  }
  fit(widths, table.columns, width - std::min(width, indent));
  const auto write_row = [&](const std::vector<std::string>& row) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) line.append(kGap, ' ');
      line += aligned(cell_of(row, i), widths[i], table.columns[i].align);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  };
  std::vector<std::string> titles;
  for (const Column& column : table.columns) titles.push_back(column.title);
  write_row(titles);
  for (const auto& row : table.rows) write_row(row);
}

void write_markdown_table(const Table& table, std::ostream& out) {
  const auto write_row = [&](const auto& cell) {
    out << '|';
    for (std::size_t i = 0; i < table.columns.size(); ++i) out << ' ' << cell(i) << " |";
    out << '\n';
  };
  write_row([&](std::size_t i) { return markdown_text(table.columns[i].title); });
  write_row([&](std::size_t i) {
    return std::string(table.columns[i].align == Align::left ? "---" : "---:");
  });
  for (const auto& row : table.rows) {
    write_row(
        [&](std::size_t i) { return i < row.size() ? markdown_text(row[i]) : std::string(); });
  }
}

void write_csv_table(const Table& table, std::ostream& out) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    out << (i > 0 ? "," : "") << csv_cell(table.columns[i].title);
  }
  out << '\n';
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      out << (i > 0 ? "," : "") << (i < row.size() ? csv_cell(row[i]) : "");
    }
    out << '\n';
  }
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string markdown_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "<br>";
    } else if (c == '\r') {
      continue;
    } else if (std::string_view("\\|`*_<>[]#~").find(c) != std::string_view::npos) {
      out += '\\';
      out += c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string cut_to_width(std::string_view text, std::size_t width) {
  if (base::display_width(text) <= width) return std::string(text);
  const std::string_view dots = "...";
  const std::size_t room = width - std::min(width, dots.size());
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const std::string_view point = text.substr(0, code_point_bytes(text));
    used += base::display_width(point);
    if (used > room) break;
    out += point;
    text.remove_prefix(point.size());
  }
  return out + std::string(dots.substr(0, width));
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  for (const std::string& word : base::split(text, ' ')) {
    if (word.empty()) continue;
    const bool fits = !lines.empty() &&
                      base::display_width(lines.back()) + 1 + base::display_width(word) <= width;
    if (fits) {
      lines.back() += " " + word;
    } else {
      lines.push_back(word);
    }
  }
  return lines;
}

std::string bold(std::string_view text, Style style) {
  return coloured(text, style, "1");
}
std::string red(std::string_view text, Style style) {
  return coloured(text, style, "31");
}
std::string green(std::string_view text, Style style) {
  return coloured(text, style, "32");
}
std::string yellow(std::string_view text, Style style) {
  return coloured(text, style, "33");
}

}  // namespace lbl::report
