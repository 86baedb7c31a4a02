// segment-out-of-media: a segment that ends after its recording.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/record_view.hpp"

namespace lbl::validate::rules {

namespace {

constexpr double kToleranceSeconds = 0.001;  // durations are often rounded to milliseconds

void check(const AnswerView& answer, Drafts& drafts) {
  if (answer.task.task.type != model::TaskType::segments) return;
  const auto seconds = number_in(answer.record.value(answer.record.setup.fields().media_seconds));
  if (!seconds) return;
  for (const SpanView& segment : answer.spans()) {
    if (segment.end <= *seconds + kToleranceSeconds) continue;
    const std::string text =
        fmt::format("{}-{}", base::number_text(segment.start), base::number_text(segment.end));
    drafts.add(segment_out_of_media, segment.element,
               fmt::format("segment {} ends after the recording of {} s", text,
                           base::number_text(*seconds)),
               {text, ""});
  }
}

}  // namespace

constinit const Rule segment_out_of_media = {
    .id = "segment-out-of-media",
    .group = Group::shape,
    .severity = model::Severity::error,
    .summary = "a segment ends after its recording",
    .explanation =
        R"(The guideline's field "media_seconds" names where the length of the recording stands; a millisecond
beyond it is forgiven, since lengths are rounded. Offsets in milliseconds or frames look like this.)",
    .wrong =
        R"({"item": "a", "annotator": "kim", "duration": 60, "parts": [{"start": 55, "end": 61, "label": "verse"}]})",
    .right =
        R"({"item": "a", "annotator": "kim", "duration": 60, "parts": [{"start": 55, "end": 60, "label": "verse"}]})",
    .check_answer = check};

}  // namespace lbl::validate::rules
