// label-not-nfc: a label in decomposed form, which looks like another one and is not equal to it.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/base/unicode.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/record_view.hpp"

namespace lbl::validate::rules {

namespace {

void check(const AnswerView& answer, Drafts& drafts) {
  answer.for_each_label([&](model::Value label) {
    const std::string_view text = label.text();
    if (base::is_nfc(text) || answer.is_declared(text)) return;
    drafts.add(label_not_nfc, label,
               fmt::format("label {} is not in composed form (NFC)", base::quoted(text)),
               {std::string(text), base::nfc(text)});
  });
}

}  // namespace

constinit const Rule label_not_nfc = {
    .id = "label-not-nfc",
    .group = Group::record,
    .severity = model::Severity::warning,
    .summary = "a label is not in Unicode Normalization Form C",
    .explanation =
        R"(File names from macOS and some editors hold Hangul as single jamo and accents as marks of their
own (NFD). Such a label looks like the composed one (NFC) and is not equal to it. A label that the
guideline spells so is left alone; one that it does not have is an unknown-label as well.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "e<U+0301>"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "é"})",
    .check_answer = check};

}  // namespace lbl::validate::rules
