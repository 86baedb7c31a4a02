// coverage-over: an item with more answers than the guideline wants.
#include "lbl/validate/coverage.hpp"

namespace lbl::validate::rules {

constinit const Rule coverage_over = {
    .id = "coverage-over",
    .group = Group::batch,
    .severity = model::Severity::note,
    .summary = "an item has more answers to a required task than the guideline wants",
    .explanation =
        R"(More answers than "labels_per_item" are no fault of the labels, but of the assignment: work that
was paid for twice, or calibration items that were not marked as such.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos"}
{"item": "a", "annotator": "lee", "label": "pos"}
{"item": "a", "annotator": "park", "label": "pos"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"}
{"item": "a", "annotator": "lee", "label": "pos"})",
    .make_batch_check = make_coverage_check};

}  // namespace lbl::validate::rules
