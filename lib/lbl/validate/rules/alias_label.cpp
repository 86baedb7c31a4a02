// alias-label: a label given by its alias.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule alias_label = {
    .id = "alias-label",
    .group = Group::record,
    .severity = model::Severity::warning,
    .summary = "the label is an alias of a label",
    .explanation =
        R"(The guideline knows the alias, and every program of lbl counts it as the name. Other readers of the
file see two labels.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "positive"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"})",
    .fault = model::AnswerFault::alias_label};

}  // namespace lbl::validate::rules
