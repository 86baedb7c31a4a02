// mixed-types: answers of two kinds in one task that nobody has typed.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/validate/batch.hpp"

namespace lbl::validate::rules {

namespace {

class MixedTypes : public BatchCheck {
 public:
  explicit MixedTypes(std::size_t tasks) : firsts_(tasks) {}

  void see(Row& row, std::span<const RowAnswer> answers, const BatchNames& /*names*/,
           BatchFindings& findings) override {
    for (const RowAnswer& answer : answers) {
      const TaskSetup& task = findings.setup().tasks()[answer.task];
      if (task.by_type.empty()) continue;
      First& first = firsts_[answer.task];
      if (!first.is_set) {
        first = {answer.type, PackedPlace(row.place), true, false};
      } else if (first.type != answer.type && !first.was_told) {
        first.was_told = true;
        const model::Place place = first.place.place();
        findings.add(mixed_types, row, row.item, task.field,
                     fmt::format("task {} has a {} here and a {} on line {}",
                                 base::quoted(task.task.name), model::task_type_name(answer.type),
                                 model::task_type_name(first.type), place.line),
                     {}, place);
      }
    }
  }

 private:
  struct First {
    model::TaskType type = model::TaskType::choice;
    PackedPlace place;
    bool is_set = false, was_told = false;
  };
  std::vector<First> firsts_;
};

std::unique_ptr<BatchCheck> make(const Setup& setup) {
  return std::make_unique<MixedTypes>(setup.tasks().size());
}

}  // namespace

constinit const Rule mixed_types = {
    .id = "mixed-types",
    .group = Group::batch,
    .severity = model::Severity::warning,
    .summary = "answers of different kinds stand in one task that no guideline types",
    .explanation =
        R"(Without a guideline the type of a task is found from its values. Strings beside numbers, or lists
beside single labels, mean that two exports were joined. Told once a task; a guideline (-g) settles
it.)",
    .wrong = R"({"item": "a", "annotator": "kim", "label": "pos"}
{"item": "b", "annotator": "kim", "label": ["pos"]})",
    .right = R"({"item": "a", "annotator": "kim", "label": "pos"}
{"item": "b", "annotator": "kim", "label": "neg"})",
    .make_batch_check = make};

}  // namespace lbl::validate::rules
