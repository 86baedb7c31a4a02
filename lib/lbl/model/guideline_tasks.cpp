// Reads the tasks of a guideline: type, field, scale, counts.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/base/text.hpp"
#include "lbl/model/answer.hpp"
#include "lbl/model/guideline_keys.hpp"
#include "lbl/model/guideline_parts.hpp"

namespace lbl::model {

namespace {

std::vector<std::string> type_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kTaskTypes; ++i) {
    names.emplace_back(task_type_name(static_cast<TaskType>(i)));
  }
  return names;
}

std::optional<TaskType> read_type(Value object, GuidelineCheck& check) {
  static const std::vector<std::string> kNames = type_names();
  if (object.member("type").missing()) {
    check.add(object, fmt::format("a task needs a \"type\": {}", one_of(kNames)));
    return std::nullopt;
  }
  const std::optional<std::size_t> number = check.word(object, "type", kNames);
  return number ? std::optional(static_cast<TaskType>(*number)) : std::nullopt;
}

// The types that do take a key, for the message about one that does not.
std::string types_with_key(std::string_view key) {
  std::vector<std::string> types;
  for (std::size_t i = 0; i < kTaskTypes; ++i) {
    const auto type = static_cast<TaskType>(i);
    const std::vector<std::string>& keys = task_keys(type);
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
      types.emplace_back(task_type_name(type));
    }
  }
  return one_of(types);
}

void check_task_keys(Value object, TaskType type, GuidelineCheck& check) {
  const std::vector<std::string>& allowed = task_keys(type);
  for_each_member(object, [&](Value key, Value) {
    if (std::find(allowed.begin(), allowed.end(), key.text()) != allowed.end()) return;
    const std::string others = types_with_key(key.text());
    std::string hint = base::did_you_mean(key.text(), allowed);
    if (!others.empty()) {
      hint = fmt::format("; it belongs to {}", others);
    } else if (hint.empty()) {
      hint = "; expected " + one_of(allowed);
    }
    check.add(key,
              fmt::format("{} {} in a task of type {}{}", others.empty() ? "unknown key" : "no key",
                          base::quoted(key.text()), task_type_name(type), hint));
  });
}

void read_scale(Value object, Task& task, GuidelineCheck& check) {
  task.min = check.number(object, "min");
  task.max = check.number(object, "max");
  if (task.min && task.max && *task.min > *task.max) {
    check.add(object.member("min"),
              fmt::format("min {} is above max {}", object.member("min").text(),
                          object.member("max").text()));
    task.min.reset();
  }
  if (task.type == TaskType::number) return;
  if (object.member("min").missing() || object.member("max").missing()) {
    check.add(object, "a rating needs \"min\" and \"max\"; without a scale it is a number");
  }
  task.step = check.number(object, "step");
  if (task.step && *task.step <= 0) {
    check.add(object.member("step"),
              fmt::format("step is {}; expected a number above 0", object.member("step").text()));
    task.step.reset();
  }
  if (!task.min || !task.max) return;
  const bool whole_ends = *task.min == std::floor(*task.min) && *task.max == std::floor(*task.max);
  if (object.member("step").missing() && whole_ends) task.step = 1;
  if (!task.step) return;
  const double steps = (*task.max - *task.min) / *task.step;
  const double off = std::fabs(steps - std::round(steps));
  if (!std::isfinite(steps) || off > 1e-9 * std::max(1.0, steps)) {
    check.add(
        object.member("step"),
        fmt::format("steps of {} from min {} do not reach max {}", object.member("step").text(),
                    object.member("min").text(), object.member("max").text()));
    task.step.reset();
  }
}

void read_counts(Value object, Task& task, GuidelineCheck& check) {
  task.min_count = check.count(object, "min");
  task.max_count = check.count(object, "max");
  if (task.min_count && task.max_count && *task.min_count > *task.max_count) {
    check.add(object.member("min"),
              fmt::format("min {} is above max {}", *task.min_count, *task.max_count));
  }
  const bool distinct = task.type == TaskType::choices || task.type == TaskType::ranking;
  if (distinct && task.has_label_set() && task.min_count.value_or(0) > task.labels.size()) {
    check.add(object.member("min"), fmt::format("min {} of {} labels is impossible",
                                                *task.min_count, task.labels.size()));
  }
}

