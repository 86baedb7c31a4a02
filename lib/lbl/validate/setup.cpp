// Compiles a guideline and the severities into what the checks use.
#include "lbl/validate/setup.hpp"

#include <array>

#include "lbl/validate/finding.hpp"

namespace lbl::validate {

namespace {

using model::TaskType;
using model::Value;
using model::ValueKind;

constexpr std::array kInferredTypes = {TaskType::choice, TaskType::number,   TaskType::choices,
                                       TaskType::spans,  TaskType::segments, TaskType::boxes};

Field planned(const std::string& name, model::FieldPlan& plan) {
  Field field;
  if (name.empty()) return field;
  field.number = plan.want(name);
  field.name = name;
  field.pointer = name.starts_with('/') ? name : "/" + pointer_step(name);
  return field;
}

bool is_whole(Value number) {
  const std::string_view text = number.text();
  return text.find_first_of(".eE") == std::string_view::npos;
}

// The type that one value alone suggests; a number is `number`, for which every number will do.
TaskType type_of(Value value) {
  if (value.is(ValueKind::number)) return TaskType::number;
  if (!value.is(ValueKind::array)) return TaskType::choice;
  if (value.count() == 0 || !value.first().is(ValueKind::object)) return TaskType::choices;
  const Value element = value.first();
  const Value start = element.member("start"), end = element.member("end");
  if (start && end) return is_whole(start) && is_whole(end) ? TaskType::spans : TaskType::segments;
  return element.member("x") ? TaskType::boxes : TaskType::choices;
}

}  // namespace

Setup::Setup(model::Guideline guideline, Severities severities, model::FieldPlan& plan,
             Extras extras)
    : guideline_(std::move(guideline)),
      severities_(std::move(severities)),
      extras_(std::move(extras)) {
  const model::FieldNames& names = guideline_.fields;
  fields_ = {planned(names.item, plan),         planned(names.annotator, plan),
             planned(names.text, plan),         planned(names.split, plan),
             planned(names.messages, plan),     planned(names.media_width, plan),
             planned(names.media_height, plan), planned(names.media_seconds, plan)};
  for (const Rule* rule : all_rules()) {
    const auto keep = [&](std::vector<const Rule*>& rules, std::size_t at) {
      if (rules.size() <= at) rules.resize(at + 1);
      rules[at] = rule;
    };
    if (rule->input) keep(by_input_, number_of(*rule->input));
    if (rule->fault) keep(by_fault_, number_of(*rule->fault));
    if (!severities_.is_on(*rule)) continue;
    if (rule->check_answer != nullptr) answer_checks_.push_back(rule->check_answer);
    if (rule->check_record != nullptr) record_checks_.push_back(rule->check_record);
  }
  for (const model::Task& task : guideline_.tasks) add_task(task, plan);
  if (extras_.pseudonyms) plan.whole_record = true;
  if (extras_.groups == Groups::counted) {
    for (const model::SliceSpec& slice : guideline_.slices) {
      slices_.push_back({slice, planned(slice.field, plan)});
    }
  }
  if (!severities_.is_on(rules::record_rule)) return;
  for (const model::RecordRule& rule : guideline_.rules) {
    if (rule.severity != model::Severity::off) {
      record_rules_.push_back({rule, RecordSchema(rule.schema)});
      plan.whole_record = true;
    }
  }
}

void Setup::add_task(const model::Task& task, model::FieldPlan& plan) {
  const auto make = [&](const model::Task& of) {
    return TaskSetup{of,
                     planned(task.field, plan),
                     model::AnswerReader(of, guideline_.missing_values),
                     answer_checks_,
                     {}};
  };
  tasks_.push_back(make(task));
  if (!task.type_was_inferred) return;
  for (const TaskType type : kInferredTypes) {
    model::Task typed = task;
    typed.type = type;
    tasks_.back().by_type.push_back(make(typed));
  }
}

const TaskSetup& TaskSetup::for_value(Value value) const {
  if (by_type.empty()) return *this;
  const TaskType type = type_of(value);
  for (const TaskSetup& candidate : by_type) {
    if (candidate.task.type == type) return candidate;
  }
  return *this;
}

std::vector<std::string> Setup::required_fields() const {
  std::vector<std::string> names = {fields_.item.name, fields_.annotator.name};
  for (const TaskSetup& task : tasks_) {
    if (task.task.required) names.push_back(task.field.name);
  }
  return names;
}

}  // namespace lbl::validate
