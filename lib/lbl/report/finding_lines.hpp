// One finding as a line: GNU text for people and editors, JSON for programs.
#pragma once

#include <string>
#include <vector>

#include "lbl/report/text_table.hpp"
#include "lbl/validate/finding.hpp"

namespace lbl::report {

/// The inputs as findings name them, by Place::file.
using InputNames = std::vector<std::string>;

/// The input at a place; "-" for one that is not in the list.
const std::string& input_name(const model::Place& place, const InputNames& names);

/// `file:line:column: severity: message [rule-id]`, without a line end.
std::string finding_text(const validate::Finding& finding, const InputNames& names, Style style);

/// The line that the finding is about, cut to 80 columns, and under it a caret where the value at
/// fault starts; two lines with their ends, or nothing when the finding has no excerpt.
std::string finding_caret(const validate::Finding& finding, Style style);

/// An excerpt as it is shown: escaped, "..." where it was cut, and where the value stands in that.
struct ShownExcerpt {
  std::string before, value, after;
};
/// `excerpt` in at most `width` columns.
ShownExcerpt shown_excerpt(const validate::Excerpt& excerpt, std::size_t width);

/// Appends {"rule", "severity", "file", "line", "column", "record", "pointer", "task", "item",
/// "annotator", "message", "found", "hint", "fixed", "related"}, in one line, without a line end;
/// null for what is not known.
void append_finding_json(const validate::Finding& finding, const InputNames& names,
                         std::string& out);

/// Appends `text` as a JSON string; bytes that are not UTF-8 are escaped as for a terminal.
void append_json_text(std::string_view text, std::string& out);

}  // namespace lbl::report
