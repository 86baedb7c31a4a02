// ragged-row: a CSV row of another length than the header.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule ragged_row = {
    .id = "ragged-row",
    .group = Group::input,
    .severity = model::Severity::error,
    .summary = "the row has more or fewer fields than the header",
    .explanation =
        R"(Fields are told apart by their place, so a row that is short or long may have every later value in
the wrong column. Often a comma in a text was not quoted, or each row ends in a comma.)",
    .wrong = R"(item,annotator,label
a,kim)",
    .right = R"(item,annotator,label
a,kim,pos)",
    .input = model::InputRule::ragged_row};

}  // namespace lbl::validate::rules
