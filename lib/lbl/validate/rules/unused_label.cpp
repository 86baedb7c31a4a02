// unused-label: a label of the guideline that nobody gave.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/validate/batch.hpp"

namespace lbl::validate::rules {

namespace {

class UnusedLabels : public BatchCheck {
 public:
  explicit UnusedLabels(const Setup& setup) : setup_(setup) {
    for (const TaskSetup& task : setup.tasks()) {
      used_.emplace_back(task.task.labels.size(), false);
      answered_.push_back(false);
    }
  }

  void see(Row& /*row*/, std::span<const RowAnswer> /*answers*/, const BatchNames& /*names*/,
           BatchFindings& /*findings*/) override {}

  void see_counts(const Chunk& chunk) override {
    for (std::size_t t = 0; t < used_.size(); ++t) {
      if (chunk.answer_counts[t] > 0) answered_[t] = true;
      for (std::size_t label = 0; label < used_[t].size(); ++label) {
        if (chunk.label_counts[t][label] > 0) used_[t][label] = true;
      }
    }
  }

  void finish(const BatchNames& /*names*/, BatchFindings& findings) override {
    for (std::size_t t = 0; t < used_.size(); ++t) {
      if (!answered_[t]) continue;
      const model::Task& task = setup_.tasks()[t].task;
      for (std::size_t label = 0; label < used_[t].size(); ++label) {
        if (used_[t][label] || task.labels[label].deprecated) continue;
        findings.add_at_end(
            unused_label, {},
            fmt::format("label {} of task {} was never given",
                        base::quoted(task.labels[label].name), base::quoted(task.name)),
            "", "", task.name);
      }
    }
  }

 private:
  const Setup& setup_;
  std::vector<std::vector<bool>> used_;
  std::vector<bool> answered_;
};

std::unique_ptr<BatchCheck> make(const Setup& setup) {
  return std::make_unique<UnusedLabels>(setup);
}

}  // namespace

constinit const Rule unused_label = {
    .id = "unused-label",
    .group = Group::batch,
    .severity = model::Severity::note,
    .summary = "a label of the guideline was never given",
    .explanation =
        R"(Rare, forgotten, or misunderstood: a label that nobody gives in a whole batch is worth a look at
its definition. Deprecated labels are not expected, nor are the labels of a task without answers.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos"})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"}
{"item": "b", "annotator": "kim", "label": "neg"})",
    .make_batch_check = make};

}  // namespace lbl::validate::rules
