// coverage-short: an item with fewer answers than the guideline wants.
#include "lbl/validate/coverage.hpp"

namespace lbl::validate::rules {

constinit const Rule coverage_short = {
    .id = "coverage-short",
    .group = Group::batch,
    .severity = model::Severity::warning,
    .summary = "an item has fewer answers to a required task than the guideline wants",
    .explanation =
        R"("coverage": {"labels_per_item": 3} says how many annotators should answer each required task of
each item. Repeats by one annotator count once; an answer that breaks a rule does not count. Found at
the end, at the first line of the item.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"}
{"item": "a", "annotator": "lee", "label": "pos"})",
    .make_batch_check = make_coverage_check};

}  // namespace lbl::validate::rules
