// span-splits-character: a span that starts or ends within what a reader sees as one character.
#include <fmt/format.h>

#include "lbl/base/unicode.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/record_view.hpp"
#include "lbl/validate/span_hint.hpp"

namespace lbl::validate::rules {

namespace {

enum class Cut : std::uint8_t { clean, in_cluster, in_code_point };

Cut cut_at(const TextOffsets& text, model::Offsets unit, std::uint64_t at) {
  const auto byte = text.byte_at(unit, at);
  if (!byte) return Cut::in_code_point;
  return base::is_character_boundary(text.text(), *byte) ? Cut::clean : Cut::in_cluster;
}

void check(const AnswerView& answer, Drafts& drafts) {
  if (answer.task.task.type != model::TaskType::spans || answer.spans().empty()) return;
  const TextOffsets* text = answer.text();
  if (text == nullptr || base::is_ascii(text->text())) return;
  const model::Offsets unit = answer.task.task.offsets;
  for (const SpanView& span : answer.spans()) {
    if (span.end > static_cast<double>(text->length(unit))) continue;
    const auto start = static_cast<std::uint64_t>(span.start);
    const auto end = static_cast<std::uint64_t>(span.end);
    const Cut at_start = cut_at(*text, unit, start), at_end = cut_at(*text, unit, end);
    const Cut worst = std::max(at_start, at_end);
    if (worst == Cut::clean) continue;
    const SpanHint hint = span_hint(*text, {start, end, quote_of(span.element), unit});
    const bool breaks = worst == Cut::in_code_point;
    drafts.add_at_most(
        breaks ? model::Severity::error : model::Severity::warning, span_splits_character,
        span.element,
        fmt::format("span {}-{} {} within {}{}", start, end, at_start == worst ? "starts" : "ends",
                    breaks ? "a code point" : "a character of several code points", hint.sentence),
        {fmt::format("{}-{}", start, end), hint.offsets});
  }
}

}  // namespace

constinit const Rule span_splits_character = {
    .id = "span-splits-character",
    .group = Group::shape,
    .severity = model::Severity::error,
    .summary = "a span starts or ends within a character",
    .explanation =
        R"(An end within a code point (half of a UTF-16 pair, some bytes of a Hangul syllable) cannot be cut
out at all and is an error. An end within what a reader sees as one character (a letter and its mark,
the jamo of a syllable, an emoji sequence) is a warning: it can be cut, but nobody meant it. Often
the offsets count another unit than the guideline says; the finding tells which one would fit.)",
    .wrong =
        R"({"item": "a", "annotator": "kim", "text": "e<U+0301>a", "spans": [{"start": 0, "end": 1, "label": "X"}]})",
    .right =
        R"({"item": "a", "annotator": "kim", "text": "e<U+0301>a", "spans": [{"start": 0, "end": 2, "label": "X"}]})",
    .check_answer = check};

}  // namespace lbl::validate::rules
