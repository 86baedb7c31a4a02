// off-step: a number between two steps of the scale.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule off_step = {
    .id = "off-step",
    .group = Group::record,
    .severity = model::Severity::error,
    .summary = "the number is not on a step of the scale",
    .explanation =
        R"(The scale goes from "min" in steps of "step". 2.5 on a scale of whole numbers is often the mean of
two answers, which is no answer.)",
    .wrong = R"({"item": "a", "annotator": "kim", "severity": 2.5})",
    .right = R"({"item": "a", "annotator": "kim", "severity": 2})",
    .fault = model::AnswerFault::off_step};

}  // namespace lbl::validate::rules
