// Holds a schema, its document and its checks together.
#include "lbl/validate/record_schema.hpp"

#include "lbl/model/json_document.hpp"
#include "lbl/validate/schema_compiler.hpp"

namespace lbl::validate {

using model::Value;

struct RecordSchema::State {
  explicit State(std::string json)
      : document("schema", std::move(json)), program(document.root()) {}

  model::JsonDocument document;
  SchemaProgram program;
};

RecordSchema::RecordSchema(std::string json) : state_(std::make_unique<State>(std::move(json))) {}
RecordSchema::~RecordSchema() = default;
RecordSchema::RecordSchema(RecordSchema&&) noexcept = default;
RecordSchema& RecordSchema::operator=(RecordSchema&&) noexcept = default;

const std::vector<std::string>& RecordSchema::unchecked_formats() const {
  return state_->program.unchecked();
}

std::optional<SchemaFailure> RecordSchema::failure(Value value) const {
  FailureSink sink(FailureSink::Wanted::first);
  run_schema(state_->program.root(), value, sink);
  if (!sink.failed()) return std::nullopt;
  return std::move(sink.failures().front());
}

std::vector<SchemaFailure> RecordSchema::failures(Value value) const {
  FailureSink sink(FailureSink::Wanted::all);
  run_schema(state_->program.root(), value, sink);
  return std::move(sink.failures());
}

}  // namespace lbl::validate
