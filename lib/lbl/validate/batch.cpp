// Numbers items and annotators, tells first answers from repeated ones, and runs the batch's
// checks.
#include "lbl/validate/batch.hpp"

#include <algorithm>
#include <iterator>

#include "lbl/base/hash.hpp"
#include "lbl/base/slot_index.hpp"
#include "lbl/model/edit.hpp"
#include "lbl/validate/answer_table.hpp"
#include "lbl/validate/text_place.hpp"

namespace lbl::validate {

using model::Place;
using model::Severity;

Severity BatchFindings::add(const Rule& rule, const Row& row, const RowText& text,
                            const Field& field, std::string message, Detail detail,
                            std::optional<Place> related) {
  Severity severity = setup_.severities().of(rule);
  if (severity == Severity::off) return severity;
  if (detail.standing == Standing::mended) severity = std::min(severity, Severity::note);
  Finding finding;
  finding.rule = &rule;
  finding.severity = severity;
  finding.standing = detail.standing;
  finding.place = row.place;
  const TextPlace place = text_place(row.place, row.bytes, text.offset);
  finding.line = place.line;
  finding.column = place.column;
  finding.pointer = field.pointer;
  finding.item = row.item.text;
  finding.annotator = row.annotator.text;
  finding.message = std::move(message);
  finding.found = std::move(detail.found);
  finding.hint = std::move(detail.hint);
  finding.related = related;
  finding.order = row.order;
  if (setup_.extras().excerpts == Excerpts::kept) {
    finding.excerpt = excerpt_of(row.bytes, text.offset, setup_.pii_kinds());
  }
  sink_(std::move(finding));
  return severity;
}

void BatchFindings::add_at_end(const Rule& rule, const Place& place, std::string message,
                               std::string item, std::string annotator, std::string task) {
  const Severity severity = setup_.severities().of(rule);
  if (severity == Severity::off) return;
  Finding finding;
  finding.rule = &rule;
  finding.severity = severity;
  finding.place = place;
  finding.line = place.line;
  finding.message = std::move(message);
  finding.item = std::move(item);
  finding.annotator = std::move(annotator);
  finding.task = std::move(task);
  sink_(std::move(finding));
}

void BatchNames::number(Row& row) {
  if (row.item.is_set()) {
    row.item_id = items_.add(row.item.text, row.item.hash);
    row.is_new_item = row.item_id == item_places_.size();
    if (row.is_new_item) item_places_.emplace_back() = PackedPlace(row.place);
  }
  if (row.annotator.is_set()) {
    row.annotator_id = annotators_.add(row.annotator.text, row.annotator.hash);
    row.is_new_annotator = row.annotator_id == annotator_places_.size();
    if (row.is_new_annotator) annotator_places_.emplace_back() = PackedPlace(row.place);
  }
}

void BatchNames::forget_items() {
  items_.clear();
  item_places_ = {};
}

struct Batch::State {
  explicit State(const Setup& with) : setup(with) {
    std::vector<BatchCheckFactory> factories;
    for (const Rule* rule : all_rules()) {
      const BatchCheckFactory factory = rule->make_batch_check;
      if (factory == nullptr || !setup.severities().is_on(*rule)) continue;
      if (is_grouped() && rule->needs_all_items) {
        if (factory(setup) != nullptr) not_looked_at.emplace_back(rule->id);
        continue;
      }
      if (std::find(factories.begin(), factories.end(), factory) != factories.end()) continue;
      factories.push_back(factory);
      if (std::unique_ptr<BatchCheck> check = factory(setup)) checks.push_back(std::move(check));
    }
  }

  bool is_grouped() const { return setup.extras().grouping == Grouping::by_item; }

  // Forgets items, a few thousand at a time, where `row` begins one.
  void forget_items_before(const Row& row, BatchFindings& findings) {
    if (!row.item.is_set() || row.item.hash == last_item) return;
    last_item = row.item.hash;
    if (names.items() < kMostItemsOfGroups) return;
    for (const auto& check : checks) check->forget_items(names, findings);
    counts.items += names.items();
    names.forget_items();
    answers = {};
    records_by_hash = {};
    record_hashes = {};
  }

  // How many rows are numbered before the first of them is looked at, so that the memory of their
  // answers is near by then. Where items are forgotten, a number must not outlive its item.
  std::size_t rows_ahead() const { return is_grouped() ? 1 : 12; }

  void prefetch_names(const std::vector<Row>& rows, std::size_t at) const {
    constexpr std::size_t kSlotAhead = 16, kEntryAhead = 8;
    if (at + kSlotAhead < rows.size()) names.prefetch_slot(rows[at + kSlotAhead]);
    if (at + kEntryAhead < rows.size()) names.prefetch_entry(rows[at + kEntryAhead]);
  }

  void number(Row& row, Chunk& chunk) {
    names.number(row);
    if (row.is_new_item) known_items.add(row.item.hash);
    for (const RowAnswer& answer : chunk.answers_of(row)) {
      answers.prefetch({row.item_id, row.annotator_id, answer.task});
    }
  }

