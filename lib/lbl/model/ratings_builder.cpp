// Takes records into raw tables, chunk by chunk; ratings_table.cpp makes the table of them.
#include <fnmatch.h>

#include <algorithm>
#include <string>

#include "lbl/base/codec.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"
#include "lbl/model/ratings.hpp"
#include "lbl/model/ratings_table.hpp"
#include "lbl/model/raw_answer.hpp"
#include "lbl/model/raw_table.hpp"

namespace lbl::model {

namespace {

constexpr auto kNotPlanned = static_cast<std::size_t>(-1);

bool needs_time(const RatingsSpec& spec) {
  return spec.repeats == Repeats::first || spec.repeats == Repeats::last;
}

bool has_type(const RatingsSpec& spec, TaskType type) {
  return std::any_of(spec.tasks.begin(), spec.tasks.end(),
                     [&](const Task& task) { return task.type == type; });
}

// How long a text is in the units that a task counts its offsets in.
double text_length(std::string_view text, Offsets offsets) {
  if (offsets == Offsets::bytes) return static_cast<double>(text.size());
  const std::size_t points = base::code_points(text);
  if (offsets == Offsets::code_points) return static_cast<double>(points);
  // Code points beyond U+FFFF start with a byte from 0xF0 on, and take two units of UTF-16.
  const auto wide = std::count_if(text.begin(), text.end(),
                                  [](char c) { return static_cast<unsigned char>(c) >= 0xF0; });
  return static_cast<double>(points) + static_cast<double>(wide);
}

// The numbers of the items of a chunk. Only those met lately are known again: in a batch in any
// order an item hardly comes twice within a chunk, and looking for it would be all for nothing.
class RecentItems {
 public:
  std::uint32_t number(std::string_view item, base::Dictionary& items) {
    const std::uint64_t hash = base::hash64(item);
    Slot& slot = slots_[hash % kSlots];
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    const bool is_known =
        slot.tag == tag && slot.number < items.size() && items.text(slot.number) == item;
    if (!is_known) slot = {tag, items.append(item)};
    return slot.number;
  }

 private:
  struct Slot {
    std::uint32_t tag = 0, number = RawTable::kNone;
  };
  static constexpr std::size_t kSlots = 2048;
  std::vector<Slot> slots_ = std::vector<Slot>(kSlots);
};

// An id is a string, a number by its digits, or a CSV cell; anything else is none.
bool is_id(Value value) {
  if (value.is_no_answer()) return false;
  return value.is(ValueKind::string) || value.is(ValueKind::number) || value.is(ValueKind::cell);
}

}  // namespace

// Where in a FieldPlan the fields of a spec stand.
struct PlannedFields {
  std::size_t item = kNotPlanned, annotator = kNotPlanned, time = kNotPlanned;
  std::vector<std::size_t> columns, answers;
  std::vector<std::size_t> other_items, other_answers;  ///< GoldSpec
  std::size_t text = kNotPlanned, media_seconds = kNotPlanned;
};

struct RatingsChunk::State {
  State(std::shared_ptr<const RatingsSpec> table_spec, const PlannedFields& planned)
      : spec(std::move(table_spec)),
        fields(planned),
        table(spec->tasks.size(), spec->columns.size() + (needs_time(*spec) ? 1 : 0),
              base::Storage::view) {}

  Value item_of(const Record& record) const;
  Value answer_of(const Record& record, std::size_t task) const;
  void add_long(const Record& record, std::string_view item_text);
  void add_wide(const Record& record, std::string_view item_text);
  void note_run(std::uint32_t item, const Place& place);
  void add_columns(const Record& record);
  void add_length(const Record& record, std::size_t task, Value answer);
  void add_answer(std::size_t task, Value value, const Place& place);
  bool is_annotator_column(std::string_view name);

