// duplicate-column: a column name that the CSV header has twice.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule duplicate_column = {
    .id = "duplicate-column",
    .group = Group::input,
    .severity = model::Severity::error,
    .summary = "the CSV header names a column twice",
    .explanation =
        R"(Which of the two columns holds the label is not for a program to guess. Rename one of them.)",
    .wrong = R"(item,annotator,label,note,note)",
    .right = R"(item,annotator,label,note,remark)",
    .input = model::InputRule::duplicate_column};

}  // namespace lbl::validate::rules