  // Looks every answer of the row up, and notes whether it was given before. An answer whose record
  // has an error of its own is no reason to call a later one a repeat.
  void settle_answers(const Row& row, std::span<RowAnswer> given) {
    if (!row.item.is_set() || !row.annotator.is_set()) return;
    for (RowAnswer& answer : given) {
      bool is_new = false;
      AnswerTable::Entry& entry =
          answers.find_or_add({row.item_id, row.annotator_id, answer.task}, is_new);
      if (is_new || !entry.stands) {
        entry.place = PackedPlace(row.place);
        entry.hash = answer.hash;
        entry.stands = !row.left_out;
        continue;
      }
      answer.is_first = false;
      answer.conflicts = entry.hash != answer.hash;
      answer.first_place = entry.place.place();
    }
  }

  // Whether these bytes were there before, blanks between JSON tokens aside.
  void note_repeat(Row& row) {
    const std::uint64_t hash = base::hash64(without_blanks(row.output));
    const auto next = static_cast<std::uint32_t>(record_hashes.size());
    const std::uint32_t number = records_by_hash.find_or_add(
        hash, next, [&](std::uint32_t at) { return record_hashes[at] == hash; });
    if (number == next) {
      record_hashes.emplace_back() = hash;
    } else {
      row.is_exact_repeat = true;
    }
  }

  std::string_view without_blanks(std::string_view bytes) {
    if (!bytes.starts_with('{')) return bytes;
    plain.clear();
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t end = bytes[at] == '"' ? model::json_scalar_end(bytes, at) : at + 1;
      if (std::string_view(" \t\r\n").find(bytes[at]) == std::string_view::npos) {
        plain += bytes.substr(at, end - at);
      }
      at = end;
    }
    return plain;
  }

  const Setup& setup;
  base::SlotIndex records_by_hash;
  Segmented<std::uint64_t> record_hashes;
  std::string plain;
  BatchNames names;
  KnownItems known_items;
  AnswerTable answers;
  std::vector<std::unique_ptr<BatchCheck>> checks;
  BatchCounts counts;
  std::vector<std::string> not_looked_at;
  std::vector<Finding> merged;  // empty; its memory goes round from chunk to chunk
  std::uint64_t last_item = 0;  // its hash

  static constexpr std::uint32_t kMostItemsOfGroups = 4096;
};

Batch::Batch(const Setup& setup) : state_(std::make_unique<State>(setup)) {}
Batch::~Batch() = default;

std::vector<std::string> Batch::not_looked_at() const {
  return state_->not_looked_at;
}

const KnownItems& Batch::known_items() const {
  return state_->known_items;
}

const BatchCounts& Batch::counts() const {
  return state_->counts;
}

void Batch::absorb(Chunk& chunk) {
  State& state = *state_;
  std::vector<Finding> found;
  BatchFindings findings(state.setup,
                         [&](Finding&& finding) { found.push_back(std::move(finding)); });
  for (const auto& check : state.checks) check->begin(chunk);
  std::size_t numbered = 0;
  for (std::size_t i = 0; i < chunk.rows.size(); ++i) {
    Row& row = chunk.rows[i];
    if (state.is_grouped()) {
      const std::size_t before = found.size();
      state.forget_items_before(row, findings);
      for (std::size_t j = before; j < found.size(); ++j) found[j].order = row.order;
    }
    for (; numbered < std::min(i + state.rows_ahead(), chunk.rows.size()); ++numbered) {
      state.prefetch_names(chunk.rows, numbered);
      state.number(chunk.rows[numbered], chunk);
    }
    const std::span<RowAnswer> answers = chunk.answers_of(row);
    state.settle_answers(row, answers);
    if (state.setup.extras().fixes == Fixes::safe) state.note_repeat(row);
    for (const auto& check : state.checks) check->see(row, answers, state.names, findings);
    state.counts.valid += row.left_out || row.dropped ? 0 : 1;
    state.counts.mended += row.dropped || row.output.data() != row.bytes.data() ? 1 : 0;
  }
  for (const auto& check : state.checks) check->see_counts(chunk);
  state.counts.records += chunk.records;
  state.counts.malformed += chunk.malformed.size();
  if (found.empty()) return;
  // Both lists are in the order of the records; a record's own findings come first.
  std::vector<Finding>& all = state.merged;
  all.reserve(chunk.findings.size() + found.size());
  std::merge(std::make_move_iterator(chunk.findings.begin()),
             std::make_move_iterator(chunk.findings.end()), std::make_move_iterator(found.begin()),
             std::make_move_iterator(found.end()), std::back_inserter(all),
             [](const Finding& a, const Finding& b) { return a.order < b.order; });
  chunk.findings.swap(all);
  all.clear();
}

void Batch::finish(const FindingSink& sink) {
  State& state = *state_;
  state.counts.items += state.names.items();
  state.counts.annotators = state.names.annotators();
  BatchFindings findings(state.setup, sink);
  for (const auto& check : state.checks) check->finish(state.names, findings);
}

}  // namespace lbl::validate
