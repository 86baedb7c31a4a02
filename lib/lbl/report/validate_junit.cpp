// Findings as JUnit XML, which CI servers show as tests: one a rule.
#include <fmt/format.h>

#include <algorithm>

#include "lbl/base/text.hpp"
#include "lbl/report/html.hpp"
#include "lbl/report/validate_report.hpp"

namespace lbl::report {

using validate::Finding;
using validate::Result;

namespace {

// Findings of one rule that are listed.
constexpr std::size_t kMostListed = 100;

struct Case {
  std::string group, name;
  std::uint64_t findings = 0;
};

std::vector<Case> cases_of(const Result& result, const validate::Setup& setup) {
  std::vector<Case> cases;
  for (const validate::Rule* rule : validate::all_rules()) {
    if (rule == &validate::rules::record_rule || !setup.severities().is_on(*rule)) continue;
    cases.push_back({std::string(validate::group_name(rule->group)), std::string(rule->id),
                     result.of_rule(*rule)});
  }
  for (const validate::RecordRuleSetup& rule : setup.record_rules()) {
    cases.push_back({"guideline", "rule:" + rule.rule.id, result.of_guideline_rule(rule.rule.id)});
  }
  return cases;
}

bool is_failure(const Case& one, const Result& result) {
  const std::vector<Finding>& first = result.first_of_rule(one.name);
  return std::any_of(first.begin(), first.end(), [](const Finding& finding) {
    return finding.severity == model::Severity::error;
  });
}

// The lines of a rule's findings: those that --max-findings keeps, or else the first few.
std::string lines_of(const Case& one, const Result& result, const InputNames& names) {
  std::string lines;
  std::uint64_t listed = 0;
  const auto add = [&](const Finding& finding) {
    if (listed == kMostListed || finding.rule_id() != one.name) return;
    lines += html_text(finding_text(finding, names, Style::plain)) + "\n";
    ++listed;
  };
  if (one.findings > Result::kFirstOfRule) result.for_each_kept(add);
  if (listed < Result::kFirstOfRule) {
    lines.clear();
    listed = 0;
    for (const Finding& finding : result.first_of_rule(one.name)) add(finding);
  }
  if (one.findings > listed) {
    lines += fmt::format("and {} more\n", base::with_commas(one.findings - listed));
  }
  return lines;
}

void write_case(const Case& one, const Result& result, const InputNames& names, std::ostream& out) {
  out << "    <testcase classname=\"lbl-validate." << html_text(one.group) << "\" name=\""
      << html_text(one.name) << "\"";
  if (one.findings == 0) {
    out << "/>\n";
    return;
  }
  const std::string lines = lines_of(one, result, names);
  const std::string message =
      fmt::format("{} finding{}", base::with_commas(one.findings), one.findings == 1 ? "" : "s");
  if (is_failure(one, result)) {
    out << ">\n      <failure type=\"error\" message=\"" << message << "\">" << lines
        << "</failure>\n    </testcase>\n";
  } else {
    out << ">\n      <system-out>" << message << "\n"
        << lines << "</system-out>\n    </testcase>\n";
  }
}

void write_gate(const GateResult& gate, std::ostream& out) {
  const std::string text = html_text(to_text(gate));
  out << "    <testcase classname=\"lbl-validate.gate\" name=\"" << html_text(gate.gate.text)
      << "\"";
  if (gate.passed) {
    out << "/>\n";
  } else {
    out << ">\n      <failure type=\"gate\" message=\"gate failed: " << text
        << "\"/>\n    </testcase>\n";
  }
}

}  // namespace

void write_validate_junit(const Result& result, const InputNames& names,
                          const validate::Setup& setup, const Envelope& envelope,
                          std::ostream& out) {
  const std::vector<Case> cases = cases_of(result, setup);
  std::size_t failures = 0;
  for (const Case& one : cases) failures += is_failure(one, result) ? 1 : 0;
  for (const GateResult& gate : envelope.gates) failures += gate.passed ? 0 : 1;
  const std::string counts =
      fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\" time=\"0\"",
                  cases.size() + envelope.gates.size(), failures);
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"lbl-validate\" " << counts
      << ">\n  <testsuite name=\"" << html_text(base::join(names, " ")) << "\" " << counts << ">\n";
  for (const Case& one : cases) write_case(one, result, names, out);
  for (const GateResult& gate : envelope.gates) write_gate(gate, out);
  out << "    <system-out>" << html_text(conclusion(result))
      << "</system-out>\n  </testsuite>\n</testsuites>\n";
}

}  // namespace lbl::report