  std::shared_ptr<const RatingsSpec> spec;
  PlannedFields fields;
  RawTable table;
  RecentItems recent_items;
  std::vector<ItemRun> runs;  ///< where alike items are counted
  std::string scratch;
  base::Dictionary column_names;          ///< wide form: names met so far ...
  std::vector<char> column_is_annotator;  ///< ... and whether each is an annotator
};

bool RatingsChunk::State::is_annotator_column(std::string_view name) {
  const std::uint32_t id = column_names.add(name);
  if (id == column_is_annotator.size()) {
    const std::string text(name);
    const bool matches =
        std::any_of(spec->wide.begin(), spec->wide.end(), [&](const std::string& pattern) {
          return pattern == text || fnmatch(pattern.c_str(), text.c_str(), 0) == 0;
        });
    column_is_annotator.push_back(matches ? 1 : 0);
  }
  return column_is_annotator[id] != 0;
}

void RatingsChunk::State::note_run(std::uint32_t item, const Place& place) {
  if (spec->alike == Alike::none) return;
  if (runs.empty() || runs.back().item != item) {
    runs.push_back({item, table.row_items.size(), place});
  }
}

void RatingsChunk::State::add_answer(std::size_t task, Value value, const Place& place) {
  RawTable::Answers& answers = table.answers[task];
  if (value.is_no_answer()) {
    answers.rows.push_back(RawTable::kNone);
    return;
  }
  scratch.clear();
  append_raw_answer(value, scratch);
  const std::uint32_t id = answers.values.add(scratch);
  if (id == answers.first_places.size()) answers.first_places.push_back(place);
  answers.rows.push_back(id);
}

void RatingsChunk::State::add_columns(const Record& record) {
  for (std::size_t c = 0; c < spec->columns.size(); ++c) {
    const SliceSpec& slice = spec->columns[c];
    const Value value = record.field(fields.columns[c]);
    RawTable::Column& column = table.columns[c];
    std::uint32_t id = RawTable::kNone;
    if (slice.bins.empty() && slice.measure.empty()) {
      if (!value.is_no_answer()) id = column.values.add(value.text());
    } else if (const std::optional<std::string> text = slice_text(slice, value)) {
      id = column.values.add(*text);
    }
    column.rows.push_back(id);
  }
  if (fields.time == kNotPlanned) return;
  const Value time = record.field(fields.time);
  RawTable::Column& times = table.columns.back();
  times.rows.push_back(is_id(time) ? times.values.add(time.text()) : RawTable::kNone);
}

// The length of what an answer marks pieces of. Where the type is to be found, a list of objects
// may be one of spans, whose text is then at hand.
void RatingsChunk::State::add_length(const Record& record, std::size_t task, Value answer) {
  if (!answer.is(ValueKind::array) && !answer.is(ValueKind::cell)) return;
  const Task& asked = spec->tasks[task];
  const std::uint32_t item = table.row_items.back();
  if (asked.type == TaskType::segments && !spec->infer_type) {
    if (fields.media_seconds == kNotPlanned) return;
    const std::optional<double> seconds = record.field(fields.media_seconds).number();
    if (seconds) table.answers[task].note_length(item, *seconds);
    return;
  }
  const bool may_be_spans = spec->infer_type
                                ? answer.count() > 0 && answer.first().is(ValueKind::object)
                                : asked.type == TaskType::spans;
  if (!may_be_spans || fields.text == kNotPlanned) return;
  const Value text = record.field(fields.text);
  if (text.missing()) return;
  table.answers[task].note_length(item, text_length(text.text(), asked.offsets));
}

// Fields of gold have other names as well; elsewhere there is one.
Value RatingsChunk::State::item_of(const Record& record) const {
  Value item = record.field(fields.item);
  for (const std::size_t other : fields.other_items) {
    if (!item.is_no_answer()) break;
    item = record.field(other);
  }
  return item;
}

Value RatingsChunk::State::answer_of(const Record& record, std::size_t task) const {
  Value answer = record.field(fields.answers[task]);
  for (const std::size_t other : fields.other_answers) {
    if (!answer.is_no_answer()) break;
    answer = record.field(other);
  }
  return answer;
}

void RatingsChunk::State::add_long(const Record& record, std::string_view item_text) {
  std::string_view name;
  if (fields.annotator != kNotPlanned) {
    const Value annotator = record.field(fields.annotator);
    if (!is_id(annotator)) {
      ++table.without_annotator;
      return;
    }
    name = annotator.text();
  }
  const std::uint32_t item = recent_items.number(item_text, table.items);
  note_run(item, record.place);
  table.row_items.push_back(item);
  table.row_annotators.push_back(table.annotators.add(name));
  add_columns(record);
  for (std::size_t t = 0; t < spec->tasks.size(); ++t) {
    const Value answer = answer_of(record, t);
    add_answer(t, answer, record.place);
    if (spec->lengths == Lengths::kept) add_length(record, t, answer);
  }
}

void RatingsChunk::State::add_wide(const Record& record, std::string_view item_text) {
  const std::uint32_t item = recent_items.number(item_text, table.items);
  note_run(item, record.place);
  const Value root = record.root();
  if (!root.is(ValueKind::object)) return;
  for_each_member(root, [&](Value key, Value value) {
    if (!is_annotator_column(key.text())) return;
    table.row_items.push_back(item);
    table.row_annotators.push_back(table.annotators.add(key.text()));
    add_columns(record);
    add_answer(0, value, record.place);
    if (spec->lengths == Lengths::kept) add_length(record, 0, value);
    for (std::size_t t = 1; t < spec->tasks.size(); ++t) {
      add_answer(t, record.field(fields.answers[t]), record.place);
    }
  });
}

RatingsChunk::RatingsChunk(std::unique_ptr<State> state) : state_(std::move(state)) {}
RatingsChunk::~RatingsChunk() = default;
RatingsChunk::RatingsChunk(RatingsChunk&&) noexcept = default;
RatingsChunk& RatingsChunk::operator=(RatingsChunk&&) noexcept = default;

void RatingsChunk::add(const Record& record) {
  ++state_->table.records;
  const Value item = state_->item_of(record);
  if (!is_id(item)) {
    ++state_->table.without_item;
  } else if (state_->spec->wide.empty()) {
    state_->add_long(record, item.text());
  } else {
    state_->add_wide(record, item.text());
  }
}

void RatingsChunk::clear() {
  state_->table.clear();
  state_->runs.clear();
}

struct RatingsBuilder::State {
  State(RatingsSpec table_spec, FieldPlan& plan)
      : spec(std::make_shared<const RatingsSpec>(std::move(table_spec))),
        table(spec->tasks.size(), spec->columns.size() + (needs_time(*spec) ? 1 : 0),
              base::Storage::copy) {
    fields.item = plan.want_identifier(spec->fields.item);
    const GoldSpec& gold = spec->gold;
    plan.whole_record = plan.whole_record || !spec->wide.empty();
    if (spec->wide.empty() && gold.first_task != 0) {
      fields.annotator = plan.want_identifier(spec->fields.annotator);
    }
    for (const Task& task : spec->tasks) fields.answers.push_back(plan.want(task.field));
    for (const std::string& name : gold.other_item_fields) {
      fields.other_items.push_back(plan.want_identifier(name));
    }
    for (const std::string& name : gold.other_label_fields) {
      fields.other_answers.push_back(plan.want(name));
    }
    for (const SliceSpec& slice : spec->columns) fields.columns.push_back(plan.want(slice.field));
    if (spec->lengths == Lengths::kept) {
      if ((spec->infer_type || has_type(*spec, TaskType::spans)) && !spec->fields.text.empty()) {
        fields.text = plan.want(spec->fields.text);
      }
      if (has_type(*spec, TaskType::segments) && !spec->fields.media_seconds.empty()) {
        fields.media_seconds = plan.want(spec->fields.media_seconds);
      }
    }
    if (needs_time(*spec)) fields.time = plan.want(spec->fields.time);
    if (spec->alike != Alike::none) {
      patterns.emplace(spec->alike, spec->tasks.size(), spec->columns.size());
    }
  }

