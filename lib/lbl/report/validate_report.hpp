// The report of lbl-validate: findings and what they come to.
#pragma once

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "lbl/report/envelope.hpp"
#include "lbl/report/finding_lines.hpp"
#include "lbl/validate/result.hpp"

namespace lbl::report {

/// Names of the summary, and what they mean, for --list-gates.
std::vector<std::pair<std::string, std::string>> validate_summary_names();

/// Fills the summary of the envelope: findings.error, records.valid, findings[rule=ID], ...
void describe(const validate::Result& result, const validate::Setup& setup, Envelope& envelope);

/// Findings in GNU form, then in words what they come to.
void write_validate_text(const validate::Result& result, const InputNames& names,
                         const Envelope& envelope, Style style, std::ostream& out);
/// One JSON object a finding and line.
void write_validate_jsonl(const validate::Result& result, const InputNames& names,
                          std::ostream& out);
/// The envelope with "rules" (counts) and "findings".
void write_validate_json(const validate::Result& result, const InputNames& names,
                         const Envelope& envelope, std::ostream& out);

}  // namespace lbl::report
