// What the checks of a chunk of records leave for the checks of the batch.
#pragma once

#include <cmath>
#include <cstdint>
#include <deque>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "lbl/base/dictionary.hpp"
#include "lbl/model/record.hpp"
#include "lbl/model/task.hpp"
#include "lbl/validate/finding.hpp"
#include "lbl/validate/text_sketch.hpp"

namespace lbl::validate {

/// How an answer compares with the right one, where the record says it.
enum class GoldVerdict : std::uint8_t { unknown, right, wrong };

/// One usable answer of a record.
struct RowAnswer {
  std::uint64_t hash = 0;  ///< of the answer by its meaning: equal answers, equal hashes
  std::uint32_t task = 0;  ///< index into Setup::tasks()
  model::TaskType type = model::TaskType::choice;
  GoldVerdict gold = GoldVerdict::unknown;
  std::string_view text;  ///< a label's name where the guideline has it, else as it stands
  // Set by the batch:
  bool is_first = true;      ///< this annotator had not answered this before
  bool conflicts = false;    ///< ... had, with another answer
  model::Place first_place;  ///< ... namely there, unless is_first
};

/// A text of a record that the batch looks at.
struct RowText {
  std::string_view text;
  std::uint64_t hash = 0;    ///< hash64(text)
  std::uint32_t offset = 0;  ///< of the value in the record

  bool is_set() const { return text.data() != nullptr; }
};

/// One well-formed record. Views live as long as the chunk's records.
struct Row {
  model::Place place;
  std::string_view bytes, line_end;
  std::string_view output;  ///< the bytes as they are once mended; `bytes` when nothing was
  RowText item, annotator, text, split;
  /// Spent on the answer; not a number when nothing says so.
  double seconds = std::numeric_limits<double>::quiet_NaN();
  std::int64_t time = kNoTime;  ///< of the answer, in microseconds; kNoTime when it has none
  std::uint32_t first_answer = 0, answers = 0;  ///< its part of Chunk::answers
  std::uint32_t order = 0;                      ///< see Finding::order
  std::uint32_t sketch = kNoSketch;             ///< of its text, in Chunk::sketches
  bool left_out = false;                        ///< has an error of its own
  bool dropped = false;                         ///< --fix takes it out: it repeats another one
  // Set by the batch, when item or annotator is set:
  std::uint32_t item_id = 0, annotator_id = 0;
  bool is_new_item = false, is_new_annotator = false;
  bool is_exact_repeat = false;  ///< with --fix: these very bytes were there before

  static constexpr std::uint32_t kNoSketch = 0xFFFFFFFFu;
  static constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();
  bool has_seconds() const { return !std::isnan(seconds); }
};

/// A record that could not be read.
struct MalformedRow {
  std::string_view bytes;   ///< without the line end
  std::uint32_t order = 0;  ///< see Finding::order
};

/// The records of a chunk and what was found in them.
struct Chunk {
  std::vector<Row> rows;
  std::vector<MalformedRow> malformed;
  std::vector<RowAnswer> answers;
  std::vector<Finding> findings;  ///< in the order of the records
  /// Per task, per label of the guideline: how often it was given.
  std::vector<std::vector<std::uint64_t>> label_counts;
  std::vector<std::uint64_t> answer_counts;  ///< per task
  std::uint64_t records = 0;                 ///< well-formed and malformed
  /// Per row, per slice of the set-up: a number in `slice_texts`, kNoLevel for a missing value.
  std::vector<std::uint32_t> slice_levels;
  std::vector<base::Dictionary> slice_texts;
  std::vector<TextSketch> sketches;  ///< of texts of items that may be new
  std::string sketched_letters;
  std::uint64_t worded = 0;                   ///< findings of records that are not bare
  std::vector<std::uint32_t> worded_of_rule;  ///< the same by rule_number()
  std::deque<std::string> mended_texts;       ///< what mended rows and their values point to
  static constexpr std::uint32_t kNoLevel = 0xFFFFFFFFu;

  std::string_view letters_of(const TextSketch& sketch) const {
    return std::string_view(sketched_letters).substr(sketch.begin, sketch.size);
  }
  std::span<RowAnswer> answers_of(const Row& row) {
    return {answers.data() + row.first_answer, row.answers};
  }
  void clear();
};

}  // namespace lbl::validate
