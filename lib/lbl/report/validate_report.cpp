// Writes the report of lbl-validate.
#include "lbl/report/validate_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lbl/base/text.hpp"
#include "lbl/report/against.hpp"

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

ordered_json groups_json(const Result& result) {
  ordered_json out = ordered_json::array();
  for (const validate::GroupTable& table : result.groups) {
    for (const validate::GroupCounts& group : table.groups) {
      ordered_json one;
      one["field"] = table.field;
      one["value"] = group.is_missing ? ordered_json() : ordered_json(group.name);
      one["records"] = group.records;
      one["records_with_findings"] = group.records_with_findings;
      one["errors"] = group.errors;
      one["warnings"] = group.warnings;
      one["notes"] = group.notes;
      out.push_back(std::move(one));
    }
  }
  return out;
}

}  // namespace

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
  std::string also;
  if (result.counts.mended > 0) also += "; " + counted(result.counts.mended, "record") + " mended";
  if (result.counts.dropped_records > 0) {
    also += fmt::format("; {} of {} left out", counted(result.counts.dropped_records, "record"),
                        counted(result.counts.dropped_items, "item"));
  }
  if (result.valid_weight_share) {
    also += fmt::format("; {} % of the weight is in valid records",
                        base::fixed(100 * *result.valid_weight_share, 1));
  }
  if (parts.empty()) return "Nothing found" + in + also + ".";
  const std::string found = parts.size() < 3 ? base::join(parts, " and ")
                                             : parts[0] + ", " + parts[1] + " and " + parts[2];
  return fmt::format(
      "{}{}; {} valid{}.", found, in,
      counted(result.counts.valid, "record") + (result.counts.valid == 1 ? " is" : " are"), also);
}

std::vector<std::pair<std::string, std::string>> validate_summary_names() {
  return {{"findings.error", "findings of severity error"},
          {"findings.warning", "findings of severity warning"},
          {"findings.note", "findings of severity note"},
          {"findings.total", "all findings"},
          {"findings", "findings of one rule: findings[rule=unknown-label]"},
          {"records", "records, well-formed or not"},
          {"records.malformed", "records that could not be read"},
          {"records.valid", "records that --emit valid lets through"},
          {"records.valid.weighted_share", "--item-weights: share of the weight in valid records"},
          {"records.mended", "records that --fix or --redact changed or took out"},
          {"records.dropped", "records that --drop-items left out"},
          {"items", "different items"},
          {"items.dropped", "items that --drop-items left out"},
          {"annotators", "different annotators"},
          {"against.items_added", "--against a batch: items that it has not"},
          {"against.items_gone", "--against a batch: items that only it has"},
          {"against.items_changed", "--against a batch: items with another text there"},
          {"against.answers_changed", "--against a batch: answers that differ there"},
          {"against.answers_gone", "--against a batch: answers that only it has"},
          {"against.changes", "--against a guideline: what changed"},
          {"against.breaking", "--against a guideline: changes that break something"},
          {"against.findings", "--against a guideline: findings that its changes account for"}};
}

void describe(const Result& result, const validate::Setup& setup, Envelope& envelope) {
  Summary& summary = envelope.summary;
  summary.push_back(entry("records", result.counts.records));
  summary.push_back(entry("records.valid", result.counts.valid));
  if (result.valid_weight_share) {
    summary.push_back(entry("records.valid.weighted_share", 0));
    summary.back().value = *result.valid_weight_share;
  }
  summary.push_back(entry("records.malformed", result.counts.malformed));
  summary.push_back(entry("records.mended", result.counts.mended));
  summary.push_back(entry("records.dropped", result.counts.dropped_records));
  summary.push_back(entry("items", result.counts.items));
  summary.push_back(entry("items.dropped", result.counts.dropped_items));
  summary.push_back(entry("annotators", result.counts.annotators));
  summary.push_back(entry("findings.total", result.total()));
  summary.push_back(entry("findings.error", result.of_severity(Severity::error)));
  summary.push_back(entry("findings.warning", result.of_severity(Severity::warning)));
  summary.push_back(entry("findings.note", result.of_severity(Severity::note)));
  if (result.against) {
    for (SummaryEntry& one : against_summary(*result.against)) summary.push_back(std::move(one));
  }
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
                         Style style, Carets carets, std::ostream& out) {
  result.for_each_kept([&](const Finding& finding) {
    out << finding_text(finding, names, style) << '\n';
    if (carets == Carets::shown) out << finding_caret(finding, style);
  });
  if (result.total() > result.kept_count()) {
    out << counted(result.total() - result.kept_count(), "more finding")
        << " counted, not shown (--max-findings)\n";
  }
  const bool read_nothing = result.against && result.counts.records == 0;
  if (!read_nothing) out << conclusion(result) << '\n';
  if (result.against && !read_nothing) out << '\n';
  if (result.against) write_against_text(*result.against, out);
  for (const GateResult& gate : envelope.gates) {
    out << (gate.passed ? green("gate passed", style) : red("gate failed", style)) << ": "
        << to_text(gate) << '\n';
  }
}

void write_validate_jsonl(const Result& result, const InputNames& names, std::ostream& out) {
  std::string line;
  result.for_each_kept([&](const Finding& finding) {
    line.clear();
    append_finding_json(finding, names, line);
    out << line << '\n';
  });
}

void write_validate_json(const Result& result, const InputNames& names, const Envelope& envelope,
                         std::ostream& out) {
  ordered_json report = to_json(envelope);
  ordered_json rules = ordered_json::array();
  for (const auto& [id, count] : result.rules_found()) {
    rules.push_back({{"rule", id}, {"count", count}});
  }
  report["rules"] = std::move(rules);
  report["groups"] = groups_json(result);
  if (result.against) report["against"] = against_json(*result.against);
  report["findings_not_shown"] = result.total() - result.kept_count();
  // Findings are written as they come back from the store, however many they are.
  std::string text = dump(report);
  text.resize(text.rfind("\n}"));
  out << text << ",\n  \"findings\": [";
  std::string line;
  std::string_view separator = "\n    ";
  result.for_each_kept([&](const Finding& finding) {
    line = separator;
    append_finding_json(finding, names, line);
    out << line;
    separator = ",\n    ";
  });
  out << (result.kept_count() > 0 ? "\n  ]\n}\n" : "]\n}\n");
}

}  // namespace lbl::report
