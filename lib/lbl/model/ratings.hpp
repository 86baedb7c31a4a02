// The ratings table: who answered what, dictionary-encoded once, rows grouped by item.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/base/dictionary.hpp"
#include "lbl/model/answer.hpp"
#include "lbl/model/fields.hpp"
#include "lbl/model/item_patterns.hpp"
#include "lbl/model/record.hpp"
#include "lbl/model/slice.hpp"
#include "lbl/model/task.hpp"

namespace lbl::model {

/// What to do with conflicting answers of one annotator to one item (DESIGN.md section 1).
enum class Repeats : std::uint8_t { agree, first, last, error };
/// What to do with a label outside the task. Whether it is an error is the caller's to say, who
/// knows the file's name: TaskRatings::first_refused has the place.
enum class UnknownLabel : std::uint8_t { drop, keep };

/// Whether the table keeps how long the text or the medium of each item is (for spans, segments).
enum class Lengths : std::uint8_t { ignored, kept };

/// Where right answers (gold) stand among the records of a table.
struct GoldSpec {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  /// Tasks from this number on hold gold: one answer an item, in whoever's record it stands; two
  /// different ones are an Error (input). Number first_task + t has the type and labels of number
  /// t. With 0 all tasks are gold, and records need no annotator.
  std::size_t first_task = kNone;
  /// Of a table of gold alone: where to look when a record has no item, or no label, in its own
  /// field.
  std::vector<std::string> other_item_fields, other_label_fields;
  /// Whose answers are gold: different ones to an item are an Error whatever `repeats` says.
  std::string annotator;
};

/// What the table is built from and by which conventions.
struct RatingsSpec {
  FieldNames fields;
  std::vector<Task> tasks;  ///< at least one; empty `labels` means observed categories
  bool infer_type = false;  ///< find each task's type from its values (CONVENTIONS.md 2)
  std::vector<std::string> missing_values;
  std::vector<SliceSpec> columns;  ///< kept per answer as text
  std::vector<std::string> wide;   ///< annotator columns (names, globs allowed); empty: long form
  Repeats repeats = Repeats::agree;
  UnknownLabel unknown_label = UnknownLabel::drop;
  Lengths lengths = Lengths::ignored;
  GoldSpec gold;
  /// Other than `none`: the records of an item stand together, and the table has one item for all
  /// that are alike. Not for merge(), lengths, or repeats by time.
  Alike alike = Alike::none;
  std::vector<std::string> input_names;  ///< for messages, where `alike` says something
};

/// Answers of one task in compressed rows: those of item i are [item_begin[i], item_begin[i + 1]),
/// ordered by annotator. An item without any answer has an empty range.
struct TaskRatings {
  static constexpr std::uint32_t kNoValue = 0xFFFFFFFFu;

  Task task;  ///< with its type settled
  /// The category set: the guideline's labels or scale when given, then labels seen outside it if
  /// they are kept; else the values observed in the whole input, sorted by number or by bytes.
  /// Answers are indices into it, so equal answers have equal indices.
  std::vector<Answer> categories;
  std::vector<std::string> category_names;  ///< `categories` as text
  std::size_t declared_categories = 0;      ///< how many come from the guideline (the first ones)

  std::vector<std::uint64_t> item_begin;  ///< items + 1 entries
  std::vector<std::uint32_t> annotators;  ///< per answer: index into RatingsTable::annotators
  std::vector<std::uint32_t> values;      ///< per answer: index into `categories`
  /// Per kept column, per answer: index into RatingsTable::column_values, kNoValue for missing.
  std::vector<std::vector<std::uint32_t>> columns;

  /// Per item, how long its text (in the offsets of the task) or its medium (in seconds) is; 0
  /// where no record says it. Empty unless the lengths of spans or segments are kept.
  std::vector<double> item_lengths;

  /// Records without an answer to this task: their items and, per kept column, their values.
  std::vector<std::uint32_t> unanswered_items;
  std::vector<std::vector<std::uint32_t>> unanswered_columns;

