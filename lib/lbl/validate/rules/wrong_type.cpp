// wrong-type: a value of another type than its task takes.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule wrong_type = {
    .id = "wrong-type",
    .group = Group::record,
    .severity = model::Severity::error,
    .summary = "the value is not of the type that the task takes",
    .explanation =
        R"(A choice takes one label, choices and rankings an array of labels, ratings and numbers a number,
spans, segments and boxes an array of objects. A number in quotes is text, not a number; in CSV a
decimal comma makes text of it. Ids are strings or integers.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": ["pos"]})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"})",
    .fault = model::AnswerFault::wrong_type};

}  // namespace lbl::validate::rules
