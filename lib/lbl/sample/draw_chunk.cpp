// Marks the records of one chunk: runs on many threads, touches nothing shared.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"
#include "lbl/sample/draw_state.hpp"

namespace lbl::sample {

namespace {

AttributeSource attribute_source(const std::string& name, const DrawFrame& frame,
                                 model::FieldPlan& plan) {
  AttributeSource source;
  source.name = name;
  source.score_field = frame.scores.field(name);
  if (!source.score_field) source.record_field = plan.want(name);
  return source;
}

}  // namespace

DrawPlan::DrawPlan(DrawSpec draw_spec, std::shared_ptr<const DrawFrame> draw_frame,
                   model::FieldPlan& plan)
    : spec(std::move(draw_spec)), frame(std::move(draw_frame)) {
  check(spec);
  if (spec.design == Design::mix) return;  // its parts have plans of their own
  seed = base::hash64(design_name(spec.design), spec.seed);
  if (tells_items_apart() || !frame->excluded.empty() || !frame->scores.fields().empty()) {
    item_field = plan.want_identifier(spec.item_field);
  }
  for (const model::SliceSpec& field : spec.strata) {
    strata.push_back(attribute_source(field.field, *frame, plan));
  }
  const std::string& value = spec.size_field.empty() ? spec.variance_field : spec.size_field;
  if (!value.empty()) size = attribute_source(value, *frame, plan);
  if (!spec.cluster_field.empty()) cluster = attribute_source(spec.cluster_field, *frame, plan);
  if (spec.design == Design::stratified || spec.design == Design::cluster) stratum_word = words++;
  if (size) size_word = words++;
  if (spec.walks() && spec.order == Order::input) ordinal_word = words++;
}

double DrawPlan::rank(std::uint64_t key) const {
  const double hashed = base::unit_interval(key);
  if (!spec.panel || spec.design != Design::hash) return hashed;
  const auto count = static_cast<double>(spec.panel->count);
  const double turned = hashed - *spec.rate * static_cast<double>(spec.panel->turn - 1) / count;
  return turned - std::floor(turned);
}

model::Value DrawChunk::State::attribute(const AttributeSource& source, const model::Record& record,
                                         std::optional<std::uint32_t> scores_row) const {
  if (source.record_field) return record.field(*source.record_field);
  if (!scores_row) return {};
  return plan->frame->scores.value(*scores_row, *source.score_field);
}

std::uint32_t DrawChunk::State::stratum_of(const model::Record& record,
                                           std::optional<std::uint32_t> scores_row) {
  if (plan->cluster) {
    const model::Value value = attribute(*plan->cluster, record, scores_row);
    if (value.is_no_answer()) {
      fail(record, fmt::format("the record has no cluster: field {} is missing or empty",
                               base::quoted(plan->cluster->name)));
      return 0;
    }
    return strata.add(value.text());
  }
  if (plan->strata.empty()) return 0;
  code.clear();
  for (std::size_t i = 0; i < plan->strata.size(); ++i) {
    const model::SliceSpec& slice = plan->spec.strata[i];
    const model::Value value = attribute(plan->strata[i], record, scores_row);
    if (value.is_no_answer()) {
      append_stratum_value(code, std::nullopt);
    } else if (slice.bins.empty() && slice.measure.empty()) {
      append_stratum_value(code, value.text());
    } else {
      append_stratum_value(code, model::slice_text(slice, value));
    }
  }
  return strata.add(code);
}

double DrawChunk::State::size_of(const model::Record& record, std::string_view id,
                                 std::optional<std::uint32_t> scores_row) {
  if (!plan->size) return 1;
  const AttributeSource& source = *plan->size;
  const model::Value value = attribute(source, record, scores_row);
  const std::optional<double> number =
      value.is(model::ValueKind::string) ? base::parse_number(value.text()) : value.number();
  if (plan->spec.neyman()) {
    const bool is_variance = !plan->spec.variance_field.empty();
    if (is_variance && number && *number < 0) {
      fail(record,
           fmt::format("item {} has the variance {} in field {}; a variance is at least 0",
                       base::quoted(id), base::number_text(*number), base::quoted(source.name)));
    }
    return number.value_or(std::numeric_limits<double>::quiet_NaN());
  }
  if (!number || *number < 0) {
    std::string found =
        fmt::format("field {} is {}", base::quoted(source.name),
                    value.is_no_answer() ? "null or missing" : base::quoted(value.text()));
    if (source.score_field && !scores_row) {
      found = fmt::format("it is not in {}", base::escaped(plan->frame->scores_name));
    }
    fail(record, fmt::format("item {} has no size: {} (a size is a number of at least 0; --exclude "
                             "leaves items out)",
                             base::quoted(id), found));
    return 0;
  }
  const double size = std::max(*number, plan->spec.size_floor.value_or(0));
  if (size == 0 && plan->spec.zero_size == ZeroSize::refuse) {
    fail(record, fmt::format("item {} has size 0, so it could never be drawn (--size-floor X gives "
                             "it a chance, --allow-zero leaves it out)",
                             base::quoted(id)));
  }
  return size;
}

void DrawChunk::State::fail(const model::Record& record, const std::string& message) {
  if (!fault.empty()) return;
  const auto& names = plan->spec.input_names;
  const std::string name =
      record.place.file < names.size() ? base::escaped(names[record.place.file]) : "-";
  fault = fmt::format("{}:{}: {}", name, record.place.line, message);
}

void DrawChunk::State::add(const model::Record& record) {
  for (DrawChunk& part : parts) part.add(record);
  if (!parts.empty()) return;
  if (!fault.empty()) return;
  std::string_view id;
  if (plan->item_field) {
    const std::optional<std::string_view> found = item_id(record.field(*plan->item_field));
    if (!found && plan->tells_items_apart()) {
      ++without_item;
      return;
    }
    id = found.value_or("");
  }
  if (!plan->frame->excluded.empty()) {
    if (const auto hit = plan->frame->excluded.find(id)) {
      ++excluded_records;
      if (excluded_hits.empty() || excluded_hits.back() != *hit) excluded_hits.push_back(*hit);
      return;
    }
  }
  std::optional<std::uint32_t> scores_row;
  if (!plan->frame->scores.fields().empty()) scores_row = plan->frame->scores.row(id);
  const std::uint32_t stratum = stratum_of(record, scores_row);
  const double size = size_of(record, id, scores_row);
  if (!fault.empty()) return;
  const std::string_view hashed = plan->tells_items_apart() ? id : record.bytes;
  const std::uint64_t key = std::max<std::uint64_t>(1, base::hash64(hashed, plan->seed));
  entries.push_back({key, id, record.bytes, record.line_end, record.place, size, stratum});
}

void DrawChunk::State::clear() {
  for (DrawChunk& part : parts) part.clear();
  entries.clear();
  strata.clear();
  excluded_hits.clear();
  excluded_records = without_item = 0;
  fault.clear();
}

DrawChunk::DrawChunk(std::unique_ptr<State> state) : state_(std::move(state)) {}
DrawChunk::~DrawChunk() = default;
DrawChunk::DrawChunk(DrawChunk&&) noexcept = default;

void DrawChunk::add(const model::Record& record) {
  state_->add(record);
}

void DrawChunk::clear() {
  state_->clear();
}

}  // namespace lbl::sample
