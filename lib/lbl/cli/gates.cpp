// Gates on the command line.
#include "lbl/cli/gates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/guideline_files.hpp"
#include "lbl/cli/print.hpp"
#include "lbl/report/envelope.hpp"

namespace lbl::cli {

namespace {

// "findings.*" matches "findings.rule:target-needs-hate".
bool matches(std::string_view pattern, std::string_view name) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  const std::string_view head = pattern.substr(0, star), tail = pattern.substr(star + 1);
  return name.size() > head.size() + tail.size() && name.starts_with(head) && name.ends_with(tail);
}

bool of_other_verb(const model::Gate& gate, const std::vector<GateName>& known) {
  return std::any_of(known.begin(), known.end(), [&](const GateName& one) {
    return one.of_other_verb && matches(one.name, gate.name);
  });
}

void check_name(const model::Gate& gate, const std::vector<GateName>& known) {
  if (known.empty()) return;
  std::vector<std::string> names;
  for (const GateName& one : known) {
    if (one.of_other_verb) continue;
    if (matches(one.name, gate.name)) return;
    names.push_back(one.name);
  }
  const std::string near = base::did_you_mean(gate.name, names);
  throw base::Error(base::ErrorKind::usage,
                    fmt::format("gate {}: there is no figure {}{}", base::quoted(gate.text),
                                base::quoted(gate.name),
                                near.empty() ? "; --list-gates prints the names" : near));
}

}  // namespace

std::vector<model::Gate> gates_for(const std::string& program, const model::Guideline* guideline,
                                   const std::vector<std::string>& written,
                                   const std::vector<GateName>& known) {
  std::vector<model::Gate> gates;
  if (guideline != nullptr) {
    const auto at = guideline->gates.find(program.substr(program.find('-') + 1));
    if (at != guideline->gates.end()) {
      for (const model::Gate& gate : at->second) {
        if (!of_other_verb(gate, known)) gates.push_back(gate);
      }
    }
  }
  for (const std::string& text : written) gates.push_back(model::parse_gate(text));
  for (const model::Gate& gate : gates) check_name(gate, known);
  return gates;
}

std::size_t tell_gates(const std::vector<report::GateResult>& results, Log& log) {
  std::size_t failed = 0;
  for (const report::GateResult& result : results) {
    if (!result.passed) {
      ++failed;
      log.error("gate failed: " + report::to_text(result));
    } else if (!result.reason.empty()) {
      log.note("gate passed on an unreliable value: " + report::to_text(result));
    }
  }
  return failed;
}

int check_saved_report(const App& app, const CommonOptions& options) {
  Log log(app.program(), options);
  std::optional<model::GuidelineResult> guideline;
  if (!options.guideline.empty()) guideline = load_guideline(options.guideline, log);
  std::vector<model::Gate> gates = gates_for(
      app.program(), guideline ? &guideline->guideline : nullptr, options.gates, app.gate_names());

  const std::string& file = options.gates_only;
  const report::SavedReport saved = report::read_report(file, read_whole(file));
  if (saved.program != app.program()) {
    throw base::Error(base::ErrorKind::input,
                      fmt::format("{}: a report of {}; check it with that program",
                                  base::escaped(file), base::escaped(saved.program)));
  }
  if (gates.empty()) gates = saved.gates;
  if (gates.empty()) log.note(base::escaped(file) + ": no gates to check; name one with --gate");
  const std::vector<report::GateResult> results = report::check_gates(gates, saved.summary);
  std::string lines;
  for (const report::GateResult& result : results) {
    lines += (result.passed ? "passed " : "FAILED ") + report::to_text(result) + "\n";
  }
  print(lines);
  return tell_gates(results, log) > 0 ? kFound : kDone;
}

}  // namespace lbl::cli