void read_shape(Value object, Task& task, GuidelineCheck& check) {
  if (const auto overlap = check.word(object, "overlap", {"forbid", "nested", "allow"})) {
    task.overlap = static_cast<Overlap>(*overlap);
  }
  if (const auto offsets = check.word(object, "offsets", {"codepoint", "utf16", "byte"})) {
    task.offsets = static_cast<Offsets>(*offsets);
  }
}

void read_by_type(Value object, Task& task, GuidelineCheck& check) {
  switch (task.type) {
    case TaskType::rating:
      read_scale(object, task, check);
      check_scale_points(object, task, check);
      break;
    case TaskType::number:
      read_scale(object, task, check);
      break;
    case TaskType::text:
      break;
    default:
      task.labels = read_labels(object, task, check);
      task.ordered = check.flag(object, "ordered").value_or(false);
      read_counts(object, task, check);
      read_shape(object, task, check);
  }
}

// Cases that are hard to tell, with the answer that was agreed on; the answer must be one.
void check_edge_cases(Value object, const Task& task, bool task_is_sound, GuidelineCheck& check) {
  const Value cases = check.array(object, "edge_cases");
  if (cases.missing()) return;
  const AnswerReader reader(task);
  for_each_element(cases, [&](Value edge_case) {
    if (edge_case.is(ValueKind::string)) return;
    if (!check.expect(edge_case, ValueKind::object, "a string or an object")) return;
    check.keys(edge_case, guideline_keys(GuidelinePart::edge_case));
    for (const char* key : {"text", "note", "lang"}) check.text(edge_case, key);
    if (edge_case.member("text").missing()) check.add(edge_case, "an edge case needs a \"text\"");
    const Value answer = edge_case.member("answer");
    if (!task_is_sound || answer.missing()) return;
    for (const AnswerProblem& problem : reader.read(answer).problems) {
      check.add(answer, problem.message);
    }
  });
}

std::string read_field(Value object, const std::string& task_name, const FieldNames& fields,
                       GuidelineCheck& check) {
  std::string field = check.name(object, "field");
  if (!field.empty()) return field;
  return fields.label.empty() ? task_name : fields.label;
}

// Selectors of gates and names of score fields are made of task names.
void check_task_name(Value key, GuidelineCheck& check) {
  const std::string_view name = key.text();
  if (base::is_blank(name) || base::trimmed(name) != name) {
    check.add(key, fmt::format("task name {} is blank or has white space at its ends",
                               base::quoted(name)));
  } else if (name.find_first_of("[],=\"") != std::string_view::npos) {
    check.add(key, fmt::format("task name {} holds one of [ ] , = \"", base::quoted(name)));
  }
}

void read_task(Value key, Value object, const FieldNames& fields, GuidelineCheck& check,
               std::vector<Task>& tasks) {
  check_task_name(key, check);
  if (!check.expect(object, ValueKind::object, "an object that describes a task")) return;
  const std::size_t problems_before = check.count();
  const std::optional<TaskType> type = read_type(object, check);
  if (!type) return;
  Task task;
  task.name = std::string(key.text());
  task.type = *type;
  check_task_keys(object, *type, check);
  task.field = read_field(object, task.name, fields, check);
  check.text(object, "title");
  task.definition = check.text(object, "definition");
  task.required = check.flag(object, "required").value_or(true);
  read_by_type(object, task, check);
  check_edge_cases(object, task, check.count() == problems_before, check);
  tasks.push_back(std::move(task));
}

}  // namespace

std::vector<Task> read_tasks(Value guideline, const FieldNames& fields, GuidelineCheck& check) {
  std::vector<Task> tasks;
  if (guideline.member("tasks").missing()) {
    check.add(guideline, "a guideline needs \"tasks\": what the annotators were asked");
    return tasks;
  }
  const Value object = check.object(guideline, "tasks");
  if (object.missing()) return tasks;
  if (object.count() == 0) check.add(object, "a guideline needs at least one task, found none");
  for_each_member(object,
                  [&](Value key, Value value) { read_task(key, value, fields, check, tasks); });
  return tasks;
}

}  // namespace lbl::model
