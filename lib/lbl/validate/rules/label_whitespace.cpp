// label-whitespace: white space around a label, or other white space than the plain one within it.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/base/unicode.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/record_view.hpp"

namespace lbl::validate::rules {

namespace {

// `label` trimmed, with every run of white space made one plain space.
std::string tidied(std::string_view label) {
  std::string out;
  label = base::trimmed(label);
  bool in_blank = false;
  for (std::size_t at = 0; at < label.size();) {
    const base::CodePoint point = base::code_point_at(label, at);
    const bool blank = base::is_white_space(point.value);
    if (blank && !in_blank) out += ' ';
    if (!blank) out += label.substr(at, point.bytes);
    in_blank = blank;
    at += point.bytes;
  }
  return out;
}

void check(const AnswerView& answer, Drafts& drafts) {
  answer.for_each_label([&](model::Value label) {
    const std::string_view text = label.text();
    if (base::is_blank(text) || answer.is_declared(text)) return;
    const std::string tidy = tidied(text);
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
