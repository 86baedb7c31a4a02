// Holds findings against the changes that may have made them.
#include "lbl/validate/broken_answers.hpp"

#include <algorithm>
#include <string_view>

namespace lbl::validate {

namespace {

// The rules that tell of a change of this subject, where the task says all the rest.
std::vector<const Rule*> rules_of(std::string_view subject) {
  if (subject == "scale") return {&rules::out_of_range, &rules::off_step};
  if (subject == "count") return {&rules::too_few_choices, &rules::too_many_choices};
  if (subject == "overlap") return {&rules::span_overlap};
  if (subject == "type") return {&rules::wrong_type};
  return {};
}

bool is_one_of(const Rule* rule, const std::vector<const Rule*>& rules) {
  return std::find(rules.begin(), rules.end(), rule) != rules.end();
}

bool is_about_labels(const GuidelineChange& change) {
  return (change.subject == "label" || change.subject == "alias") && !change.before.empty();
}

bool accounts_for(const GuidelineChange& change, const Finding& finding) {
  if (change.subject == "rule") return finding.guideline_rule == change.after;
  if (finding.task != change.task) return false;
  if (!is_about_labels(change)) return is_one_of(finding.rule, rules_of(change.subject));
  return finding.found == change.before &&
         is_one_of(finding.rule,
                   {&rules::unknown_label, &rules::alias_label, &rules::deprecated_label});
}

}  // namespace

BrokenAnswers::BrokenAnswers(std::vector<GuidelineChange>& changes) : changes_(changes) {
  for (GuidelineChange& change : changes_) {
    const bool is_rule = change.subject == "rule" && !change.after.empty();
    const bool is_told = is_rule || (is_about_labels(change) && change.kind != ChangeKind::added) ||
                         !rules_of(change.subject).empty();
    if (is_told) change.found = 0;
  }
}

void BrokenAnswers::see(const Finding& finding) {
  for (GuidelineChange& change : changes_) {
    if (change.found && accounts_for(change, finding)) ++*change.found;
  }
}

}  // namespace lbl::validate
