// near-duplicate-item: two items whose texts are nearly the same.
#include <fmt/format.h>

#include <optional>
#include <string>

#include "lbl/base/text.hpp"
#include "lbl/validate/batch.hpp"
#include "lbl/validate/near_duplicates.hpp"

namespace lbl::validate::rules {

namespace {

class NearDuplicateItems : public BatchCheck {
 public:
  void begin(const Chunk& chunk) override { chunk_ = &chunk; }

  void see(Row& row, std::span<const RowAnswer> /*answers*/, const BatchNames& names,
           BatchFindings& findings) override {
    if (!row.is_new_item || !row.item.is_set() || !row.text.is_set()) return;
    items_.emplace_back() = row.item_id;
    const auto match = sketched(row);
    if (!match) return;
    const std::uint32_t other = items_[match->number];
    const model::Place place = names.first_place_of_item(other);
    findings.add(near_duplicate_item, row, row.text, findings.setup().fields().text,
                 fmt::format("the text of item {} is {} that of item {} on line {}",
                             base::quoted(row.item.text, 40), likeness(match->similarity),
                             base::quoted(names.item(other), 40), place.line),
                 {}, place);
  }

 private:
  std::optional<NearDuplicates::Match> sketched(const Row& row) {
    if (row.sketch == Row::kNoSketch) return texts_.see(row.text.text);
    if (row.sketch + 1 < chunk_->sketches.size()) {
      texts_.prefetch(chunk_->sketches[row.sketch + 1]);
    }
    const TextSketch& sketch = chunk_->sketches[row.sketch];
    return texts_.see(sketch, chunk_->letters_of(sketch));
  }
  static std::string likeness(double similarity) {
    if (similarity >= 1) return "but for spaces, case and punctuation";
    return fmt::format("nearly ({} % of all three-letter pieces are shared)",
                       base::fixed(100 * similarity, 0));
  }

  const Chunk* chunk_ = nullptr;  // whose rows are seen
  NearDuplicates texts_;
  Segmented<std::uint32_t> items_;  // by the number of the text
};

std::unique_ptr<BatchCheck> make(const Setup& setup) {
  return setup.fields().text.is_set() ? std::make_unique<NearDuplicateItems>() : nullptr;
}

}  // namespace

constinit const Rule near_duplicate_item = {
    .id = "near-duplicate-item",
    .group = Group::batch,
    .severity = model::Severity::warning,
    .summary = "two items have nearly the same text",
    .explanation =
        R"(One text under two ids is labelled twice for nothing, counts double in every figure, and leaks
from training into test. Texts are compared by their pieces of three letters, without spaces,
punctuation and case, so Korean with and without spaces is the same: near means that 70 % of all pieces
are shared (Jaccard; exact, after MinHash has found what to compare). The finding names the item that
came first. Texts of fewer than 6 letters say too little. --rule near-duplicate-item=off saves time and
about 150 bytes an item and its text.)",
    .wrong =
        R"({"item": "a", "annotator": "kim", "label": "pos", "text": "배송이 정말 빨라서 좋았어요"}
{"item": "b", "annotator": "kim", "label": "pos", "text": "배송이 정말빨라서 좋았어요!"})",
    .right =
        R"({"item": "a", "annotator": "kim", "label": "pos", "text": "배송이 정말 빨라서 좋았어요"}
{"item": "b", "annotator": "kim", "label": "pos", "text": "포장이 찢어져서 실망했어요"})",
    .make_batch_check = make,
    .needs_all_items = true};

}  // namespace lbl::validate::rules
