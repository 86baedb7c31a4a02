// Small edits of a record's bytes: fields left out, a field added, everything else as it stood.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/fields.hpp"

namespace lbl::sample {

// JSON. `object` is a well-formed JSON object, as readers pass it on.

/// `object` without the members that `paths` lead to (through objects, not arrays).
std::string without_members(std::string_view object, const std::vector<model::FieldPath>& paths);

/// `object` with one more member at its end; `key` needs no escape, `json` is any JSON value.
std::string with_member(std::string_view object, std::string_view key, std::string_view json);

/// `object` on one line: line breaks between tokens, and blanks around them, are left out; one that
/// is on one line already stays as it is.
std::string on_one_line(std::string_view object);

// CSV. `row` is a row without its line end.

/// The cells of a row as they stand, quotes included.
std::vector<std::string_view> row_cells(std::string_view row, char delimiter);

/// The text of a cell, without quotes.
std::string cell_text(std::string_view cell);

/// `row` without the cells with these numbers, which ascend.
std::string without_cells(std::string_view row, char delimiter,
                          const std::vector<std::size_t>& numbers);

/// `row` with one more cell, quoted when it must be.
std::string with_cell(std::string_view row, char delimiter, std::string_view text);

}  // namespace lbl::sample
