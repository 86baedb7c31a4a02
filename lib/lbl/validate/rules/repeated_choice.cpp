// repeated-choice: one choice given twice.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule repeated_choice = {
    .id = "repeated-choice",
    .group = Group::record,
    .severity = model::Severity::warning,
    .summary = "a choice stands twice in the answer",
    .explanation =
        R"(Choices are a set: the second one adds nothing and is not counted. It points to a tool that appends
where it should replace.)",
    .wrong = R"({"item": "a", "annotator": "kim", "topics": ["sports", "sports"]})",
    .right = R"({"item": "a", "annotator": "kim", "topics": ["sports"]})",
    .fault = model::AnswerFault::repeated_choice};

}  // namespace lbl::validate::rules
