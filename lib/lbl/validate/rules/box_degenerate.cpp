// box-degenerate: a box without area.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule box_degenerate = {
    .id = "box-degenerate",
    .group = Group::shape,
    .severity = model::Severity::error,
    .summary = "a box has no width or no height",
    .explanation =
        R"(A click without a drag leaves such a box. Width and height are pixels above 0.)",
    .wrong =
        R"({"item": "a", "annotator": "kim", "boxes": [{"x": 3, "y": 4, "width": 0, "height": 9, "label": "cat"}]})",
    .right =
        R"({"item": "a", "annotator": "kim", "boxes": [{"x": 3, "y": 4, "width": 8, "height": 9, "label": "cat"}]})",
    .fault = model::AnswerFault::box_degenerate};

}  // namespace lbl::validate::rules
