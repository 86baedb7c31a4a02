// span-empty: a span or segment without length.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule span_empty = {
    .id = "span-empty",
    .group = Group::shape,
    .severity = model::Severity::error,
    .summary = "a span ends where it starts, or before",
    .explanation =
        R"(Spans are half-open: "end" is the offset after the last character, so the first character of a text
is 0 to 1.)",
    .wrong =
        R"({"item": "a", "annotator": "kim", "spans": [{"start": 4, "end": 4, "label": "PER"}]})",
    .right =
        R"({"item": "a", "annotator": "kim", "spans": [{"start": 4, "end": 5, "label": "PER"}]})",
    .fault = model::AnswerFault::span_empty};

}  // namespace lbl::validate::rules
