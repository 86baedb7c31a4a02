// label-whitespace: white space around a label, or other white space than the plain one within it.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/label_text.hpp"
#include "lbl/validate/record_view.hpp"

namespace lbl::validate::rules {

namespace {

void check(const AnswerView& answer, Drafts& drafts) {
  answer.for_each_label([&](model::Value label) {
    const std::string_view text = label.text();
    if (base::is_blank(text) || answer.is_declared(text)) return;
    const std::string tidy = tidied_label(text);
    if (tidy == text) return;
    const bool around = base::trimmed(text).size() != text.size();
    drafts.add(label_whitespace, label,
               fmt::format("label {} has {}", base::quoted(text),
                           around ? "white space around it" : "unusual white space in it"),
               {std::string(text), tidy});
  });
}

}  // namespace

constinit const Rule label_whitespace = {
    .id = "label-whitespace",
    .group = Group::record,
    .severity = model::Severity::warning,
    .summary = "a label has white space around it, or unusual white space in it",
    .explanation =
        R"(Labels are compared exactly, so "pos" and "pos " are two labels. No-break spaces (U+00A0), tabs and
full-width spaces (U+3000) come from web pages and input methods and cannot be seen. A label that the
guideline spells so is left alone; one that it does not have is an unknown-label as well.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos "})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"})",
    .check_answer = check};

}  // namespace lbl::validate::rules
