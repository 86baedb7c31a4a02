// Keys of the summary, and gates held against them.
#include "lbl/report/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::report {

namespace {

bool fits(const model::Gate& gate, const SummaryEntry& entry) {
  if (gate.name != entry.name) return false;
  return std::all_of(gate.selectors.begin(), gate.selectors.end(), [&](const auto& selector) {
    return std::find(entry.selectors.begin(), entry.selectors.end(), selector) !=
           entry.selectors.end();
  });
}

std::vector<std::size_t> fitting(const model::Gate& gate, const Summary& summary) {
  std::vector<std::size_t> all, defaults;
  for (std::size_t i = 0; i < summary.size(); ++i) {
    if (!fits(gate, summary[i])) continue;
    all.push_back(i);
    if (summary[i].is_default) defaults.push_back(i);
  }
  return defaults.empty() ? all : defaults;
}

[[noreturn]] void fits_none(const model::Gate& gate, const Summary& summary,
                            const std::vector<std::string>& keys) {
  std::vector<std::string> names, of_name;
  for (std::size_t i = 0; i < summary.size(); ++i) {
    names.push_back(summary[i].name);
    if (summary[i].name == gate.name) of_name.push_back(keys[i]);
  }
  const std::string message =
      of_name.empty()
          ? fmt::format("gate {}: the report has no figure of that name{}", base::quoted(gate.text),
                        base::did_you_mean(gate.name, names))
          : fmt::format("gate {}: no entry of {} has these selectors; one is {}",
                        base::quoted(gate.text), gate.name, base::quoted(of_name.front()));
  throw base::Error(base::ErrorKind::usage, message);
}

}  // namespace

std::string SummaryEntry::full_key() const {
  auto sorted = selectors;
  std::sort(sorted.begin(), sorted.end());
  return name + model::selector_text(sorted);
}

std::vector<std::string> summary_keys(const Summary& summary) {
  std::map<std::string, std::size_t> defaults;
  for (const SummaryEntry& entry : summary) defaults[entry.name] += entry.is_default ? 1 : 0;
  std::vector<std::string> keys;
  for (const SummaryEntry& entry : summary) {
    const bool bare = entry.is_default && defaults[entry.name] == 1;
    keys.push_back(bare ? entry.name : entry.full_key());
  }
  return keys;
}

std::vector<GateResult> check_gates(const std::vector<model::Gate>& gates, const Summary& summary) {
  const std::vector<std::string> keys = summary_keys(summary);
  std::vector<GateResult> results;
  for (const model::Gate& gate : gates) {
    const std::vector<std::size_t> entries = fitting(gate, summary);
    if (entries.empty()) fits_none(gate, summary, keys);
    for (const std::size_t i : entries) {
      const SummaryEntry& entry = summary[i];
      const bool passed = entry.value && model::holds(gate, *entry.value);
      results.push_back({gate, keys[i], entry.value, passed, entry.reason});
    }
  }
  return results;
}

std::string to_text(const GateResult& result) {
  std::string facts = result.value ? "is " + base::number_text(*result.value) : "is undefined";
  if (!result.reason.empty()) {
    facts += result.value ? fmt::format(", unreliable: {}", result.reason) : ": " + result.reason;
  }
  if (result.key != result.gate.name) facts = base::escaped(result.key, 200) + " " + facts;
  return fmt::format("{} ({})", base::escaped(result.gate.text, 200), facts);
}

}  // namespace lbl::report
