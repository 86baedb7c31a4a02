// item-text-changed: one item id with two texts.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/validate/batch.hpp"

namespace lbl::validate::rules {

namespace {

class ItemTexts : public BatchCheck {
 public:
  void see(Row& row, std::span<const RowAnswer> /*answers*/, const BatchNames& /*names*/,
           BatchFindings& findings) override {
    if (!row.item.is_set() || !row.text.is_set()) return;
    Entry& entry = entries_.at_least(row.item_id);
    if (!entry.is_set) {
      entry = {row.text.hash, PackedPlace(row.place), true};
    } else if (entry.text != row.text.hash) {
      const model::Place first = entry.place.place();
      findings.add(item_text_changed, row, row.text, findings.setup().fields().text,
                   fmt::format("item {} has another text on line {}; one id, one text",
                               base::quoted(row.item.text), first.line),
                   {}, first);
    }
  }

  void forget_items(const BatchNames& /*names*/, BatchFindings& /*findings*/) override {
    entries_ = {};
  }

 private:
  struct Entry {
    std::uint64_t text = 0;
    PackedPlace place;
    bool is_set = false;
  };
  Segmented<Entry> entries_;
};

std::unique_ptr<BatchCheck> make(const Setup& setup) {
  return setup.fields().text.is_set() ? std::make_unique<ItemTexts>() : nullptr;
}

}  // namespace

constinit const Rule item_text_changed = {
    .id = "item-text-changed",
    .group = Group::batch,
    .severity = model::Severity::error,
    .summary = "one item id stands for two texts",
    .explanation =
        R"(An id that was used again, or a text that was edited between two annotators: their answers are
not about the same thing. Compared byte by byte. Give the new text an id of its own.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos", "text": "good"}
{"item": "a", "annotator": "lee", "label": "neg", "text": "bad"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos", "text": "good"}
{"item": "b", "annotator": "lee", "label": "neg", "text": "bad"})",
    .make_batch_check = make};

}  // namespace lbl::validate::rules
