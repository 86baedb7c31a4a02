// The envelope as JSON, and a saved one read back.
#include "lbl/report/envelope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/base/version.hpp"

namespace lbl::report {

namespace {

using Json = nlohmann::ordered_json;

// A count or a whole number reads better as 12 than as 12.0; both read back to the same double.
Json number(double value) {
  constexpr double kExactIntegers = 9007199254740992.0;  // 2^53
  if (std::abs(value) < kExactIntegers && value == std::floor(value) &&
      !(value == 0 && std::signbit(value))) {
    return static_cast<std::int64_t>(value);
  }
  return value;
}

Json optional_number(const std::optional<double>& value) {
  return value && std::isfinite(*value) ? number(*value) : Json(nullptr);
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json inputs_json(const std::vector<InputEntry>& inputs) {
  Json out = Json::array();
  for (const InputEntry& input : inputs) {
    out.push_back({{"name", input.name},
                   {"bytes", input.bytes},
                   {"records", input.records},
                   {"xxh3", input.xxh3}});
  }
  return out;
}

Json gates_json(const std::vector<GateResult>& gates) {
  Json out = Json::array();
  for (const GateResult& gate : gates) {
    Json entry = {
        {"gate", gate.gate.text}, {"value", optional_number(gate.value)}, {"passed", gate.passed}};
    if (gate.key != gate.gate.name) entry["key"] = gate.key;
    if (!gate.reason.empty()) entry["reason"] = gate.reason;
    out.push_back(std::move(entry));
  }
  return out;
}

void add_summary(Json& out, const Summary& summary) {
  const std::vector<std::string> keys = summary_keys(summary);
  Json figures = Json::object(), notes = Json::object();
  for (std::size_t i = 0; i < summary.size(); ++i) {
    const SummaryEntry& entry = summary[i];
    figures[keys[i]] = optional_number(entry.value);
    const bool bare = keys[i] == entry.name;
    if (bare && !entry.selectors.empty()) {
      Json& selectors = notes[keys[i]]["selectors"];
      for (const auto& [field, text] : entry.selectors) selectors[field] = text;
    }
    if (!bare && entry.is_default) notes[keys[i]]["default"] = true;
    if (!entry.reason.empty()) notes[keys[i]]["reason"] = entry.reason;
  }
  out["summary"] = std::move(figures);
  if (!notes.empty()) out["summary_notes"] = std::move(notes);
}

[[noreturn]] void not_a_report(const std::string& name, const std::string& why) {
  throw base::Error(base::ErrorKind::input,
                    fmt::format("{}: not a report of lbl: {}", base::escaped(name), why));
}

const Json& member(const Json& object, const char* key, const std::string& name) {
  if (!object.is_object()) not_a_report(name, "not a JSON object");
  const auto at = object.find(key);
  if (at == object.end()) not_a_report(name, fmt::format("it has no \"{}\"", key));
  return *at;
}

std::string text_member(const Json& object, const char* key, const std::string& name) {
  const Json& value = member(object, key, name);
  if (!value.is_string()) not_a_report(name, fmt::format("\"{}\" is not a string", key));
  return value.get<std::string>();
}

// A key of the summary is written as a gate writes its name, so one reader serves both.
SummaryEntry entry_of(const std::string& key, const Json& value, const Json& notes,
                      const std::string& name) {
  SummaryEntry entry;
  try {
    const model::Gate as_gate = model::parse_gate(key + " == 0");
    entry.name = as_gate.name;
    entry.selectors = as_gate.selectors;
  } catch (const base::Error&) {
    not_a_report(name,
                 fmt::format("{} in \"summary\" is not the name of a figure", base::quoted(key)));
  }
  if (!value.is_null() && !value.is_number()) {
    not_a_report(name, fmt::format("{} in \"summary\" is not a number", base::quoted(key)));
  }
  if (value.is_number()) entry.value = value.get<double>();
  entry.is_default = entry.selectors.empty();
  const auto note = notes.find(key);
  if (note == notes.end() || !note->is_object()) return entry;
  entry.reason = note->value("reason", "");
  entry.is_default = note->value("default", entry.is_default);
  const Json selectors = note->value("selectors", Json::object());
  for (const auto& [field, text] : selectors.items()) {
    entry.selectors.emplace_back(field, text.get<std::string>());
  }
  return entry;
}

model::Gate saved_gate(const std::string& text, const std::string& name) {
  try {
    return model::parse_gate(text);
  } catch (const base::Error& error) {
    not_a_report(name, error.what());
  }
}

SavedReport report_of(const std::string& name, const Json& json) {
  SavedReport report;
  report.program = text_member(json, "report", name);
  report.version = text_member(json, "version", name);
  const Json& summary = member(json, "summary", name);
  if (!summary.is_object()) not_a_report(name, "\"summary\" is not an object");
  const Json notes = json.value("summary_notes", Json::object());
  for (const auto& [key, value] : summary.items()) {
    report.summary.push_back(entry_of(key, value, notes, name));
  }
  for (const Json& gate : member(json, "gates", name)) {
    const std::string text = text_member(gate, "gate", name);
    const bool known = std::any_of(report.gates.begin(), report.gates.end(),
                                   [&](const model::Gate& other) { return other.text == text; });
    if (!known) report.gates.push_back(saved_gate(text, name));
  }
  return report;
}

}  // namespace

void Envelope::note(const std::string& name, const std::string& text) {
  options.emplace_back(name, Json(text).dump());
}
void Envelope::note(const std::string& name, const char* text) {
  note(name, std::string(text));
}
void Envelope::note(const std::string& name, double number) {
  options.emplace_back(name, optional_number(number).dump());
}
void Envelope::note(const std::string& name, std::uint64_t number) {
  options.emplace_back(name, Json(number).dump());
}
void Envelope::note(const std::string& name, const std::vector<std::string>& texts) {
  options.emplace_back(name, Json(texts).dump());
}

nlohmann::ordered_json to_json(const Envelope& envelope) {
  Json out;
  out["report"] = envelope.program;
  out["version"] = base::version();
  out["inputs"] = inputs_json(envelope.inputs);
  if (!envelope.content.empty()) out["content"] = envelope.content;
  out["guideline"] = nullptr;
  if (!envelope.guideline_xxh3.empty()) {
    out["guideline"] = {{"name", text_or_null(envelope.guideline_name)},
                        {"version", text_or_null(envelope.guideline_version)},
                        {"xxh3", envelope.guideline_xxh3}};
  }
  out["options"] = Json::object();
  for (const auto& [name, json] : envelope.options) out["options"][name] = Json::parse(json);
  add_summary(out, envelope.summary);
  out["gates"] = gates_json(envelope.gates);
  return out;
}

nlohmann::ordered_json to_json(const stats::Estimate& estimate) {
  Json out;
  const auto finite = [](const std::optional<double>& value) {
    return value && std::isfinite(*value) ? Json(*value) : Json(nullptr);
  };
  out["value"] = finite(estimate.value);
  out["se"] = finite(estimate.se);
  out["ci"] = nullptr;
  if (estimate.ci) {
    out["ci"] = {{"low", finite(estimate.ci->low)},
                 {"high", finite(estimate.ci->high)},
                 {"level", estimate.ci->level},
                 {"method", estimate.ci->method}};
  }
  out["status"] = stats::status_name(estimate.status);
  out["reason"] = text_or_null(estimate.reason);
  if (!estimate.message.empty()) out["message"] = estimate.message;
  return out;
}

nlohmann::ordered_json to_json(const stats::BootstrapFigure& bootstrap) {
  const auto interval = [](const std::optional<stats::Interval>& found) -> Json {
    if (!found) return nullptr;
    return {{"low", found->low},
            {"high", found->high},
            {"level", found->level},
            {"method", found->method}};
  };
  return {{"resample", bootstrap.unit},
          {"replicates", bootstrap.replicates},
          {"undefined", bootstrap.undefined},
          {"se", bootstrap.se ? Json(*bootstrap.se) : Json(nullptr)},
          {"percentile", interval(bootstrap.percentile)},
          {"bca", interval(bootstrap.bca)}};
}

std::string dump(const nlohmann::ordered_json& report) {
  // Only the name of an input can hold invalid UTF-8.
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

SavedReport read_report(const std::string& name, std::string_view json) {
  try {
    return report_of(name, Json::parse(json));
  } catch (const nlohmann::json::exception& error) {
    not_a_report(name, base::escaped(error.what(), 200));
  }
}

}  // namespace lbl::report
