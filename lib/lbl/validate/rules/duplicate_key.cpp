// duplicate-key: a key that an object has twice.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule duplicate_key = {
    .id = "duplicate-key",
    .group = Group::input,
    .severity = model::Severity::error,
    .summary = "an object has two values for one key",
    .explanation =
        R"(Some readers take the first value and some the last, so two programs would see two labels. Keys
are compared after unescaping: "l\u0061bel" is "label".)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos", "label": "neg"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"})",
    .input = model::InputRule::duplicate_key};

}  // namespace lbl::validate::rules