  /// What annotators answered when they answered an item more than once: the categories of group g
  /// are [repeat_begin[g], repeat_begin[g + 1]), ascending. Empty without such groups.
  std::vector<std::uint64_t> repeat_begin;
  std::vector<std::uint32_t> repeat_values;
  std::vector<std::uint32_t> repeat_annotators;  ///< per group
  std::vector<std::uint64_t> repeat_copies;      ///< per group: items answered so

  std::uint64_t no_answer = 0;            ///< records without an answer
  std::uint64_t unknown_labels = 0;       ///< answers with a label outside the task
  std::uint64_t invalid = 0;              ///< answers of the wrong type or outside the scale
  std::uint64_t aliases = 0;              ///< answers given by an alias
  std::uint64_t equal_repeats = 0;        ///< answers dropped because the same was given before
  std::uint64_t conflicts = 0;            ///< (item, annotator) pairs with different answers
  std::uint64_t conflicting_answers = 0;  ///< answers left out for that
  /// The first answer that was left out as unknown or invalid: where, and why in one line.
  Place first_refused_place;
  std::string first_refused;

  std::size_t items() const { return item_begin.empty() ? 0 : item_begin.size() - 1; }
  std::size_t answers() const { return values.size(); }
  /// The number that a category stands for: the value of a rating or number; the rank (from 1) of
  /// an ordered choice; the number that a label spells. Its rank where it spells none.
  double number(std::uint32_t category) const;
};

/// All answers of a batch. Items are in the order of first appearance, annotators sorted by name;
/// no figure depends on either.
struct RatingsTable {
  base::Dictionary items;
  std::vector<std::string> annotators;
  std::vector<SliceSpec> columns;
  std::vector<std::vector<std::string>> column_values;  ///< per column, sorted
  std::vector<TaskRatings> tasks;
  /// Per item, how many items of the batch were answered as it was (RatingsSpec::alike), 0 for one
  /// that only tells who has answered; empty: each item is itself.
  std::vector<std::uint64_t> item_copies;
  std::uint64_t records = 0;
  std::uint64_t without_item = 0;       ///< records left out: no item id
  std::uint64_t without_annotator = 0;  ///< records left out: no annotator

  std::uint64_t copies(std::size_t item) const {
    return item_copies.empty() ? 1 : item_copies[item];
  }
  /// The answers of the batch to one of its tasks.
  std::uint64_t answers_to(const TaskRatings& task) const;
};

/// The answers of one chunk of records, encoded against dictionaries of its own. Views point into
/// the chunk's memory. Reusable: clear() keeps the memory.
class RatingsChunk {
 public:
  ~RatingsChunk();
  RatingsChunk(RatingsChunk&&) noexcept;
  RatingsChunk& operator=(RatingsChunk&&) noexcept;

  void add(const Record& record);
  void clear();

 private:
  friend class RatingsBuilder;
  struct State;
  explicit RatingsChunk(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Builds the table from chunks, in their order. Two builders merge; the table is the same however
/// the input was split.
class RatingsBuilder {
 public:
  /// Adds the fields it needs to `plan`, in which records must then be read. Throws Error (usage)
  /// for a wide table with several tasks.
  RatingsBuilder(RatingsSpec spec, FieldPlan& plan);
  ~RatingsBuilder();
  RatingsBuilder(RatingsBuilder&&) noexcept;
  RatingsBuilder& operator=(RatingsBuilder&&) noexcept;

  const RatingsSpec& spec() const;
  /// A chunk to fill, for the plan given at construction.
  RatingsChunk chunk() const;
  void absorb(const RatingsChunk& chunk);
  void merge(const RatingsBuilder& other);
  /// The answers taken so far as bytes, from which merge_encoded() goes on: the addable state of
  /// every question that needs the answers themselves. Leaves the builder empty.
  std::string encoded();
  /// Adds what another builder with the same spec encoded. Throws Error (input) for bytes that are
  /// damaged or of a spec with other tasks or columns.
  void merge_encoded(std::string_view bytes);
  /// Groups, sorts, settles types and repeats; leaves the builder empty. Throws Error (input) for
  /// repeats `error`, for a task whose values fit no one type, and for first/last when conflicting
  /// answers have no time.
  RatingsTable finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lbl::model
