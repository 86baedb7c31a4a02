// missing-field: no item, no annotator, or no answer to a required task.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/json_keys.hpp"
#include "lbl/validate/record_view.hpp"

namespace lbl::validate::rules {

namespace {

using model::Value;
using model::ValueKind;

// What stands in the place of the value, and for a key that is not there the key that was meant.
void report(const RecordView& record, const Field& field, std::string_view what, Value value,
            Drafts& drafts) {
  drafts.enter(value, field.pointer, Draft::kNoTask);
  if (!record.is_looked_at(missing_field)) {
    drafts.add(missing_field, Value(), "");
    drafts.list().back().is_bare = true;
    return;
  }
  if (!value.missing()) {
    const std::string found = value.is(ValueKind::null) ? "null"
                              : value.text().empty()    ? "empty"
                                                        : base::quoted(value.text(), 40);
    drafts.add(missing_field, value,
               fmt::format("no {}: {} is {}", what, base::quoted(field.name), found),
               {std::string(value.text()), ""});
    return;
  }
  NearestKeys forgetful;
  NearestKeys& nearest = record.nearest_keys != nullptr ? *record.nearest_keys : forgetful;
  std::string hint = nearest.nearest(field.name, top_level_keys(record.record.bytes));
  if (hint == field.name) hint.clear();  // a CSV column that is there, with an empty cell
  drafts.add(
      missing_field, Value(),
      fmt::format("no {}: the record has no {}{}", what, base::quoted(field.name),
                  hint.empty() ? "" : fmt::format(" (did you mean {}?)", base::quoted(hint))),
      {"", hint});
}

void check(const RecordView& record, Drafts& drafts) {
  const Fields& fields = record.setup.fields();
  const Value item = record.value(fields.item), annotator = record.value(fields.annotator);
  if (item.is_no_answer()) report(record, fields.item, "item", item, drafts);
  if (annotator.is_no_answer()) report(record, fields.annotator, "annotator", annotator, drafts);
  for (std::size_t t = 0; t < record.answers.size(); ++t) {
    const TaskSetup& task = record.setup.tasks()[t];
    if (!task.task.required || !record.answers[t].is_missing) continue;
    const std::string what = record.is_looked_at(missing_field)
                                 ? fmt::format("answer to task {}", base::quoted(task.task.name))
                                 : "";
    report(record, task.field, what, record.answers[t].value, drafts);
  }
}

}  // namespace

constinit const Rule missing_field = {
    .id = "missing-field",
    .group = Group::record,
    .severity = model::Severity::error,
    .summary = "the record has no item, no annotator or no answer to a required task",
    .explanation =
        R"(A missing key, null, "", white space only and an empty CSV cell are no answer, never a label; the
guideline's "missing_values" adds more, such as "N/A". A key that is nearly the wanted one ("Label")
is named. A task that need not be answered says "required": false in the guideline.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": null})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"})",
    .check_record = check};

}  // namespace lbl::validate::rules
