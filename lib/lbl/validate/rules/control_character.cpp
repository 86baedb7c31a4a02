// control-character: something in a label or id that acts on a terminal or cannot be seen.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/base/unicode.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/record_view.hpp"

namespace lbl::validate::rules {

namespace {

using model::Value;

// Joiners and variation selectors belong to emoji and to some scripts where they follow a letter
// beyond ASCII, and an emoji may be newer than the Unicode tables at hand.
bool is_at_home(std::int32_t c, std::int32_t before) {
  const bool joiner = c == 0x200C || c == 0x200D || c == 0xFE0E || c == 0xFE0F;
  const bool emoji = c >= 0x1F000 && c <= 0x1FAFF;
  return (joiner && before > 0x7F) || emoji || base::is_white_space(c);
}

// The first character that should not be there; negative: none.
std::int32_t hidden_character(std::string_view text) {
  std::int32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte < 0x7F) {
      before = byte;
      ++at;
      continue;
    }
    const base::CodePoint point = base::code_point_at(text, at);
    if (base::is_hidden(point.value) && !is_at_home(point.value, before)) return point.value;
    before = point.value;
    at += point.bytes;
  }
  return -1;
}

void look_at(std::string_view what, Value value, Drafts& drafts) {
  const std::int32_t hidden = hidden_character(value.text());
  if (hidden < 0) return;
  drafts.add(control_character, value,
             fmt::format("{} {} holds U+{:04X}, which cannot be seen", what,
                         base::quoted(value.text()), hidden),
             {std::string(value.text()), ""});
}

void check_labels(const AnswerView& answer, Drafts& drafts) {
  answer.for_each_label([&](Value label) {
    if (!answer.is_declared(label.text())) look_at("label", label, drafts);
  });
}

void check_ids(const RecordView& record, Drafts& drafts) {
  const Fields& fields = record.setup.fields();
  const auto check = [&](std::string_view what, const Field& field) {
    const Value value = record.value(field);
    if (!value.is(model::ValueKind::string) && !value.is(model::ValueKind::cell)) return;
    if (hidden_character(value.text()) < 0) return;
    drafts.enter(value, field.pointer, Draft::kNoTask);
    look_at(what, value, drafts);
  };
  check("item", fields.item);
  check("annotator", fields.annotator);
}

}  // namespace

constinit const Rule control_character = {
    .id = "control-character",
    .group = Group::record,
    .severity = model::Severity::error,
    .summary = "a label or an id holds a control character or one that cannot be seen",
    .explanation =
        R"(Escape sequences (U+001B) change what a terminal shows, right-to-left marks (U+202E) turn text
around, zero-width characters (U+200B) make two labels of one. White space is left to
label-whitespace and twin-ids; joiners and variation selectors after a letter beyond ASCII are a part
of it. Findings always show such characters escaped.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos\u200b"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"})",
    .check_answer = check_labels,
    .check_record = check_ids};

}  // namespace lbl::validate::rules
