// Writes the report of lbl-validate.
#include "lbl/report/validate_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lbl/base/text.hpp"

namespace lbl::report {

using model::Severity;
using nlohmann::ordered_json;
using validate::Finding;
using validate::Result;
using validate::Rule;

namespace {

std::string counted(std::uint64_t count, const std::string& one) {
  return base::with_commas(count) + " " + one + (count == 1 ? "" : "s");
}

SummaryEntry entry(const std::string& name, std::uint64_t value) {
  SummaryEntry out;
  out.name = name;
  out.value = static_cast<double>(value);
  return out;
}

// "3 errors and 1 warning in 40 records; 37 records are valid."
std::string conclusion(const Result& result) {
  std::vector<std::string> parts;
  const auto part = [&](Severity severity, const std::string& one) {
    if (result.of_severity(severity) > 0) {
      parts.push_back(counted(result.of_severity(severity), one));
    }
  };
  part(Severity::error, "error");
  part(Severity::warning, "warning");
  part(Severity::note, "note");
  const std::string in = " in " + counted(result.counts.records, "record");
  if (parts.empty()) return "Nothing found" + in + ".";
  const std::string found = parts.size() < 3 ? base::join(parts, " and ")
                                             : parts[0] + ", " + parts[1] + " and " + parts[2];
  return fmt::format(
      "{}{}; {} valid.", found, in,
      counted(result.counts.valid, "record") + (result.counts.valid == 1 ? " is" : " are"));
}

// Rules with findings, most frequent first.
std::vector<const Rule*> rules_found(const Result& result) {
  std::vector<const Rule*> found;
  for (const Rule* rule : validate::all_rules()) {
    if (result.of_rule(*rule) > 0) found.push_back(rule);
  }
  std::stable_sort(found.begin(), found.end(), [&](const Rule* a, const Rule* b) {
    return result.of_rule(*a) > result.of_rule(*b);
  });
  return found;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> validate_summary_names() {
  return {{"findings.error", "findings of severity error"},
          {"findings.warning", "findings of severity warning"},
          {"findings.note", "findings of severity note"},
          {"findings.total", "all findings"},
          {"findings", "findings of one rule: findings[rule=unknown-label]"},
          {"records", "records, well-formed or not"},
          {"records.malformed", "records that could not be read"},
          {"records.valid", "records that --emit valid lets through"},
          {"items", "different items"},
          {"annotators", "different annotators"}};
}

void describe(const Result& result, const validate::Setup& setup, Envelope& envelope) {
  Summary& summary = envelope.summary;
  summary.push_back(entry("records", result.counts.records));
  summary.push_back(entry("records.valid", result.counts.valid));
  summary.push_back(entry("records.malformed", result.counts.malformed));
  summary.push_back(entry("items", result.counts.items));
  summary.push_back(entry("annotators", result.counts.annotators));
  summary.push_back(entry("findings.total", result.total()));
  summary.push_back(entry("findings.error", result.of_severity(Severity::error)));
  summary.push_back(entry("findings.warning", result.of_severity(Severity::warning)));
  summary.push_back(entry("findings.note", result.of_severity(Severity::note)));
  const auto add_rule = [&](const std::string& id, std::uint64_t count) {
    SummaryEntry one = entry("findings", count);
    one.selectors = {{"rule", id}};
    one.is_default = false;
    summary.push_back(std::move(one));
  };
  for (const Rule* rule : validate::all_rules()) {
    if (setup.severities().is_on(*rule)) add_rule(std::string(rule->id), result.of_rule(*rule));
  }
  for (const validate::RecordRuleSetup& rule : setup.record_rules()) {
    add_rule("rule:" + rule.rule.id, result.of_guideline_rule(rule.rule.id));
  }
}

void write_validate_text(const Result& result, const InputNames& names, const Envelope& envelope,
                         Style style, std::ostream& out) {
  for (const Finding& finding : result.kept()) out << finding_text(finding, names, style) << '\n';
  if (result.total() > result.kept().size()) {
    out << counted(result.total() - result.kept().size(), "more finding")
        << " counted, not shown (--max-findings)\n";
  }
  out << conclusion(result) << '\n';
  for (const GateResult& gate : envelope.gates) {
    out << (gate.passed ? green("gate passed", style) : red("gate failed", style)) << ": "
        << to_text(gate) << '\n';
  }
}

void write_validate_jsonl(const Result& result, const InputNames& names, std::ostream& out) {
  for (const Finding& finding : result.kept()) out << finding_json_line(finding, names) << '\n';
}

void write_validate_json(const Result& result, const InputNames& names, const Envelope& envelope,
                         std::ostream& out) {
  ordered_json report = to_json(envelope);
  ordered_json rules = ordered_json::array();
  for (const Rule* rule : rules_found(result)) {
    rules.push_back({{"rule", rule->id}, {"count", result.of_rule(*rule)}});
  }
  report["rules"] = std::move(rules);
  ordered_json findings = ordered_json::array();
  for (const Finding& finding : result.kept()) findings.push_back(finding_json(finding, names));
  report["findings"] = std::move(findings);
  report["findings_not_shown"] = result.total() - result.kept().size();
  out << dump(report);
}

}  // namespace lbl::report
