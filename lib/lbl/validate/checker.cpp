// Reads the answers of a record once, keeps what it learnt, and runs the checks.
#include "lbl/validate/checker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lbl/base/dictionary.hpp"
#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"
#include "lbl/base/timestamp.hpp"
#include "lbl/model/slice.hpp"
#include "lbl/validate/answer_hash.hpp"
#include "lbl/validate/record_view.hpp"
#include "lbl/validate/repair.hpp"
#include "lbl/validate/text_place.hpp"

namespace lbl::validate {

using model::Malformed;
using model::Reading;
using model::Record;
using model::Severity;
using model::TaskType;
using model::Value;
using model::ValueKind;

namespace {

constexpr std::size_t kMostRemembered = 4096;
constexpr std::size_t kLongestRemembered = 256;
// Findings of each rule that always have their texts, as a result keeps them.
constexpr std::uint32_t kFirstOfRule = 5;

// What one answer says, for every record that gives the same one.
struct Meaning {
  bool is_missing = false;
  bool is_usable = false;
  std::uint64_t hash = 0;
  TaskType type = TaskType::choice;
  std::vector<std::uint32_t> labels;  // of the guideline
  std::vector<Draft> drafts;          // offsets from the start of the value
};

// Whether the text of a value says everything about its answer; spans and boxes depend on the text
// or image beside them.
bool is_self_contained(TaskType type) {
  return type != TaskType::spans && type != TaskType::segments && type != TaskType::boxes;
}

bool is_id(Value value) {
  return value.is(ValueKind::string) || value.is(ValueKind::number) || value.is(ValueKind::cell);
}

RowText row_text(Value value, bool wanted) {
  RowText out;
  if (!wanted || value.is_no_answer() || !is_id(value)) return out;
  out.text = value.text();
  out.hash = base::hash64(out.text);
  out.offset = value.offset();
  return out;
}

std::optional<base::Timestamp> time_in(Value value) {
  if (value.is_no_answer() || !is_id(value)) return std::nullopt;
  return base::parse_timestamp(base::trimmed(value.text()));
}

// When the answer was given and how long it took, by a duration or by two points in time.
void read_times(const RecordView& view, Row& row) {
  const Fields& fields = view.setup.fields();
  const std::optional<base::Timestamp> given = time_in(view.value(fields.time));
  if (given) row.time = given->microseconds;
  if (fields.seconds.is_set()) {
    const std::optional<double> spent = number_in(view.value(fields.seconds));
    if (spent && *spent >= 0) row.seconds = *spent;
  }
  if (row.has_seconds() || !given || !fields.started.is_set()) return;
  const std::optional<base::Timestamp> started = time_in(view.value(fields.started));
  if (started && started->microseconds <= given->microseconds) {
    row.seconds = given->seconds() - started->seconds();
  }
}

// The answers of one task that this thread has met.
struct Memory {
  std::array<base::Dictionary, 7> texts;  // by ValueKind: 1 is not "1"
  std::array<std::vector<Meaning>, 7> meanings;
  base::Dictionary labels;  // names of the guideline
};

}  // namespace

struct RecordChecker::State final : Attention {
  State(const Setup& with, const KnownItems* known_before)
      : setup(with), drafts(with.severities()), known_items(known_before) {
    const bool wants_sketches = setup.severities().is_on(rules::near_duplicate_item) &&
                                setup.fields().text.is_set() &&
                                setup.extras().grouping == Grouping::any;
    if (!wants_sketches) known_items = nullptr;
    memories.resize(setup.tasks().size());
    for (std::size_t t = 0; t < memories.size(); ++t) {
      const auto& labels = setup.tasks()[t].task.labels;
      for (const model::LabelDefinition& label : labels) memories[t].labels.add(label.name);
      chunk.label_counts.emplace_back(labels.size(), 0);
    }
    chunk.answer_counts.resize(memories.size(), 0);
    chunk.slice_texts.resize(setup.slices().size());
    states.resize(memories.size());
    if (setup.extras().mends()) repairer.emplace(setup);
    chunk.worded_of_rule.resize(all_rules().size(), 0);
  }

