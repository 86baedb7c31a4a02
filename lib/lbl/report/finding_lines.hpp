// One finding as a line: GNU text for people and editors, JSON for programs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "lbl/report/text_table.hpp"
#include "lbl/validate/finding.hpp"

namespace lbl::report {

/// The inputs as findings name them, by Place::file.
using InputNames = std::vector<std::string>;

/// `file:line:column: severity: message [rule-id]`, without a line end.
std::string finding_text(const validate::Finding& finding, const InputNames& names, Style style);

/// {"rule", "severity", "file", "line", "column", "record", "pointer", "task", "item", "annotator",
/// "message", "found", "hint", "related"}; null for what is not known.
nlohmann::ordered_json finding_json(const validate::Finding& finding, const InputNames& names);

/// The same in one line, without a line end.
std::string finding_json_line(const validate::Finding& finding, const InputNames& names);

}  // namespace lbl::report
