// schema: a record that does not fit the schema of --schema.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/record_view.hpp"

namespace lbl::validate::rules {

namespace {

void check(const RecordView& record, Drafts& drafts) {
  const model::Value root = record.record.root();
  if (root.missing()) return;
  for (const RecordSchema& schema_file : record.setup.schemas()) {
    drafts.enter(root, "", Draft::kNoTask);
    for (const SchemaFailure& failure : schema_file.failures(root)) {
      drafts.add(schema, failure.at, fmt::format("{} ({})", failure.message, failure.keyword),
                 {std::string(failure.at.text()), ""});
    }
  }
}

}  // namespace

constinit const Rule schema = {
    .id = "schema",
    .group = Group::record,
    .severity = model::Severity::error,
    .summary = "the record does not fit the schema of --schema",
    .explanation =
        R"(--schema FILE holds every record against a JSON Schema (draft-07). All of its failures are told,
each with the keyword that refused the record and at the value that it refused. In a table a cell is a
string, and a number or a boolean where it spells one. Other files that the schema refers to are not
read.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos", "confidence": "high"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos", "confidence": 0.9})",
    .check_record = check};

}  // namespace lbl::validate::rules
