// conflicting-annotation: two different answers by one annotator to one item.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/validate/batch.hpp"

namespace lbl::validate::rules {

namespace {

class Conflicts : public BatchCheck {
 public:
  void see(Row& row, std::span<const RowAnswer> answers, const BatchNames& /*names*/,
           BatchFindings& findings) override {
    for (const RowAnswer& answer : answers) {
      if (!answer.conflicts) continue;
      const TaskSetup& task = findings.setup().tasks()[answer.task];
      const auto severity = findings.add(
          conflicting_annotation, row, row.item, findings.setup().fields().item,
          fmt::format("annotator {} answered task {} of item {} differently on line {}",
                      base::quoted(row.annotator.text), base::quoted(task.task.name),
                      base::quoted(row.item.text), answer.first_place.line),
          {}, answer.first_place);
      row.left_out = row.left_out || severity == model::Severity::error;
    }
  }
};

std::unique_ptr<BatchCheck> make(const Setup& /*setup*/) {
  return std::make_unique<Conflicts>();
}

}  // namespace

constinit const Rule conflicting_annotation = {
    .id = "conflicting-annotation",
    .group = Group::batch,
    .severity = model::Severity::error,
    .summary = "one annotator gave two different answers to one item",
    .explanation =
        R"(Nobody can tell which one was meant, so lbl-agree leaves both out unless --repeats first or last
chooses by time. The finding names the first line; --emit valid keeps the first and leaves out the
later ones.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos"}
{"item": "a", "annotator": "kim", "label": "neg"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"}
{"item": "a", "annotator": "lee", "label": "neg"})",
    .make_batch_check = make};

}  // namespace lbl::validate::rules
