// bom: a byte order mark.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule bom = {
    .id = "bom",
    .group = Group::input,
    .severity = model::Severity::warning,
    .summary = "a byte order mark stands before the record",
    .explanation =
        R"(Excel and Notepad write U+FEFF at the start of a file, and `cat` of two such files leaves one in
the middle. It is skipped here, but other programs take it as a part of the first column or key.
`sed '1s/^\xEF\xBB\xBF//'` takes it away.)",
    .wrong = R"(<EF BB BF>item,annotator,label)",
    .right = R"(item,annotator,label)",
    .input = model::InputRule::bom};

}  // namespace lbl::validate::rules