  void read_answer(std::size_t number, const RecordView& view);
  GoldVerdict gold_verdict(std::size_t number, std::uint64_t hash, const RecordView& view);
  const Meaning& meaning_of(std::size_t number, Value value, const RecordView& view);
  void work_out(const TaskSetup& named, std::size_t number, Value value, const RecordView& view,
                Meaning& meaning);
  bool is_on(const Rule& rule) const override {
    const std::uint64_t most = setup.extras().looked_at;
    return most == 0 || chunk.worded < most ||
           chunk.worded_of_rule[rule_number(rule)] < kFirstOfRule;
  }
  void read_slices(const RecordView& view);
  void sketch_text(Row& row);
  void finish(const Record& record, Row& row);

  const Setup& setup;
  Chunk chunk;
  Drafts drafts;
  std::vector<AnswerState> states;
  std::optional<Repairer> repairer;
  std::vector<Memory> memories;
  Meaning unremembered;
  const KnownItems* known_items;  // null: no sketches
  TextSketcher sketcher;
  NearestKeys nearest_keys;
  std::uint64_t last_item = 0;  // its hash
};

RecordChecker::RecordChecker(const Setup& setup, const KnownItems* known)
    : state_(std::make_unique<State>(setup, known)) {}
RecordChecker::~RecordChecker() = default;

Chunk& RecordChecker::chunk() {
  return state_->chunk;
}
void RecordChecker::clear() {
  state_->last_item = 0;
  state_->chunk.clear();
}

// Reads the answer with everything that the task's rules say of it.
void RecordChecker::State::work_out(const TaskSetup& named, std::size_t number, Value value,
                                    const RecordView& view, Meaning& meaning) {
  const TaskSetup& task = named.for_value(value);
  const Reading reading = task.reader.read(value);
  const std::size_t before = drafts.list().size();
  meaning = Meaning();
  meaning.is_missing = reading.no_answer();
  meaning.is_usable = reading.usable();
  meaning.type = task.task.type;
  if (meaning.is_missing) return;
  drafts.enter(value, task.field.pointer, static_cast<std::uint32_t>(number));
  for (const model::AnswerProblem& problem : reading.problems) {
    drafts.add_at(setup.rule_for(problem.fault), problem.offset, problem.message,
                  {problem.found, ""});
  }
  const AnswerView answer{view, task, value, reading};
  for (const AnswerCheck check : task.checks) check(answer, drafts);
  for (std::size_t i = before; i < drafts.list().size(); ++i) {
    drafts.list()[i].offset -= value.offset();
    meaning.drafts.push_back(std::move(drafts.list()[i]));
  }
  drafts.list().resize(before);
  if (!meaning.is_usable) return;
  meaning.hash = answer_hash(reading.answer);
  const base::Dictionary& labels = memories[number].labels;
  const auto count = [&](std::string_view name) {
    if (const auto label = labels.find(name)) meaning.labels.push_back(*label);
  };
  if (const auto* name = std::get_if<std::string>(&reading.answer)) count(*name);
  if (const auto* names = std::get_if<std::vector<std::string>>(&reading.answer)) {
    for (const std::string& name : *names) count(name);
  }
  if (const auto* units = std::get_if<std::vector<model::Unit>>(&reading.answer)) {
    for (const model::Unit& unit : *units) count(unit.label);
  }
  if (const auto* boxes = std::get_if<std::vector<model::Box>>(&reading.answer)) {
    for (const model::Box& box : *boxes) count(box.label);
  }
}

const Meaning& RecordChecker::State::meaning_of(std::size_t number, Value value,
                                                const RecordView& view) {
  const TaskSetup& task = setup.tasks()[number];
  const auto kind = static_cast<std::size_t>(value.kind());
  base::Dictionary& texts = memories[number].texts[kind];
  std::vector<Meaning>& meanings = memories[number].meanings[kind];
  const bool may_remember = is_self_contained(task.for_value(value).task.type) &&
                            task.task.type != TaskType::text &&
                            value.text().size() <= kLongestRemembered;
  if (may_remember) {
    if (const auto known = texts.find(value.text())) return meanings[*known];
    if (texts.size() < kMostRemembered) {
      texts.add(value.text());
      work_out(task, number, value, view, meanings.emplace_back());
      return meanings.back();
    }
  }
  work_out(task, number, value, view, unremembered);
  return unremembered;
}

void RecordChecker::State::read_answer(std::size_t number, const RecordView& view) {
  const Value value = view.value(setup.tasks()[number].field);
  states[number] = {value, true};
  if (value.missing() || value.is(ValueKind::null)) return;
  const Meaning& meaning = meaning_of(number, value, view);
  states[number].is_missing = meaning.is_missing;
  for (const Draft& draft : meaning.drafts) {
    if (is_on(*draft.rule)) {
      drafts.list().push_back(draft);
    } else {
      drafts.list().push_back({draft.rule, draft.severity, draft.offset, {}, draft.task, {}, {}});
      drafts.list().back().is_bare = true;
    }
    drafts.list().back().offset += value.offset();
  }
  if (!meaning.is_usable) return;
  RowAnswer answer;
  answer.hash = meaning.hash;
  answer.task = static_cast<std::uint32_t>(number);
  answer.type = meaning.type;
  const bool has_name = meaning.labels.size() == 1 && !value.is(ValueKind::array);
  answer.text = has_name
                    ? std::string_view(setup.tasks()[number].task.labels[meaning.labels[0]].name)
                    : value.text();
  ++chunk.answer_counts[number];
  for (const std::uint32_t label : meaning.labels) ++chunk.label_counts[number][label];
  answer.gold = gold_verdict(number, answer.hash, view);  // `meaning` may be gone after this
  chunk.answers.push_back(answer);
}

// The right answer stands in the gold field (by the task's name in an object, else it is the first
// task's) or in the gold file.
GoldVerdict RecordChecker::State::gold_verdict(std::size_t number, std::uint64_t hash,
                                               const RecordView& view) {
  const Value item = view.value(setup.fields().item);
  if (!setup.gold().empty() && !item.is_no_answer()) {
    if (const auto known = setup.gold().find(item.text(), number)) {
      return *known == hash ? GoldVerdict::right : GoldVerdict::wrong;
    }
  }
  Value gold = view.value(setup.fields().gold);
  if (gold.is(ValueKind::object)) {
    gold = gold.member(setup.tasks()[number].task.name);
  } else if (number != 0) {
    return GoldVerdict::unknown;
  }
  if (gold.is_no_answer()) return GoldVerdict::unknown;
  const Meaning& meaning = meaning_of(number, gold, view);
  if (!meaning.is_usable) return GoldVerdict::unknown;
  return meaning.hash == hash ? GoldVerdict::right : GoldVerdict::wrong;
}

void RecordChecker::check(const Record& given) {
  State& state = *state_;
  Chunk& chunk = state.chunk;
  const Record& record =
      state.repairer ? state.repairer->repaired(given, state.drafts, chunk.mended_texts) : given;
  const Fields& fields = state.setup.fields();
  const RecordView view{state.setup, record, state.states, &state, &state.nearest_keys};
  Row row;
  row.place = record.place;
  row.bytes = record.bytes;
  row.line_end = record.line_end;
  row.output = record.bytes;
  if (state.repairer && !state.repairer->edits().empty()) {
    row.output =
        chunk.mended_texts.emplace_back(model::edited(record.bytes, state.repairer->edits()));
  }
  row.order = static_cast<std::uint32_t>(chunk.records);
  ++chunk.records;
  row.item = row_text(view.value(fields.item), true);
  row.annotator = row_text(view.value(fields.annotator), true);
  row.text = row_text(view.value(fields.text), true);
  row.split = row_text(view.value(fields.split), true);
  read_times(view, row);
  row.first_answer = static_cast<std::uint32_t>(chunk.answers.size());
  for (std::size_t t = 0; t < state.states.size(); ++t) state.read_answer(t, view);
  row.answers = static_cast<std::uint32_t>(chunk.answers.size()) - row.first_answer;
  for (const model::Remark& remark : record.remarks) {
    // Ids are compared by their digits, of any length, so no digit of theirs is lost.
    const bool is_id = (row.item.is_set() && remark.offset == row.item.offset) ||
                       (row.annotator.is_set() && remark.offset == row.annotator.offset);
    if (is_id && remark.rule == model::InputRule::number_precision) continue;
    state.drafts.enter(Value(), "", Draft::kNoTask);
    state.drafts.add_at(state.setup.rule_for(remark.rule), remark.offset, remark.message);
  }
  for (const RecordCheck rule : state.setup.record_checks()) rule(view, state.drafts);
  if (!state.setup.slices().empty()) state.read_slices(view);
  if (!state.drafts.list().empty()) state.finish(record, row);
  if (state.known_items != nullptr) state.sketch_text(row);
  chunk.rows.push_back(row);
}

// The batch looks at the text of an item's first record only.
void RecordChecker::State::sketch_text(Row& row) {
  if (!row.item.is_set() || !row.text.is_set() || row.item.hash == last_item) return;
  last_item = row.item.hash;
  if (known_items->has(row.item.hash)) return;
  row.sketch = static_cast<std::uint32_t>(chunk.sketches.size());
  chunk.sketches.push_back(sketcher.sketch(row.text.text, chunk.sketched_letters));
}

void RecordChecker::State::read_slices(const RecordView& view) {
  for (std::size_t s = 0; s < setup.slices().size(); ++s) {
    const SliceSetup& slice = setup.slices()[s];
    const auto text = model::slice_text(slice.spec, view.value(slice.field));
    chunk.slice_levels.push_back(text ? chunk.slice_texts[s].add(*text) : Chunk::kNoLevel);
  }
}

// Makes findings of the drafts, in the order of their places in the record.
void RecordChecker::State::finish(const Record& record, Row& row) {
  std::vector<Draft>& list = drafts.list();
  const auto stands_before = [](const Draft& a, const Draft& b) { return a.offset < b.offset; };
  if (!std::is_sorted(list.begin(), list.end(), stands_before)) {
    std::stable_sort(list.begin(), list.end(), stands_before);
  }
  for (Draft& draft : list) {
    Finding& finding = chunk.findings.emplace_back();
    finding.rule = draft.rule;
    finding.severity = draft.severity;
    finding.place = record.place;
    finding.order = row.order;
    row.left_out =
        row.left_out || (finding.severity == Severity::error && finding.rule->about_one_record());
    finding.is_bare = draft.is_bare;
    if (draft.is_bare) continue;
    ++chunk.worded;
    ++chunk.worded_of_rule[rule_number(*draft.rule)];
    const TextPlace place = text_place(record.place, record.bytes, draft.offset);
    finding.line = place.line;
    finding.column = place.column;
    finding.pointer = std::move(draft.pointer);
    if (draft.task != Draft::kNoTask) finding.task = setup.tasks()[draft.task].task.name;
    finding.item = row.item.text;
    finding.annotator = row.annotator.text;
    finding.message = std::move(draft.message);
    finding.found = std::move(draft.detail.found);
    finding.hint = std::move(draft.detail.hint);
    finding.guideline_rule = std::move(draft.detail.guideline_rule);
    finding.standing = draft.detail.standing;
    hide_pii(finding.message, setup.pii_kinds());
    hide_pii(finding.found, setup.pii_kinds());
    if (setup.extras().excerpts == Excerpts::kept) {
      finding.excerpt = excerpt_of(record.bytes, draft.offset, setup.pii_kinds());
    }
  }
  list.clear();
}

void RecordChecker::take(const Malformed& malformed) {
  State& state = *state_;
  const Rule& rule = state.setup.rule_for(malformed.rule);
  const auto order = static_cast<std::uint32_t>(state.chunk.records);
  ++state.chunk.records;
  state.chunk.malformed.push_back({malformed.bytes, order});
  Finding finding;
  finding.rule = &rule;
  finding.severity = state.setup.severities().of(rule);
  finding.place = malformed.place;
  finding.line = malformed.line;
  finding.column = malformed.column;
  finding.message = malformed.message;
  finding.order = order;
  // In a table the column is counted in a line that need not be the record's first.
  const bool is_json = malformed.rule != model::InputRule::malformed_csv &&
                       malformed.rule != model::InputRule::ragged_row;
  if (state.setup.extras().excerpts == Excerpts::kept && is_json && malformed.column > 0 &&
      malformed.line == malformed.place.line) {
    finding.excerpt = excerpt_of(malformed.bytes, malformed.column - 1, state.setup.pii_kinds());
  }
  if (finding.severity != Severity::off) state.chunk.findings.push_back(std::move(finding));
}

}  // namespace lbl::validate
