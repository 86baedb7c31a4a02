// The table of all rules.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/validate/rule.hpp"

namespace lbl::validate {

namespace rules {
#define LBL_RULE(name) extern const Rule name;
#include "lbl/validate/rule_table.inc"
#undef LBL_RULE
}  // namespace rules

/// Every rule, by group, in the order of --list-rules.
std::span<const Rule* const> all_rules();
/// The rule of that id; null if there is none.
const Rule* find_rule(std::string_view id);
/// Where `rule` stands in all_rules().
std::size_t rule_number(const Rule& rule);

/// How grave each rule is in this run: the defaults, changed by "ID=off|note|warning|error".
class Severities {
 public:
  Severities();
  /// Throws Error (usage) for an unknown rule (with the nearest id) or severity.
  void set(std::string_view assignment);
  /// What the guideline says of a rule that only runs when it is asked for; --rule holds before it.
  void ask_for(const Rule& rule, model::Severity severity);

  model::Severity of(const Rule& rule) const { return severities_[rule_number(rule)]; }
  bool is_on(const Rule& rule) const { return of(rule) != model::Severity::off; }

 private:
  std::vector<model::Severity> severities_;
  std::vector<bool> was_set_;
};

}  // namespace lbl::validate
