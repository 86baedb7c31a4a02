// too-many-choices: more answers than the task takes.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule too_many_choices = {
    .id = "too-many-choices",
    .group = Group::record,
    .severity = model::Severity::error,
    .summary = "the answer has more parts than the task takes",
    .explanation =
        R"(The task's "max" says how many choices, places of a ranking, spans or boxes there may be.)",
    .wrong = R"({"item": "a", "annotator": "kim", "topics": ["sports", "economy", "law"]})",
    .right = R"({"item": "a", "annotator": "kim", "topics": ["sports", "law"]})",
    .fault = model::AnswerFault::too_many_choices};

}  // namespace lbl::validate::rules
