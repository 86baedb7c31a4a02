// libcsv 3.0.3 behind csv_parser.hpp.
#include "lbl/io/csv_parser.hpp"

#include <csv.h>

#include <cstring>
#include <new>

#include <fmt/format.h>

#include "lbl/base/text.hpp"

namespace lbl::io {

namespace {

// libcsv would trim blanks and end rows at a carriage return; rows come without their line end.
int no_byte(unsigned char) {
  return 0;
}

// Where the cell after the one at `at` starts; the size of the row + 1 after the last.
std::size_t next_cell(std::string_view row, std::size_t at, char delimiter) {
  if (at < row.size() && row[at] == '"') {
    for (++at; at < row.size(); ++at) {
      if (row[at] != '"') continue;
      if (at + 1 == row.size() || row[at + 1] != '"') break;
      ++at;
    }
  }
  const std::size_t end = row.find(delimiter, at);
  return end == std::string_view::npos ? row.size() + 1 : end + 1;
}

}  // namespace

struct CsvParser::Engine {
  explicit Engine(char delimiter) {
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
    csv_set_delim(&parser, static_cast<unsigned char>(delimiter));
    csv_set_space_func(&parser, no_byte);
    csv_set_term_func(&parser, no_byte);
  }
  ~Engine() { csv_free(&parser); }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  csv_parser parser{};
};

CsvParser::CsvParser(char delimiter)
    : delimiter_(delimiter), engine_(std::make_unique<Engine>(delimiter)) {}
CsvParser::~CsvParser() = default;
CsvParser::CsvParser(CsvParser&&) noexcept = default;

std::optional<CsvFault> CsvParser::parse(std::string_view row, TextArena& texts) {
  cells_.clear();
  if (std::memchr(row.data(), '"', row.size()) == nullptr) {
    cut(row);
    return std::nullopt;
  }
  if (parse_quoted(row, texts)) return std::nullopt;
  return explain(row);
}

void CsvParser::cut(std::string_view row) {
  const char* const start = row.data();
  const char* const stop = start + row.size();
  for (const char* at = start;;) {
    const void* found = std::memchr(at, delimiter_, static_cast<std::size_t>(stop - at));
    const char* const end = found == nullptr ? stop : static_cast<const char*>(found);
    cells_.push_back(
        {{at, static_cast<std::size_t>(end - at)}, static_cast<std::uint32_t>(at - start)});
    if (end == stop) return;
    at = end + 1;
  }
}

bool CsvParser::parse_quoted(std::string_view row, TextArena& texts) {
  struct Target {
    std::vector<Cell>& cells;
    TextArena& texts;
  } target{cells_, texts};
  const auto on_cell = [](void* text, std::size_t size, void* data) {
    auto& to = *static_cast<Target*>(data);
    char* kept = to.texts.allocate(size);
    if (size > 0) std::memcpy(kept, text, size);
    to.cells.push_back({{kept, size}, 0});
  };
  const auto on_row = [](int, void*) {};
  csv_parser& parser = engine_->parser;
  const bool whole =
      csv_parse(&parser, row.data(), row.size(), on_cell, on_row, &target) == row.size() &&
      csv_fini(&parser, on_cell, on_row, &target) == 0;
  if (csv_error(&parser) == CSV_ENOMEM) throw std::bad_alloc();
  if (!whole) {
    engine_ = std::make_unique<Engine>(delimiter_);  // libcsv cannot go on after an error
    return false;
  }
  std::size_t at = 0;
  for (Cell& cell : cells_) {
    cell.offset = static_cast<std::uint32_t>(at);
    at = next_cell(row, at, delimiter_);
  }
  return true;
}

CsvFault CsvParser::explain(std::string_view row) const {
  for (std::size_t at = 0; at <= row.size(); at = next_cell(row, at, delimiter_)) {
    if (at == row.size() || row[at] != '"') {
      const std::size_t end = row.find(delimiter_, at);
      const std::size_t quote = row.find('"', at);
      if (quote < end) {
        return {quote,
                "a quote stands inside a cell without quotes; put the cell in quotes and "
                "double the quotes in it"};
      }
      continue;
    }
    std::size_t close = at + 1;
    while (close < row.size() && (row[close] != '"' || row.substr(close, 2) == "\"\"")) {
      close += row[close] == '"' ? 2 : 1;
    }
    if (close >= row.size()) return {at, "the quote that opens here is never closed"};
    if (close + 1 < row.size() && row[close + 1] != delimiter_) {
      return {
          close + 1,
          fmt::format("expected {} or the end of the row after a closing quote, found {}; a quote "
                      "in a quoted cell is doubled",
                      base::quoted(std::string_view(&delimiter_, 1)),
                      base::quoted(row.substr(close + 1), 20))};
    }
  }
  return {0, "the row is not CSV"};
}

}  // namespace lbl::io
