// span-overlap: two spans or segments that share a place where the task forbids it.
#include <fmt/format.h>

#include <algorithm>

#include "lbl/base/text.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/record_view.hpp"

namespace lbl::validate::rules {

namespace {

void report(const SpanView& span, const SpanView& other, std::string_view verb, Drafts& drafts) {
  const auto text = [](const SpanView& s) {
    return fmt::format("{}-{}", base::number_text(s.start), base::number_text(s.end));
  };
  drafts.add(span_overlap, span.element, fmt::format("{} {} {}", text(span), verb, text(other)),
             {text(span), ""});
}

// Sorted by start: a span overlaps one before it if it overlaps the one that reaches farthest.
void check_apart(const std::vector<SpanView>& spans, Drafts& drafts) {
  const SpanView* farthest = nullptr;
  for (const SpanView& span : spans) {
    if (farthest != nullptr && span.start < farthest->end) {
      report(span, *farthest, "overlaps", drafts);
    }
    if (farthest == nullptr || span.end > farthest->end) farthest = &span;
  }
}

// Sorted by start, longer ones first: what is open must reach beyond what opens in it.
void check_nested(const std::vector<SpanView>& spans, Drafts& drafts) {
  std::vector<const SpanView*> open;
  for (const SpanView& span : spans) {
    while (!open.empty() && open.back()->end <= span.start) open.pop_back();
    if (!open.empty() && span.end > open.back()->end) {
      report(span, *open.back(), "crosses", drafts);
    } else {
      open.push_back(&span);
    }
  }
}

void check(const AnswerView& answer, Drafts& drafts) {
  const model::Overlap overlap = answer.task.task.overlap;
  if (overlap == model::Overlap::allow || answer.spans().size() < 2) return;
  std::vector<SpanView> sorted = answer.spans();
  std::sort(sorted.begin(), sorted.end(), [](const SpanView& a, const SpanView& b) {
    if (a.start != b.start) return a.start < b.start;
    if (a.end != b.end) return a.end > b.end;
    return a.element.offset() < b.element.offset();
  });
  if (overlap == model::Overlap::forbid) {
    check_apart(sorted, drafts);
  } else {
    check_nested(sorted, drafts);
  }
}

}  // namespace

constinit const Rule span_overlap = {
    .id = "span-overlap",
    .group = Group::shape,
    .severity = model::Severity::error,
    .summary = "two spans overlap where the task forbids it",
    .explanation =
        R"(The task says "overlap": "forbid" (no two may share a place), "nested" (one may lie within another,
but they may not cross) or "allow", the default. Spans are half-open, so 0-5 and 5-9 do not overlap.)",
    .wrong =
        R"({"item": "a", "annotator": "kim", "spans": [{"start": 0, "end": 5, "label": "PER"}, {"start": 4, "end": 9, "label": "LOC"}]})",
    .right =
        R"({"item": "a", "annotator": "kim", "spans": [{"start": 0, "end": 4, "label": "PER"}, {"start": 4, "end": 9, "label": "LOC"}]})",
    .check_answer = check};

}  // namespace lbl::validate::rules
