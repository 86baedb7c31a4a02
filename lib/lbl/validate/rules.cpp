// The table of rules, and what --rule makes of their severities.
#include "lbl/validate/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::validate {

namespace {

constexpr std::array kRules = {
#define LBL_RULE(name) &rules::name,
#include "lbl/validate/rule_table.inc"
#undef LBL_RULE
};

std::vector<std::string> rule_ids() {
  std::vector<std::string> ids;
  for (const Rule* rule : kRules) ids.emplace_back(rule->id);
  return ids;
}

}  // namespace

std::string_view group_name(Group group) {
  constexpr std::array<std::string_view, 6> kNames = {"input", "record",    "shape",
                                                      "batch", "annotator", "privacy"};
  return kNames[static_cast<std::size_t>(group)];
}

bool Rule::about_one_record() const {
  switch (group) {
    case Group::input:
    case Group::record:
    case Group::shape:
    case Group::privacy:
      return true;
    case Group::batch:
      return this == &rules::duplicate_annotation || this == &rules::conflicting_annotation;
    case Group::annotator:
      return false;
  }
  return false;
}

std::span<const Rule* const> all_rules() {
  return kRules;
}

const Rule* find_rule(std::string_view id) {
  for (const Rule* rule : kRules) {
    if (rule->id == id) return rule;
  }
  return nullptr;
}

std::size_t rule_number(const Rule& rule) {
  const auto at = std::find(kRules.begin(), kRules.end(), &rule);
  return static_cast<std::size_t>(at - kRules.begin());
}

Severities::Severities() {
  for (const Rule* rule : kRules) {
    severities_.push_back(rule->is_asked_for ? model::Severity::off : rule->severity);
  }
  was_set_.resize(severities_.size(), false);
}

void Severities::ask_for(const Rule& rule, model::Severity severity) {
  const std::size_t number = rule_number(rule);
  if (!was_set_[number]) severities_[number] = severity;
}

void Severities::set(std::string_view assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string_view::npos) {
    throw base::Error(
        base::ErrorKind::usage,
        fmt::format("--rule {}: write ID=off, note, warning or error", base::quoted(assignment)));
  }
  const std::string_view id = assignment.substr(0, equals);
  const std::string_view word = assignment.substr(equals + 1);
  const Rule* rule = find_rule(id);
  if (rule == nullptr) {
    throw base::Error(base::ErrorKind::usage,
                      fmt::format("--rule: there is no rule {}{}; --list-rules shows them",
                                  base::quoted(id), base::did_you_mean(id, rule_ids())));
  }
  for (const model::Severity severity : {model::Severity::off, model::Severity::note,
                                         model::Severity::warning, model::Severity::error}) {
    if (model::severity_name(severity) == word) {
      severities_[rule_number(*rule)] = severity;
      was_set_[rule_number(*rule)] = true;
      return;
    }
  }
  throw base::Error(base::ErrorKind::usage,
                    fmt::format("--rule {}: {} is no severity; write off, note, warning or error",
                                id, base::quoted(word)));
}

}  // namespace lbl::validate
