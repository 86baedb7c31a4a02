// span-text-mismatch: the text in a span's own "text" is not what its offsets cut out.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
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
  for (const SpanView& span : answer.spans()) {
    const auto quote = quote_of(span.element);
    const auto start = static_cast<std::uint64_t>(std::min(span.start, 1e15));
    const auto end = static_cast<std::uint64_t>(std::min(span.end, 1e15));
    const auto piece = text->piece(unit, start, end);
    if (!quote || !piece || *piece == *quote) continue;
    const SpanHint hint = span_hint(*text, {start, end, quote, unit});
    drafts.add(span_text_mismatch, span.element,
               fmt::format("span {}-{} covers {}, but its \"text\" is {}{}", start, end,
                           base::quoted(*piece, 30), base::quoted(*quote, 30), hint.sentence),
               {std::string(*piece), hint.offsets});
  }
}

}  // namespace

constinit const Rule span_text_mismatch = {
    .id = "span-text-mismatch",
    .group = Group::shape,
    .severity = model::Severity::error,
    .summary = "the text that a span quotes is not what its offsets cover",
    .explanation =
        R"(Many tools write the covered text beside the offsets, as "text". Where the two differ, the offsets
count another unit than the guideline says, or the text was changed after it was labelled (CR LF made
LF, decomposed text composed). The finding tells what would fit, and where the quoted text stands.)",
    .wrong =
        R"({"item": "a", "annotator": "kim", "text": "in Seoul", "spans": [{"start": 2, "end": 7, "label": "LOC", "text": "Seoul"}]})",
    .right =
        R"({"item": "a", "annotator": "kim", "text": "in Seoul", "spans": [{"start": 3, "end": 8, "label": "LOC", "text": "Seoul"}]})",
    .check_answer = check};

}  // namespace lbl::validate::rules
