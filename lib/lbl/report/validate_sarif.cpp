// Findings as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/).
#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"
#include "lbl/base/version.hpp"
#include "lbl/report/validate_report.hpp"

namespace lbl::report {

using nlohmann::ordered_json;
using validate::Finding;
using validate::Result;

namespace {

// A file name as a relative or absolute URI reference (RFC 3986).
std::string uri(const std::string& name) {
  constexpr std::string_view kPlain = "-._~/!$&'()*+,;=@";
  constexpr std::string_view kHexDigits = "0123456789ABCDEF";
  std::string out = name.starts_with('/') ? "file://" : "";
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (is_word || kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += kHexDigits[byte >> 4U];
      out += kHexDigits[byte & 0xFU];
    }
  }
  return out;
}

std::string level(model::Severity severity) {
  return std::string(severity == model::Severity::off ? "none" : model::severity_name(severity));
}

// The rule of an id as findings name it; that of the guideline's rules for "rule:ID".
const validate::Rule& rule_of(const std::string& id) {
  const validate::Rule* rule = validate::find_rule(id);
  return rule == nullptr ? validate::rules::record_rule : *rule;
}

ordered_json rule_json(const std::string& id) {
  const validate::Rule& rule = rule_of(id);
  ordered_json out;
  out["id"] = id;
  out["shortDescription"]["text"] = rule.summary;
  out["fullDescription"]["text"] = rule.explanation;
  out["help"]["text"] = std::string(rule.explanation) + "\n\nwrong:\n" + std::string(rule.wrong) +
                        "\n\nright:\n" + std::string(rule.right);
  out["defaultConfiguration"]["level"] = level(rule.severity);
  out["properties"]["tags"] = ordered_json::array({validate::group_name(rule.group)});
  return out;
}

ordered_json location(const model::Place& place, std::uint64_t line, const InputNames& names) {
  ordered_json out;
  out["physicalLocation"]["artifactLocation"]["uri"] = uri(input_name(place, names));
  if (line > 0) out["physicalLocation"]["region"]["startLine"] = line;
  return out;
}

ordered_json properties(const Finding& finding) {
  ordered_json out = ordered_json::object();
  const auto add = [&](const char* key, const std::string& text) {
    if (!text.empty()) out[key] = text;
  };
  add("item", finding.item);
  add("annotator", finding.annotator);
  add("task", finding.task);
  add("pointer", finding.pointer);
  add("found", finding.found);
  add("hint", finding.hint);
  return out;
}

ordered_json result_json(const Finding& finding, const InputNames& names, std::size_t rule) {
  ordered_json out;
  out["ruleId"] = finding.rule_id();
  out["ruleIndex"] = rule;
  out["level"] = level(finding.severity);
  out["message"]["text"] = finding.message;
  ordered_json at = location(finding.place, finding.line, names);
  if (finding.line > 0 && !finding.excerpt.empty()) {
    ordered_json& region = at["physicalLocation"]["region"];
    region["startColumn"] = finding.excerpt.character;
    region["snippet"]["text"] = finding.excerpt.text.substr(
        finding.excerpt.begin, finding.excerpt.end - finding.excerpt.begin);
  }
  if (!finding.item.empty()) {
    at["logicalLocations"] =
        ordered_json::array({ordered_json{{"name", finding.item}, {"kind", "item"}}});
  }
  // array(...), not {...}: for braces around one value compilers differ between a copy and an
  // array.
  out["locations"] = ordered_json::array({std::move(at)});
  if (finding.related) {
    ordered_json other = location(*finding.related, finding.related->line, names);
    other["message"]["text"] = "the other place";
    out["relatedLocations"] = ordered_json::array({std::move(other)});
  }
  // What is found stays the same finding when lines are added before it.
  base::Digest digest;
  for (const std::string& part : {finding.rule_id(), finding.item, finding.annotator, finding.task,
                                  finding.pointer, finding.found}) {
    digest.update(part);
    digest.update(std::string_view("\0", 1));
  }
  out["partialFingerprints"]["lblFinding/v1"] = digest.hex();
  out["properties"] = properties(finding);
  return out;
}

// Strings that are not UTF-8 can only come from file names, and a URI has none.
std::string line_of(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

ordered_json driver_json(const Result& result, const Envelope& envelope) {
  ordered_json driver;
  driver["name"] = envelope.program;
  driver["version"] = base::version();
  driver["semanticVersion"] = base::version();
  driver["rules"] = ordered_json::array();
  for (const auto& [id, count] : result.rules_found()) driver["rules"].push_back(rule_json(id));
  return driver;
}

ordered_json artifacts_json(const InputNames& names) {
  ordered_json out = ordered_json::array();
  for (const std::string& name : names) {
    ordered_json one;
    one["location"]["uri"] = uri(name);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace

void write_validate_sarif(const Result& result, const InputNames& names, const Envelope& envelope,
                          std::ostream& out) {
  std::unordered_map<std::string, std::size_t> rule_indexes;
  for (const auto& [id, count] : result.rules_found()) {
    rule_indexes.emplace(id, rule_indexes.size());
  }
  ordered_json summary = ordered_json::object();
  summary["records"] = result.counts.records;
  summary["records.valid"] = result.counts.valid;
  summary["findings.total"] = result.total();
  summary["findings_not_shown"] = result.total() - result.kept_count();
  out << "{\n  \"$schema\": "
         "\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json\",\n"
         "  \"version\": \"2.1.0\",\n  \"runs\": [{\n    \"tool\": {\"driver\": "
      << line_of(driver_json(result, envelope))
      << "},\n    \"columnKind\": \"unicodeCodePoints\",\n"
         "    \"invocations\": [{\"executionSuccessful\": true}],\n    \"artifacts\": "
      << line_of(artifacts_json(names)) << ",\n    \"properties\": " << line_of(summary)
      << ",\n    \"results\": [";
  std::string_view separator = "\n      ";
  result.for_each_kept([&](const Finding& finding) {
    out << separator << line_of(result_json(finding, names, rule_indexes.at(finding.rule_id())));
    separator = ",\n      ";
  });
  out << "\n    ]\n  }]\n}\n";
}

}  // namespace lbl::report
