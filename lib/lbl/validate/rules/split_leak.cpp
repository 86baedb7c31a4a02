// split-leak: one text in two splits.
#include <fmt/format.h>

#include <string>

#include "lbl/base/dictionary.hpp"
#include "lbl/base/slot_index.hpp"
#include "lbl/base/text.hpp"
#include "lbl/validate/batch.hpp"

namespace lbl::validate::rules {

namespace {

class SplitLeaks : public BatchCheck {
 public:
  void see(Row& row, std::span<const RowAnswer> /*answers*/, const BatchNames& /*names*/,
           BatchFindings& findings) override {
    // Without a text the item itself is what must not stand in two splits.
    const RowText& content = row.text.is_set() ? row.text : row.item;
    if (!content.is_set() || !row.split.is_set()) return;
    const std::uint32_t split = splits_.add(row.split.text, row.split.hash);
    const auto next = static_cast<std::uint32_t>(entries_.size());
    const std::uint32_t number = index_.find_or_add(
        content.hash, next, [&](std::uint32_t at) { return entries_[at].hash == content.hash; });
    if (number == next) {
      entries_.emplace_back() = {content.hash, PackedPlace(row.place), split, false};
      return;
    }
    Entry& entry = entries_[number];
    if (entry.split == split || entry.was_told) return;
    entry.was_told = true;
    const model::Place first = entry.place.place();
    findings.add(split_leak, row, row.split, findings.setup().fields().split,
                 fmt::format("the same {} stands in split {} here and in {} on line {}",
                             row.text.is_set() ? "text" : "item", base::quoted(row.split.text),
                             base::quoted(splits_.text(entry.split)), first.line),
                 {}, first);
  }

 private:
  struct Entry {
    std::uint64_t hash = 0;
    PackedPlace place;
    std::uint32_t split = 0;
    bool was_told = false;
  };
  base::Dictionary splits_;
  base::SlotIndex index_;
  Segmented<Entry> entries_;
};

std::unique_ptr<BatchCheck> make(const Setup& setup) {
  return setup.fields().split.is_set() ? std::make_unique<SplitLeaks>() : nullptr;
}

}  // namespace

constinit const Rule split_leak = {
    .id = "split-leak",
    .group = Group::batch,
    .severity = model::Severity::warning,
    .summary = "the same text stands in two splits",
    .explanation =
        R"(What a model is tested on must not be what it was trained on. The guideline's "split" field says
which part a record belongs to; equal texts (byte by byte, or equal items where there is no text) in
two parts are a leak. Told once a text.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos", "text": "good", "split": "train"}
{"item": "b", "annotator": "kim", "label": "pos", "text": "good", "split": "test"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos", "text": "good", "split": "train"}
{"item": "b", "annotator": "kim", "label": "pos", "text": "fine", "split": "test"})",
    .make_batch_check = make,
    .needs_all_items = true};

}  // namespace lbl::validate::rules
