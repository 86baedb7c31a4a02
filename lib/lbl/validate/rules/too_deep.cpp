// too-deep: arrays or objects nested too deep.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule too_deep = {
    .id = "too-deep",
    .group = Group::input,
    .severity = model::Severity::error,
    .summary = "arrays or objects are nested deeper than 1,024",
    .explanation = R"(No annotation needs it, and a program that reads by recursion would crash.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos", "x": [[[[...]]]]})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos", "x": []})",
    .input = model::InputRule::too_deep};

}  // namespace lbl::validate::rules