  std::shared_ptr<const RatingsSpec> spec;
  PlannedFields fields;
  RawTable table;
  std::optional<ItemPatterns> patterns;  ///< in the place of the table, where alike items are one
};

RatingsBuilder::RatingsBuilder(RatingsSpec spec, FieldPlan& plan) {
  if (!spec.wide.empty() && std::min(spec.tasks.size(), spec.gold.first_task) != 1) {
    throw base::Error(base::ErrorKind::usage,
                      "--wide reads one task: name it with --task or --type");
  }
  state_ = std::make_unique<State>(std::move(spec), plan);
}
RatingsBuilder::~RatingsBuilder() = default;
RatingsBuilder::RatingsBuilder(RatingsBuilder&&) noexcept = default;
RatingsBuilder& RatingsBuilder::operator=(RatingsBuilder&&) noexcept = default;

const RatingsSpec& RatingsBuilder::spec() const {
  return *state_->spec;
}

RatingsChunk RatingsBuilder::chunk() const {
  return RatingsChunk(std::make_unique<RatingsChunk::State>(state_->spec, state_->fields));
}

void RatingsBuilder::absorb(const RatingsChunk& chunk) {
  if (state_->patterns) {
    state_->patterns->append(chunk.state_->table, chunk.state_->runs, state_->spec->input_names);
  } else {
    state_->table.append(chunk.state_->table);
  }
}

void RatingsBuilder::merge(const RatingsBuilder& other) {
  state_->table.append(other.state_->table);
}

std::string RatingsBuilder::encoded() {
  if (state_->patterns) state_->table = state_->patterns->finish();
  base::Encoder to;
  state_->table.encode(to);
  return to.take();
}

void RatingsBuilder::merge_encoded(std::string_view bytes) {
  base::Decoder from(bytes);
  RawTable other(state_->table.answers.size(), state_->table.columns.size(), base::Storage::view);
  other.decode(from);
  from.finish();
  if (other.alike != state_->spec->alike) {
    throw base::Error(base::ErrorKind::input,
                      "the states do not fit: with --grouped they hold what the figures need that "
                      "they were saved for, and merge asks for others");
  }
  if (state_->patterns) {
    state_->patterns->merge(other);
  } else {
    state_->table.append(other);
  }
}

RatingsTable RatingsBuilder::finish() {
  if (state_->patterns) state_->table = state_->patterns->finish();
  return make_ratings_table(*state_->spec, std::move(state_->table));
}

}  // namespace lbl::model
