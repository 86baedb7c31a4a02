// unknown-label: a label that the task does not have.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule unknown_label = {
    .id = "unknown-label",
    .group = Group::record,
    .severity = model::Severity::error,
    .summary = "the label is not one of the task",
    .explanation =
        R"(Labels are compared exactly: `a` and `A` are two labels. The finding names the nearest label of the
task, and shows characters that cannot be seen or that only look like others (U+200B, U+00A0, a
Cyrillic U+043E) by their code points. Add the label, or an alias, to the guideline, or mend it.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "hat"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "hate"})",
    .fault = model::AnswerFault::unknown_label};

}  // namespace lbl::validate::rules
