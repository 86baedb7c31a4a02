// The HTML report of lbl-validate.
#include <fmt/format.h>

#include <algorithm>

#include "lbl/base/text.hpp"
#include "lbl/report/against.hpp"
#include "lbl/report/html.hpp"
#include "lbl/report/validate_report.hpp"

namespace lbl::report {

using validate::Finding;
using validate::GroupCounts;
using validate::GroupTable;
using validate::Result;

namespace {

// Groups of one field that the page shows.
constexpr std::size_t kMostGroups = 50;

constexpr const char* kStyle = R"(<style>
h3 { font-size: 1rem; }
.finding { margin: .8rem 0; }
.finding .place { font-family: ui-monospace, monospace; font-size: .9rem; color: var(--soft); }
pre { margin: .2rem 0; padding: .4rem .6rem; background: var(--panel); overflow-x: auto;
  font: 13px/1.5 ui-monospace, "Noto Sans Mono", "Noto Sans Mono CJK KR", monospace; }
th, td { overflow-wrap: break-word; }
mark { background: var(--tint); border-bottom: 2px solid var(--bad); color: inherit; }
.error { color: var(--bad); font-weight: 600; } .warning { color: var(--warn); font-weight: 600; }
td.right, th.right { white-space: nowrap; }
details { margin: .3rem 0; } summary { cursor: pointer; }
</style>
)";

std::string share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  return base::fixed(100.0 * static_cast<double>(part) / static_cast<double>(whole), 1) + "%";
}

const validate::Rule& rule_of(const std::string& id) {
  const validate::Rule* rule = validate::find_rule(id);
  return rule == nullptr ? validate::rules::record_rule : *rule;
}

void write_rules(const Result& result, std::ostream& out) {
  Table table;
  table.columns = {{"Rule"}, {"Group"}, {"Severity"}, {"Findings", Align::right}, {"Meaning"}};
  for (const auto& [id, count] : result.rules_found()) {
    const validate::Rule& rule = rule_of(id);
    const std::vector<Finding>& first = result.first_of_rule(id);
    const model::Severity severity = first.empty() ? rule.severity : first.front().severity;
    table.rows.push_back({id, std::string(validate::group_name(rule.group)),
                          std::string(model::severity_name(severity)), base::with_commas(count),
                          std::string(rule.summary)});
  }
  out << "<section>\n<h2>By rule</h2>\n";
  write_html_table(table, "Rules with findings, the most frequent first", out);
  out << "</section>\n";
}

void write_groups(const GroupTable& groups, std::ostream& out) {
  const auto with_findings =
      std::count_if(groups.groups.begin(), groups.groups.end(),
                    [](const GroupCounts& group) { return group.findings() > 0; });
  if (with_findings == 0) return;
  Table table;
  table.columns = {
      {groups.field},          {"Records", Align::right}, {"With findings", Align::right},
      {"Share", Align::right}, {"Errors", Align::right},  {"Warnings", Align::right},
      {"Notes", Align::right}};
  for (const GroupCounts& group : groups.groups) {
    if (table.rows.size() == kMostGroups) break;
    table.rows.push_back(
        {group.is_missing ? "(none)" : group.name, base::with_commas(group.records),
         base::with_commas(group.records_with_findings),
         share(group.records_with_findings, group.records), base::with_commas(group.errors),
         base::with_commas(group.warnings), base::with_commas(group.notes)});
  }
  const std::string more =
      groups.groups.size() > table.rows.size()
          ? fmt::format("; the first {} of {}", table.rows.size(), groups.groups.size())
          : "";
  out << "<section>\n<h2>By " << html_text(groups.field) << "</h2>\n";
  write_html_table(table, "Most findings first" + more, out);
  out << "</section>\n";
}

void write_finding(const Finding& finding, const InputNames& names, std::ostream& out) {
  std::string place = input_name(finding.place, names);
  if (finding.line > 0) place += fmt::format(":{}", finding.line);
  if (finding.line > 0 && finding.column > 0) place += fmt::format(":{}", finding.column);
  const std::string severity(model::severity_name(finding.severity));
  out << "<div class=\"finding\">\n<span class=\"place\">" << html_text(place)
      << "</span> <span class=\"" << severity << "\">" << severity << "</span> "
      << html_text(finding.message) << '\n';
  if (!finding.excerpt.empty()) {
    const ShownExcerpt shown = shown_excerpt(finding.excerpt, 110);
    out << "<pre>" << html_text(shown.before) << "<mark>" << html_text(shown.value) << "</mark>"
        << html_text(shown.after) << "</pre>\n";
  }
  out << "</div>\n";
}

void write_rule(const std::string& id, std::uint64_t count, const Result& result,
                const InputNames& names, std::ostream& out) {
  const validate::Rule& rule = rule_of(id);
  const std::vector<Finding>& first = result.first_of_rule(id);
  out << "<section>\n<h3>" << html_text(id) << ": " << html_text(base::with_commas(count))
      << (count == 1 ? " finding" : " findings") << "</h3>\n<details>\n<summary>"
      << html_text(rule.summary) << "</summary>\n<p>" << html_text(rule.explanation)
      << "</p>\n</details>\n";
  for (const Finding& finding : first) write_finding(finding, names, out);
  if (count > first.size()) {
    out << "<p class=\"note\">and " << base::with_commas(count - first.size()) << " more</p>\n";
  }
  out << "</section>\n";
}

void write_against(const validate::Against& against, std::ostream& out) {
  out << "<section>\n<h2>What changed</h2>\n";
  for (const std::string& sentence : against_words(against)) {
    out << "<p>" << html_text(sentence) << "</p>\n";
  }
  for (const auto& [title, table] : against_tables(against)) write_html_table(table, title, out);
  out << "</section>\n";
}

void write_inputs(const Envelope& envelope, std::ostream& out) {
  Table table;
  table.columns = {{"Input"}, {"Records", Align::right}, {"Bytes", Align::right}, {"XXH3"}};
  for (const InputEntry& input : envelope.inputs) {
    table.rows.push_back(
        {input.name, base::with_commas(input.records), base::with_commas(input.bytes), input.xxh3});
  }
  out << "<section>\n<h2>Inputs</h2>\n";
  write_html_table(table, "What was read", out);
  if (!envelope.guideline_xxh3.empty()) {
    out << "<p class=\"note\">Guideline " << html_text(envelope.guideline_name) << ' '
        << html_text(envelope.guideline_version) << "</p>\n";
  }
  out << "</section>\n";
}

}  // namespace

void write_validate_html(const Result& result, const InputNames& names, const Envelope& envelope,
                         std::ostream& out) {
  begin_html("Does the batch follow the guideline?", out);
  out << kStyle << "<p><strong>" << html_text(conclusion(result)) << "</strong></p>\n<ul>\n";
  for (const GateResult& gate : envelope.gates) {
    out << (gate.passed ? "<li>gate passed: " : "<li class=\"failed\">gate failed: ")
        << html_text(to_text(gate)) << "</li>\n";
  }
  out << "</ul>\n";
  if (result.against) write_against(*result.against, out);
  const auto found = result.rules_found();
  if (!found.empty()) write_rules(result, out);
  for (const GroupTable& groups : result.groups) write_groups(groups, out);
  if (!found.empty()) out << "<h2>First findings of each rule</h2>\n";
  for (const auto& [id, count] : found) write_rule(id, count, result, names, out);
  write_inputs(envelope, out);
  end_html(out);
}

}  // namespace lbl::report
