// float-offset: an offset in text written as 4.0.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule float_offset = {
    .id = "float-offset",
    .group = Group::record,
    .severity = model::Severity::warning,
    .summary = "a text offset is written with a decimal point",
    .explanation =
        R"(Offsets count characters, so they are whole numbers. pandas writes 4.0 when a column once had a
missing value. The value is taken as 4, but other readers refuse it.)",
    .wrong =
        R"({"item": "a", "annotator": "kim", "spans": [{"start": 4.0, "end": 9, "label": "PER"}]})",
    .right =
        R"({"item": "a", "annotator": "kim", "spans": [{"start": 4, "end": 9, "label": "PER"}]})",
    .fault = model::AnswerFault::float_offset};

}  // namespace lbl::validate::rules
