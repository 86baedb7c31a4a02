// rule: a record that does not fit a rule of the guideline.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/record_view.hpp"

namespace lbl::validate::rules {

namespace {

void check(const RecordView& record, Drafts& drafts) {
  const model::Value root = record.record.root();
  if (root.missing()) return;
  for (const RecordRuleSetup& rule : record.setup.record_rules()) {
    const std::optional<SchemaFailure> failure = rule.schema.failure(root);
    if (!failure) continue;
    drafts.enter(root, "", Draft::kNoTask);
    const std::string what = fmt::format("{} ({})", failure->message, failure->keyword);
    drafts.add_at_most(rule.rule.severity, record_rule, failure->at,
                       rule.rule.message.empty()
                           ? what
                           : fmt::format("{}: {}", base::escaped(rule.rule.message, 200), what),
                       {std::string(failure->at.text()), "", rule.rule.id});
  }
}

}  // namespace

constinit const Rule record_rule = {
    .id = "rule",
    .group = Group::record,
    .severity = model::Severity::error,
    .summary = "the record does not fit a rule of the guideline",
    .explanation =
        R"(The guideline's "rules" are JSON Schemas (draft-07) that every record must fit. A finding is named
rule:ID, with the keyword that refused the record and the value that it refused, and has the severity
that the guideline gives. --rule rule=off turns all of them off. Patterns are regular expressions
(PCRE2) that give up after a million steps; "$ref" stays within the rule; a "format" that is not
checked is named.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "neutral", "severity": 5})",
    .right = R"({"item": "a", "annotator": "kim", "label": "hate", "severity": 5})",
    .check_record = check};

}  // namespace lbl::validate::rules
