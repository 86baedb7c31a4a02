// The header of a CSV file: its delimiter, its columns, and which of them are wanted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/io/reader.hpp"
#include "lbl/io/splitter.hpp"
#include "lbl/model/fields.hpp"

namespace lbl::io {

/// What rows are read by.
struct CsvTable {
  static constexpr std::uint32_t kNoColumn = 0xFFFFFFFFu;

  char delimiter = ',';
  std::vector<std::string> names;
  /// Per field of the plan: its column; kNoColumn if the file has none of that name.
  std::vector<std::uint32_t> columns;
  /// Tells tables apart whose rows do not mean the same: a hash of delimiter and names.
  std::uint64_t key = 0;
};

/// The first row of an input.
struct HeaderRow {
  char delimiter = ',';
  std::size_t begin = 0, end = 0;  ///< of the row in the bytes; no line end
  std::size_t used = 0;            ///< bytes up to the end of its line
  std::uint64_t line = 0;          ///< line ends before it
};

/// Finds the header row in the first bytes of an input, passing over blank lines, and its
/// delimiter: the one that gives all `required` columns, else the one that gives most columns, of
/// comma, semicolon and tab; with Format::tsv always a tab. None if the bytes hold no whole row.
std::optional<HeaderRow> find_header(std::string_view bytes, Rest rest, Format format,
                                     const std::vector<std::string>& required);

/// Reads a header row that stands on `line` of the input shown as `name`. Throws Error (input) for
/// a row that is not CSV or not UTF-8, for two columns of one name (columns without a name may
/// repeat), and for a missing column that `required` names, with the nearest name.
CsvTable read_header(std::string_view header, char delimiter, const model::FieldPlan& plan,
                     const std::vector<std::string>& required, const std::string& name,
                     std::uint64_t line);

}  // namespace lbl::io
