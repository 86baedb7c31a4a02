// Changes to the bytes of a record, and where things stand in those bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lbl::model {

/// New bytes for a part of a record; everything else stays as it is.
struct Edit {
  std::size_t begin = 0, end = 0;  ///< in bytes from the start of the record; half-open
  std::string bytes;
};

/// `record` with `edits`, which need not be in order but must not overlap.
std::string edited(std::string_view record, std::vector<Edit> edits);

/// The end of the JSON string, number or word that starts at `at`.
std::size_t json_scalar_end(std::string_view json, std::size_t at);

/// The byte of `json` where byte `offset` of the text begins that the JSON string at `at` spells;
/// the closing quote for the end of the text. `offset` must not be within a character.
std::size_t json_text_place(std::string_view json, std::size_t at, std::size_t offset);

/// The end of the CSV cell that starts at `at` (at its quote, if it has one) and whose text without
/// quotes is `text`.
std::size_t csv_cell_end(std::string_view row, std::size_t at, std::string_view text);

/// `text` as a CSV cell that takes the place of the one at `at`: in quotes if that is, or if it
/// must be with any delimiter.
std::string csv_cell_for(std::string_view row, std::size_t at, std::string_view text);

}  // namespace lbl::model
