// ranking-repeats: a ranking that names one thing twice.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule ranking_repeats = {
    .id = "ranking-repeats",
    .group = Group::shape,
    .severity = model::Severity::error,
    .summary = "a ranking names one thing twice",
    .explanation =
        R"(A ranking is an array, best first, and each choice has one place in it. Which of the two was meant
cannot be told, so the answer does not count.)",
    .wrong = R"({"item": "a", "annotator": "kim", "order": ["x", "y", "x"]})",
    .right = R"({"item": "a", "annotator": "kim", "order": ["x", "y"]})",
    .fault = model::AnswerFault::ranking_repeats};

}  // namespace lbl::validate::rules
