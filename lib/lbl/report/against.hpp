// What changed against a former batch or guideline, as part of the report of lbl-validate.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <vector>

#include "lbl/report/summary.hpp"
#include "lbl/report/text_table.hpp"
#include "lbl/validate/result.hpp"

namespace lbl::report {

/// Conclusions in words, one a line: "3 items were added, 1 is gone; ...".
std::vector<std::string> against_words(const validate::Against& against);
/// The changes as tables, each with its title.
std::vector<std::pair<std::string, Table>> against_tables(const validate::Against& against);
/// Words and tables, fit for 80 columns.
void write_against_text(const validate::Against& against, std::ostream& out);
/// {"name", "batch", "guideline"}; one of the two is null.
nlohmann::ordered_json against_json(const validate::Against& against);
/// against.items_added, against.answers_changed, against.breaking, ...
Summary against_summary(const validate::Against& against);

}  // namespace lbl::report
