// The cells of one row of CSV.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/io/text_arena.hpp"

namespace lbl::io {

/// One cell: its text without quotes, and where it starts (at its quote, if it has one) in bytes
/// from the start of the row.
struct Cell {
  std::string_view text;
  std::uint32_t offset;
};

/// Why a row cannot be read.
struct CsvFault {
  std::size_t offset;  ///< in bytes from the start of the row
  std::string message;
};

/// Reads rows by RFC 4180, strictly: a quote may stand only around a cell, or doubled within
/// quotes. Blanks belong to cells. Rows without any quote are cut at the delimiters; libcsv reads
/// the rest.
class CsvParser {
 public:
  explicit CsvParser(char delimiter);
  ~CsvParser();
  CsvParser(CsvParser&&) noexcept;

  /// The cells of `row`, which has no line end; valid until the next call. Texts with doubled
  /// quotes go to `texts`.
  std::optional<CsvFault> parse(std::string_view row, TextArena& texts);
  const std::vector<Cell>& cells() const { return cells_; }

 private:
  struct Engine;
  void cut(std::string_view row);
  bool parse_quoted(std::string_view row, TextArena& texts);
  CsvFault explain(std::string_view row) const;

  char delimiter_;
  std::vector<Cell> cells_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace lbl::io
