// out-of-range: a number outside the scale.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule out_of_range = {
    .id = "out-of-range",
    .group = Group::record,
    .severity = model::Severity::error,
    .summary = "the number is outside the scale of the task",
    .explanation =
        R"(The task's "min" and "max" belong to the scale. Offsets of spans and segments count from 0.)",
    .wrong = R"({"item": "a", "annotator": "kim", "severity": 6})",
    .right = R"({"item": "a", "annotator": "kim", "severity": 5})",
    .fault = model::AnswerFault::out_of_range};

}  // namespace lbl::validate::rules
