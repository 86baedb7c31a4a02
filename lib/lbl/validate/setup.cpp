// Compiles a guideline and the severities into what the checks use.
#include "lbl/validate/setup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
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
  plan_fields(plan);
  settle_personal_data(plan);
  for (const Rule* rule : all_rules()) {
    const auto keep = [&](std::vector<const Rule*>& rules, std::size_t at) {
      if (rules.size() <= at) rules.resize(at + 1);
      rules[at] = rule;
    };
    if (rule->input) keep(by_input_, number_of(*rule->input));
    if (rule->fault) keep(by_fault_, number_of(*rule->fault));
    if (!severities_.is_on(*rule)) continue;
    if (rule->check_answer != nullptr) answer_checks_.push_back(rule->check_answer);
    // Rules that name the same function share one check.
    const bool is_new = std::find(record_checks_.begin(), record_checks_.end(),
                                  rule->check_record) == record_checks_.end();
    if (rule->check_record != nullptr && is_new) record_checks_.push_back(rule->check_record);
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
      try {
        record_rules_.push_back({rule, RecordSchema(rule.schema)});
      } catch (const base::Error& error) {
        throw base::Error(error.kind(),
                          fmt::format("rule {}: {}", base::quoted(rule.id), error.what()));
      }
      plan.whole_record = true;
    }
  }
}

void Setup::add_schema(RecordSchema schema, model::FieldPlan& plan) {
  if (!severities_.is_on(rules::schema)) return;
  schemas_.push_back(std::move(schema));
  plan.whole_record = true;
}

void Setup::plan_fields(model::FieldPlan& plan) {
  const model::FieldNames& names = guideline_.fields;
  const auto plan_one = [&](Field& field, const std::string& name) { field = planned(name, plan); };
  plan_one(fields_.item, names.item);
  plan_one(fields_.annotator, names.annotator);
  plan_one(fields_.text, names.text);
  plan_one(fields_.split, names.split);
  plan_one(fields_.messages, names.messages);
  plan_one(fields_.media_width, names.media_width);
  plan_one(fields_.media_height, names.media_height);
  plan_one(fields_.media_seconds, names.media_seconds);
  plan_one(fields_.time, names.time);
  plan_one(fields_.seconds, names.seconds);
  plan_one(fields_.started, names.started);
  plan_one(fields_.gold, names.gold);
  plan_one(fields_.turn, names.turn);
  plan_one(fields_.instruction, names.instruction);
  plan_one(fields_.input, names.input);
  plan_one(fields_.output, names.output);
}

// The guideline's "pii" turns the rules of its kinds on, with its severity.
void Setup::settle_personal_data(model::FieldPlan& plan) {
  const std::vector<std::string>& asked = guideline_.personal_data.detect;
  for (std::size_t i = 0; i < kPiiKinds; ++i) {
    const auto kind = static_cast<PiiKind>(i);
    const Rule* rule = find_rule("pii-" + std::string(pii_kind_name(kind)));
    if (rule == nullptr) continue;
    // --redact without a list of kinds is about all of them.
    const bool is_any = asked.empty() && extras_.pseudonyms != nullptr;
    if (is_any || std::find(asked.begin(), asked.end(), pii_kind_name(kind)) != asked.end()) {
      severities_.ask_for(*rule, guideline_.personal_data.severity);
    }
    if (severities_.is_on(*rule)) pii_kinds_.add(kind);
  }
  if (!pii_kinds_.empty()) plan.whole_record = true;
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
