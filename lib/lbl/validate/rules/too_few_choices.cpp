// too-few-choices: fewer answers than the task wants.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule too_few_choices = {
    .id = "too-few-choices",
    .group = Group::record,
    .severity = model::Severity::error,
    .summary = "the answer has fewer parts than the task wants",
    .explanation =
        R"(The task's "min" says how many choices, places of a ranking, spans or boxes there must be.)",
    .wrong = R"({"item": "a", "annotator": "kim", "topics": []})",
    .right = R"({"item": "a", "annotator": "kim", "topics": ["sports"]})",
    .fault = model::AnswerFault::too_few_choices};

}  // namespace lbl::validate::rules
