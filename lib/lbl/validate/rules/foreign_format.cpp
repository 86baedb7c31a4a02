// foreign-format: an export of another tool.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule foreign_format = {
    .id = "foreign-format",
    .group = Group::input,
    .severity = model::Severity::error,
    .summary = "the record is another tool's export",
    .explanation =
        R"(Exports of Label Studio, Prodigy and doccano hold several answers a record. The message has the jq
line that flattens them to one record an answer.)",
    .wrong = R"({"id": 1, "annotations": [{"result": [...]}], "data": {...}})",
    .right = R"({"item": "1", "annotator": "kim", "label": "pos"})",
    .input = model::InputRule::foreign_format};

}  // namespace lbl::validate::rules
