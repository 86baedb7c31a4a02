// malformed-csv: a CSV record whose quotes do not pair up.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule malformed_csv = {
    .id = "malformed-csv",
    .group = Group::input,
    .severity = model::Severity::error,
    .summary = "the CSV record breaks the rules of quoting",
    .explanation =
        R"(A field is either bare and holds no quote, or stands in quotes, in which a quote is doubled (RFC
4180). A quote that is never closed is named at the line where it opened.)",
    .wrong = R"(a"b,kim,pos)",
    .right = R"("a""b",kim,pos)",
    .input = model::InputRule::malformed_csv};

}  // namespace lbl::validate::rules
