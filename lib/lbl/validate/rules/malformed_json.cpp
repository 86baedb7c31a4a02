// malformed-json: a record that is not one JSON object.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule malformed_json = {
    .id = "malformed-json",
    .group = Group::input,
    .severity = model::Severity::error,
    .summary = "the line is not one JSON object",
    .explanation =
        R"(Every program of lbl reads the whole of each line, also the fields that nobody asked for, by RFC
8259: no trailing comma, no single quotes, no NaN, True or +1, no number beyond a finite double.
The finding names the byte where reading stopped and what was expected there. Reading goes on with
the next line. A file that is one JSON array is read with --from json.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos",})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"})",
    .input = model::InputRule::malformed_json};

}  // namespace lbl::validate::rules
