// nul-byte: a raw NUL byte.
#include "lbl/validate/rules.hpp"

namespace lbl::validate::rules {

constinit const Rule nul_byte = {
    .id = "nul-byte",
    .group = Group::input,
    .severity = model::Severity::error,
    .summary = "the record holds a raw NUL byte",
    .explanation =
        R"(A NUL in a text file comes from a broken write or a binary file. In JSON a control character has
to be escaped, and many tools stop reading at a NUL.)",
    .wrong = R"({"item": "a<00>b", "annotator": "kim", "label": "pos"})",
    .right = R"({"item": "ab", "annotator": "kim", "label": "pos"})",
    .input = model::InputRule::nul_byte};

}  // namespace lbl::validate::rules
