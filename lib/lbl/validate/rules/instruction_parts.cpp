// instruction-parts: an instruction record without instruction or output, or with parts that are no
// text.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/record_view.hpp"

namespace lbl::validate::rules {

namespace {

using model::Value;
using model::ValueKind;

enum class Needed { always, if_any };

void look_at(const RecordView& record, const Field& field, Needed needed, Drafts& drafts) {
  if (!field.is_set()) return;
  const Value value = record.value(field);
  const bool is_text = value.is(ValueKind::string) || value.is(ValueKind::cell);
  const bool is_nothing = value.missing() || value.is(ValueKind::null);
  drafts.enter(value, field.pointer, Draft::kNoTask);
  if (!is_nothing && !is_text) {
    drafts.add(instruction_parts, value,
               fmt::format("{} is {} {}, expected a text", base::quoted(field.name),
                           kind_name(value), base::escaped(value.text(), 40)),
               {std::string(value.text()), ""});
  } else if (needed == Needed::always && value.is_no_answer()) {
    drafts.add(
        instruction_parts, value,
        fmt::format("{} is {}", base::quoted(field.name), value.missing() ? "missing" : "empty"));
  }
}

void check(const RecordView& record, Drafts& drafts) {
  const Fields& fields = record.setup.fields();
  look_at(record, fields.instruction, Needed::always, drafts);
  look_at(record, fields.input, Needed::if_any, drafts);
  look_at(record, fields.output, Needed::always, drafts);
}

}  // namespace

constinit const Rule instruction_parts = {
    .id = "instruction-parts",
    .group = Group::shape,
    .severity = model::Severity::error,
    .summary = "an instruction record lacks its instruction or output, or a part is no text",
    .explanation =
        R"(Instruction data (Alpaca, KoAlpaca, KULLM) has an instruction, an input that may be empty, and an
output. Where the guideline's "fields" names "instruction", "input" and "output", those fields must be
texts, and the instruction and the output must say something.)",
    .wrong =
        R"({"item": "a", "annotator": "kim", "instruction": "번역해 줘", "input": "hi", "output": ""})",
    .right =
        R"({"item": "a", "annotator": "kim", "instruction": "번역해 줘", "input": "", "output": "안녕"})",
    .check_record = check};

}  // namespace lbl::validate::rules
