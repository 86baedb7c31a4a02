// invalid-utf8: bytes that are no UTF-8.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule invalid_utf8 = {
    .id = "invalid-utf8",
    .group = Group::input,
    .severity = model::Severity::error,
    .summary = "the record holds bytes that are not UTF-8",
    .explanation =
        R"(Other encodings have to be converted first: `iconv -f CP949 -t UTF-8` for Korean files from
Windows, `iconv -f LATIN1 -t UTF-8` for Western ones, `iconv -f UTF-16 -t UTF-8` for UTF-16. The
finding names the first byte that cannot be read; surrogates and overlong forms are none either.)",
    .wrong = R"({"item": "caf<E9>", "annotator": "kim", "label": "pos"})",
    .right = R"({"item": "café", "annotator": "kim", "label": "pos"})",
    .input = model::InputRule::invalid_utf8};

}  // namespace lbl::validate::rules
