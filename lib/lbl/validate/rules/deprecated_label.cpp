// deprecated-label: a label that the guideline has given up.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule deprecated_label = {
    .id = "deprecated-label",
    .group = Group::record,
    .severity = model::Severity::warning,
    .summary = "the label is deprecated",
    .explanation =
        R"(The guideline keeps the label so that old batches can be read, but new answers should not use it.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "meh"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "neutral"})",
    .fault = model::AnswerFault::deprecated_label};

}  // namespace lbl::validate::rules
