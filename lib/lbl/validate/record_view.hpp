// What the checks of one record see.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "lbl/model/answer.hpp"
#include "lbl/model/record.hpp"
#include "lbl/validate/json_keys.hpp"
#include "lbl/validate/setup.hpp"
#include "lbl/validate/text_offsets.hpp"

namespace lbl::validate {

/// Which findings of the chunk at hand somebody will look at.
class Attention {
 public:
  Attention() = default;
  virtual ~Attention() = default;
  Attention(const Attention&) = delete;
  Attention& operator=(const Attention&) = delete;

  virtual bool is_on(const Rule& rule) const = 0;
};

/// What became of one task's answer.
struct AnswerState {
  model::Value value;
  bool is_missing = true;  ///< no answer, by the rules of the task
};

/// One record with its answers read.
struct RecordView {
  const Setup& setup;
  const model::Record& record;
  std::span<const AnswerState> answers;  ///< one a task of the set-up
  const Attention* attention = nullptr;  ///< null: all findings are looked at
  NearestKeys* nearest_keys = nullptr;   ///< null: nothing is remembered

  /// Whether anybody will look at a finding of `rule` here; if not, it needs no words.
  bool is_looked_at(const Rule& rule) const {
    return attention == nullptr || attention->is_on(rule);
  }

  /// The value of a field; missing if the guideline names no such field.
  model::Value value(const Field& field) const {
    return field.is_set() ? record.field(field.number) : model::Value();
  }
};

/// The number that a field beside the answer spells, in quotes or not; none for anything else.
std::optional<double> number_in(model::Value field);

/// A span of a text or a segment of media, with the element of the answer that holds it.
struct SpanView {
  model::Value element;
  double start = 0, end = 0;
};

/// One answer of a record.
class AnswerView {
 public:
  AnswerView(const RecordView& in, const TaskSetup& by, model::Value as, const model::Reading& read)
      : record(in), task(by), value(as), reading(read) {}

  const RecordView& record;
  const TaskSetup& task;
  const model::Value value;
  const model::Reading& reading;

  /// Calls body(value) for each text that stands for a label in the answer.
  template <class Body>
  void for_each_label(Body&& body) const;
  /// Whether the task has a label or an alias of that name.
  bool is_declared(std::string_view label) const;

  /// The text that spans count in; null when the record has none.
  const TextOffsets* text() const;
  /// The spans or segments that are well formed (numbers, 0 <= start < end), in their order; none
  /// for any other type of task.
  const std::vector<SpanView>& spans() const;

 private:
  mutable std::optional<TextOffsets> text_;
  mutable std::optional<std::vector<SpanView>> spans_;
};

template <class Body>
void AnswerView::for_each_label(Body&& body) const {
  using model::TaskType;
  using model::ValueKind;
  const TaskType type = task.task.type;
  if (type == TaskType::rating || type == TaskType::number || type == TaskType::text) return;
  if (!value.is(ValueKind::array)) {
    if (value.is(ValueKind::string) || value.is(ValueKind::cell)) body(value);
    return;
  }
  for_each_element(value, [&](model::Value element) {
    const model::Value label = element.is(ValueKind::object) ? element.member("label") : element;
    if (label.is(ValueKind::string)) body(label);
  });
}

}  // namespace lbl::validate
