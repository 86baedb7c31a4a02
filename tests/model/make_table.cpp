// A ratings table from rows written in a test, through the real builder.
#include "model/make_table.hpp"

#include <cstdint>

#include "lbl/model/record.hpp"
#include "lbl/model/slice.hpp"

namespace lbl::test {

namespace {

/// The cell of `row` that a field of the plan names; null if the row has none.
const std::string* cell(const Row& row, const model::RatingsSpec& spec, const std::string& field) {
  if (field == spec.fields.item) return &row.item;
  if (field == spec.fields.annotator) return &row.annotator;
  if (field == "label") return &row.label;
  for (std::size_t c = 0; c < spec.columns.size(); ++c) {
    if (spec.columns[c].field == field) return c < row.slices.size() ? &row.slices[c] : nullptr;
  }
  return nullptr;
}

}  // namespace

model::RatingsSpec make_spec(model::TaskType type, const std::vector<std::string>& columns) {
  model::RatingsSpec spec;
  model::Task& task = spec.tasks.emplace_back();
  task.name = task.field = "label";
  task.type = type;
  for (const std::string& column : columns) spec.columns.push_back(model::slice_by_field(column));
  return spec;
}

namespace {

model::RatingsBuilder built(const std::vector<Row>& rows, const model::RatingsSpec& spec) {
  model::FieldPlan plan;
  model::RatingsBuilder builder(spec, plan);
  model::RatingsChunk chunk = builder.chunk();
  std::vector<model::Node> nodes(plan.fields.size());
  std::vector<std::uint32_t> field_nodes(plan.fields.size());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t f = 0; f < plan.fields.size(); ++f) {
      const std::string* text = cell(rows[r], spec, plan.fields[f].text);
      const bool present = text != nullptr && !text->empty();
      field_nodes[f] = present ? static_cast<std::uint32_t>(f) : model::Record::kMissing;
      if (present) nodes[f] = {*text, 0, 1, 0, model::ValueKind::cell};
    }
    model::Record record;
    record.place = {0, r + 1, r + 1};
    record.nodes = nodes;
    record.field_nodes = field_nodes;
    chunk.add(record);
  }
  builder.absorb(chunk);
  return builder;
}

}  // namespace

model::RatingsTable make_table(const std::vector<Row>& rows, const model::RatingsSpec& spec) {
  return built(rows, spec).finish();
}

std::string encoded_table(const std::vector<Row>& rows, const model::RatingsSpec& spec) {
  return built(rows, spec).encoded();
}

model::RatingsTable merged_table(const std::vector<std::string>& states,
                                 const model::RatingsSpec& spec) {
  model::FieldPlan plan;
  model::RatingsBuilder builder(spec, plan);
  for (const std::string& state : states) builder.merge_encoded(state);
  return builder.finish();
}

}  // namespace lbl::test
