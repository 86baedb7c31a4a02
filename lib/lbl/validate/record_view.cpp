// Parts of an answer that several rules look at, worked out once.
#include "lbl/validate/record_view.hpp"

#include <algorithm>
#include <cmath>

#include "lbl/base/text.hpp"

namespace lbl::validate {

using model::TaskType;
using model::Value;
using model::ValueKind;

std::optional<double> number_in(Value field) {
  if (field.is(ValueKind::string)) return base::parse_number(field.text());
  return field.missing() ? std::nullopt : field.number();
}

bool AnswerView::is_declared(std::string_view label) const {
  return std::any_of(
      task.task.labels.begin(), task.task.labels.end(), [&](const model::LabelDefinition& known) {
        return known.name == label ||
               std::find(known.aliases.begin(), known.aliases.end(), label) != known.aliases.end();
      });
}

const TextOffsets* AnswerView::text() const {
  if (!text_) {
    const Value field = record.value(record.setup.fields().text);
    if (!field.is(ValueKind::string) && !field.is(ValueKind::cell)) return nullptr;
    text_.emplace(field.text());
  }
  return &*text_;
}

const std::vector<SpanView>& AnswerView::spans() const {
  if (spans_) return *spans_;
  spans_.emplace();
  const bool in_text = task.task.type == TaskType::spans;
  if ((!in_text && task.task.type != TaskType::segments) || !value.is(ValueKind::array)) {
    return *spans_;
  }
  for_each_element(value, [&](Value element) {
    const auto start =
        element.member("start").missing() ? std::nullopt : element.member("start").number();
    const auto end =
        element.member("end").missing() ? std::nullopt : element.member("end").number();
    if (!start || !end || *start < 0 || *end <= *start) return;
    if (in_text && (*start != std::floor(*start) || *end != std::floor(*end))) return;
    spans_->push_back({element, *start, *end});
  });
  return *spans_;
}

}  // namespace lbl::validate
