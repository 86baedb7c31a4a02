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

/// "3 errors and 1 warning in 40 records; 37 records are valid."
std::string conclusion(const validate::Result& result);

/// Whether the lines that findings are about are shown under them.
enum class Carets { hidden, shown };

/// Findings in GNU form, then in words what they come to.
void write_validate_text(const validate::Result& result, const InputNames& names,
                         const Envelope& envelope, Style style, Carets carets, std::ostream& out);
/// One JSON object a finding and line.
void write_validate_jsonl(const validate::Result& result, const InputNames& names,
                          std::ostream& out);
/// The envelope with "rules" and "groups" (counts) and "findings".
void write_validate_json(const validate::Result& result, const InputNames& names,
                         const Envelope& envelope, std::ostream& out);
/// SARIF 2.1.0 (OASIS), as code scanning takes it: one run, the rules that were broken, a result a
/// finding. Columns count code points.
void write_validate_sarif(const validate::Result& result, const InputNames& names,
                          const Envelope& envelope, std::ostream& out);
/// JUnit XML: a test case a rule that is on, failed when it has findings of severity error, and one
/// a gate.
void write_validate_junit(const validate::Result& result, const InputNames& names,
                          const validate::Setup& setup, const Envelope& envelope,
                          std::ostream& out);
/// Workflow commands of GitHub Actions, which show findings beside the lines of a change.
void write_validate_github(const validate::Result& result, const InputNames& names,
                           const Envelope& envelope, std::ostream& out);
/// What it comes to, and how often each rule was broken with its first finding, as Markdown.
void write_validate_markdown(const validate::Result& result, const InputNames& names,
                             const Envelope& envelope, std::ostream& out);
/// One HTML page: what it comes to, counts by rule, file, annotator and slice, and the first
/// findings of each rule with their lines.
void write_validate_html(const validate::Result& result, const InputNames& names,
                         const Envelope& envelope, std::ostream& out);

}  // namespace lbl::report
