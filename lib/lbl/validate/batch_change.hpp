// What changed between a former batch and this one.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "lbl/base/dictionary.hpp"
#include "lbl/validate/chunk.hpp"
#include "lbl/validate/setup.hpp"

namespace lbl::validate {

/// The items, texts and answers of one batch. Of several answers by one annotator to one task of an
/// item the first counts.
class AnswerIndex {
 public:
  /// Takes a chunk that a RecordChecker has filled.
  void see(const Chunk& chunk);

  struct Answer {
    std::uint32_t item = 0, annotator = 0, task = 0;
    std::uint32_t text = 0;  ///< number in texts
    std::uint64_t hash = 0;  ///< of the answer by its meaning
  };

  std::uint64_t records() const { return records_; }
  const base::Dictionary& items() const { return items_; }
  const base::Dictionary& annotators() const { return annotators_; }
  const base::Dictionary& texts() const { return texts_; }
  const std::vector<Answer>& answers() const { return answers_; }
  /// The answer of this annotator to this task of this item, all by their names; null: none.
  const Answer* find(std::string_view item, std::string_view annotator, std::uint32_t task) const;
  /// Hash of the text of an item; 0: it has none.
  std::uint64_t text_hash(std::uint32_t item) const { return item_texts_[item]; }

 private:
  static std::uint64_t key(std::uint32_t item, std::uint32_t annotator, std::uint32_t task);

  std::uint64_t records_ = 0;
  base::Dictionary items_, annotators_, texts_;
  std::vector<std::uint64_t> item_texts_;
  std::vector<Answer> answers_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_key_;
};

/// Answers that went from one label to another.
struct LabelMove {
  std::string task, from, to;
  std::uint64_t count = 0;
  std::vector<std::pair<std::string, std::uint64_t>> by;  ///< annotators, most moves first
};

/// How often a label was given, before and now.
struct LabelShare {
  std::string task, label;
  std::uint64_t before = 0, after = 0;
  double share_before = 0, share_after = 0;  ///< of the answers to the task
};

struct BatchChange {
  std::uint64_t records_before = 0, records_after = 0;
  std::uint64_t items_same = 0;
  /// Names of the first kMostNames, and how many in all.
  std::vector<std::string> added_items, gone_items, changed_items;
  std::uint64_t items_added = 0, items_gone = 0, items_changed = 0;
  std::vector<std::string> added_annotators, gone_annotators;
  std::uint64_t answers_same = 0, answers_changed = 0, answers_added = 0, answers_gone = 0;
  std::vector<LabelMove> moves;    ///< most frequent first
  std::vector<LabelShare> shares;  ///< largest difference first; tasks with few labels only

  static constexpr std::size_t kMostNames = 20;
};

/// The difference between `before` and `after`, which were read by the same set-up.
BatchChange batch_change(const AnswerIndex& before, const AnswerIndex& after, const Setup& setup);

}  // namespace lbl::validate
