// box-out-of-image: a box that reaches beyond its image.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/record_view.hpp"

namespace lbl::validate::rules {

namespace {

using model::Value;

constexpr double kTolerancePixels = 1e-6;  // x + width of two rounded numbers

// Reports a box that starts before 0 or ends after `size` in one direction.
void check_side(Value box, std::string_view start_key, std::string_view size_key,
                std::optional<double> size, Drafts& drafts) {
  const auto start = number_in(box.member(start_key)), length = number_in(box.member(size_key));
  if (!start || !length) return;
  if (*start < -kTolerancePixels) {
    drafts.add(box_out_of_image, box,
               fmt::format("the box starts at {} {}, outside the image", start_key,
                           base::number_text(*start)),
               {base::number_text(*start), ""});
  } else if (size && *start + *length > *size + kTolerancePixels) {
    drafts.add(box_out_of_image, box,
               fmt::format("the box reaches {} {}, but the image has a {} of {}", start_key,
                           base::number_text(*start + *length), size_key, base::number_text(*size)),
               {base::number_text(*start + *length), base::number_text(*size)});
  }
}

void check(const AnswerView& answer, Drafts& drafts) {
  if (answer.task.task.type != model::TaskType::boxes) return;
  if (!answer.value.is(model::ValueKind::array)) return;
  const Fields& fields = answer.record.setup.fields();
  const auto width = number_in(answer.record.value(fields.media_width));
  const auto height = number_in(answer.record.value(fields.media_height));
  for_each_element(answer.value, [&](Value box) {
    check_side(box, "x", "width", width, drafts);
    check_side(box, "y", "height", height, drafts);
  });
}

}  // namespace

constinit const Rule box_out_of_image = {
    .id = "box-out-of-image",
    .group = Group::shape,
    .severity = model::Severity::error,
    .summary = "a box reaches beyond its image",
    .explanation =
        R"(A box is x and y of its upper left corner with width and height, in pixels. The guideline's fields
"media_width" and "media_height" name where the size of the image stands; without them only
corners below 0 can be told. Shares of the image (0 to 1), or the lower right corner written as width
and height, look like this.)",
    .wrong =
        R"({"item": "a", "annotator": "kim", "w": 100, "h": 50, "boxes": [{"x": 90, "y": 0, "width": 20, "height": 10, "label": "cat"}]})",
    .right =
        R"({"item": "a", "annotator": "kim", "w": 100, "h": 50, "boxes": [{"x": 90, "y": 0, "width": 10, "height": 10, "label": "cat"}]})",
    .check_answer = check};

}  // namespace lbl::validate::rules
