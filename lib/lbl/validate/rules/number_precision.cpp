// number-precision: a number that a double cannot hold.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule number_precision = {
    .id = "number-precision",
    .group = Group::input,
    .severity = model::Severity::warning,
    .summary = "a number has more digits than a double can hold",
    .explanation =
        R"(lbl passes the digits on untouched and compares integer ids by their digits, but JavaScript, jq
and pandas change such a number silently. Ids are better written as strings.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos", "n": 9223372036854775809})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos", "n": "9223372036854775809"})",
    .input = model::InputRule::number_precision};

}  // namespace lbl::validate::rules
