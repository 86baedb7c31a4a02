// span-out-of-text: a span that ends beyond its text.
#include <fmt/format.h>

#include "lbl/validate/finding.hpp"
#include "lbl/validate/record_view.hpp"
#include "lbl/validate/span_hint.hpp"

namespace lbl::validate::rules {

namespace {

void check(const AnswerView& answer, Drafts& drafts) {
  if (answer.task.task.type != model::TaskType::spans || answer.spans().empty()) return;
  const TextOffsets* text = answer.text();
  if (text == nullptr) return;
  const model::Offsets unit = answer.task.task.offsets;
  const std::uint64_t length = text->length(unit);
  for (const SpanView& span : answer.spans()) {
    if (span.end <= static_cast<double>(length)) continue;
    const auto start = static_cast<std::uint64_t>(span.start);
    const auto end = static_cast<std::uint64_t>(span.end);
    const SpanHint hint = span_hint(*text, {start, end, quote_of(span.element), unit});
    drafts.add(span_out_of_text, span.element,
               fmt::format("span {}-{} ends beyond the text, which has {} {}{}", start, end, length,
                           unit_name(unit), hint.sentence),
               {fmt::format("{}-{}", start, end), hint.offsets});
  }
}

}  // namespace

constinit const Rule span_out_of_text = {
    .id = "span-out-of-text",
    .group = Group::shape,
    .severity = model::Severity::error,
    .summary = "a span ends beyond its text",
    .explanation =
        R"(Offsets count Unicode code points unless the task says "offsets": "utf16" (browsers, Java) or
"byte" (C, Go, Rust); an emoji is one, two or four of them. The finding tells which unit would fit. If
none does, the text was changed after it was labelled, or the span belongs to another one.)",
    .wrong =
        R"({"item": "a", "annotator": "kim", "text": "Seoul", "spans": [{"start": 0, "end": 6, "label": "LOC"}]})",
    .right =
        R"({"item": "a", "annotator": "kim", "text": "Seoul", "spans": [{"start": 0, "end": 5, "label": "LOC"}]})",
    .check_answer = check};

}  // namespace lbl::validate::rules
