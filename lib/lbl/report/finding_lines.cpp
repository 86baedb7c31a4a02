// Writes single findings.
#include "lbl/report/finding_lines.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "lbl/base/text.hpp"

namespace lbl::report {

using model::Severity;
using nlohmann::ordered_json;
using validate::Finding;

namespace {

std::string name_of(const model::Place& place, const InputNames& names) {
  return place.file < names.size() ? names[place.file] : "-";
}

std::string severity_text(Severity severity, Style style) {
  const std::string_view name = model::severity_name(severity);
  if (severity == Severity::error) return red(name, style);
  if (severity == Severity::warning) return yellow(name, style);
  return std::string(name);
}

ordered_json text_or_null(const std::string& text) {
  return text.empty() ? ordered_json() : ordered_json(text);
}

ordered_json number_or_null(std::uint64_t number) {
  return number == 0 ? ordered_json() : ordered_json(number);
}

}  // namespace

std::string finding_text(const Finding& finding, const InputNames& names, Style style) {
  std::string place = base::escaped(name_of(finding.place, names), 200);
  if (finding.line > 0) place += fmt::format(":{}", finding.line);
  if (finding.line > 0 && finding.column > 0) place += fmt::format(":{}", finding.column);
  return fmt::format("{}: {}: {} [{}]", bold(place, style), severity_text(finding.severity, style),
                     finding.message, finding.rule_id());
}

ordered_json finding_json(const Finding& finding, const InputNames& names) {
  ordered_json out;
  out["rule"] = finding.rule_id();
  out["severity"] = model::severity_name(finding.severity);
  out["file"] = name_of(finding.place, names);
  out["line"] = finding.line;
  out["column"] = number_or_null(finding.column);
  out["record"] = number_or_null(finding.place.record);
  out["pointer"] = text_or_null(finding.pointer);
  out["task"] = text_or_null(finding.task);
  out["item"] = text_or_null(finding.item);
  out["annotator"] = text_or_null(finding.annotator);
  out["message"] = finding.message;
  out["found"] = text_or_null(finding.found);
  out["hint"] = text_or_null(finding.hint);
  if (finding.related) {
    out["related"] = {{"file", name_of(*finding.related, names)}, {"line", finding.related->line}};
  } else {
    out["related"] = nullptr;
  }
  return out;
}

std::string finding_json_line(const Finding& finding, const InputNames& names) {
  return finding_json(finding, names).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace lbl::report
