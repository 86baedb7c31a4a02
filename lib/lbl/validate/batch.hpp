// What only the whole batch shows: duplicates, coverage, leaks, annotators.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/base/dictionary.hpp"
#include "lbl/validate/chunk.hpp"
#include "lbl/validate/known_items.hpp"
#include "lbl/validate/packed_place.hpp"
#include "lbl/validate/segmented.hpp"
#include "lbl/validate/setup.hpp"

namespace lbl::validate {

/// Takes a finding that is complete.
using FindingSink = std::function<void(Finding&&)>;

/// Where the batch's checks put their findings; rules that are off are not taken.
class BatchFindings {
 public:
  BatchFindings(const Setup& setup, FindingSink sink) : setup_(setup), sink_(std::move(sink)) {}

  /// Reports `rule` at `text` (item, annotator, ...) of a row, named `field`. Returns its severity.
  model::Severity add(const Rule& rule, const Row& row, const RowText& text, const Field& field,
                      std::string message, Detail detail = {},
                      std::optional<model::Place> related = {});
  /// Reports `rule` for the batch as a whole or, at the end, for one item or annotator, at `place`.
  void add_at_end(const Rule& rule, const model::Place& place, std::string message,
                  std::string item = {}, std::string annotator = {}, std::string task = {});

  const Setup& setup() const { return setup_; }

 private:
  const Setup& setup_;
  FindingSink sink_;
};

/// The items and annotators of the batch so far, by the numbers that rows carry, in the order of
/// their first rows. Some rows may be numbered before they are seen, so a number greater than that
/// of a new item or annotator belongs to one that comes later.
class BatchNames {
 public:
  /// Asks ahead for the memory that number() will want of a row's item, in two steps.
  void prefetch_slot(const Row& row) const { items_.prefetch_slot(row.item.hash); }
  void prefetch_entry(const Row& row) const { items_.prefetch_entry(row.item.hash); }
  /// The number of the row's item and annotator, new ones added; fills the row.
  void number(Row& row);
  /// Items are numbered from 0 again.
  void forget_items();

  std::uint32_t items() const { return items_.size(); }
  std::string_view item(std::uint32_t id) const { return items_.text(id); }
  model::Place first_place_of_item(std::uint32_t id) const { return item_places_[id].place(); }
  std::optional<std::uint32_t> find_item(std::string_view text) const { return items_.find(text); }

  std::uint32_t annotators() const { return annotators_.size(); }
  std::string_view annotator(std::uint32_t id) const { return annotators_.text(id); }
  model::Place first_place_of_annotator(std::uint32_t id) const {
    return annotator_places_[id].place();
  }
  std::optional<std::uint32_t> find_annotator(std::string_view text) const {
    return annotators_.find(text);
  }

 private:
  base::Dictionary items_, annotators_;
  Segmented<PackedPlace> item_places_, annotator_places_;
};

/// The state of one check over the batch. Sees the rows in the order of the input, on one thread.
class BatchCheck {
 public:
  BatchCheck() = default;
  virtual ~BatchCheck() = default;
  BatchCheck(const BatchCheck&) = delete;
  BatchCheck& operator=(const BatchCheck&) = delete;

  /// A chunk whose rows are seen next; it stays as it is until the next one.
  virtual void begin(const Chunk& /*chunk*/) {}
  virtual void see(Row& row, std::span<const RowAnswer> answers, const BatchNames& names,
                   BatchFindings& findings) = 0;
  /// The counts of a chunk, after its rows were seen.
  virtual void see_counts(const Chunk& /*chunk*/) {}
  /// With Grouping::by_item: none of the items numbered so far comes again, and the next one has
  /// number 0.
  virtual void forget_items(const BatchNames& /*names*/, BatchFindings& /*findings*/) {}
  virtual void finish(const BatchNames& /*names*/, BatchFindings& /*findings*/) {}
};

/// What became of the records, for the summary.
struct BatchCounts {
  std::uint64_t records = 0, malformed = 0;
  std::uint64_t valid = 0;   ///< what `--emit valid` lets through
  std::uint64_t mended = 0;  ///< changed or taken out by --fix and --redact
  std::uint64_t items = 0, annotators = 0;
  std::uint64_t dropped_items = 0, dropped_records = 0;  ///< by --drop-items
};

/// All checks over the batch that are on, and the numbering of items and annotators that they
/// share. Memory: about 50 bytes an item and its id, and as much an answer.
class Batch {
 public:
  explicit Batch(const Setup& setup);
  ~Batch();
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

  /// Takes a chunk of records: adds findings to it, in the order of the records, and marks rows
  /// that are left out.
  void absorb(Chunk& chunk);
  /// Findings that are known at the end only.
  void finish(const FindingSink& sink);
  /// Ids of rules that are on but not looked at, since Grouping::by_item forgets items.
  std::vector<std::string> not_looked_at() const;

  const BatchCounts& counts() const;
  /// The items met so far, for the checkers of chunks to come.
  const KnownItems& known_items() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lbl::validate
