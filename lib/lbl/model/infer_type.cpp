// Counts what kinds of values there are and decides.
#include "lbl/model/infer_type.hpp"

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::model {

namespace {

constexpr std::size_t kFewestRatings = 3;
constexpr std::size_t kMostRatings = 20;

[[noreturn]] void refuse(const std::string& task, std::string_view found) {
  throw base::Error(base::ErrorKind::input,
                    fmt::format("cannot tell the type of task {}: {}; name it with --type or -g",
                                base::quoted(task), found));
}

TaskType scalar_type(const std::vector<Value>& scalars) {
  std::set<double> numbers;
  bool whole = true;
  for (const Value value : scalars) {
    const std::optional<double> number = value.number();
    if (!number) return TaskType::choice;
    numbers.insert(*number);
    whole = whole && *number == std::floor(*number);
  }
  if (!whole) return TaskType::number;
  if (numbers.size() < kFewestRatings) return TaskType::choice;
  return numbers.size() <= kMostRatings ? TaskType::rating : TaskType::number;
}

// The type of a list by one of its elements; whole tells whether span offsets are whole numbers.
TaskType element_type(const std::string& task, Value element, bool& whole) {
  if (element.is(ValueKind::array)) refuse(task, "an array in an array");
  if (!element.is(ValueKind::object)) return TaskType::choices;
  const Value start = element.member("start"), end = element.member("end");
  if (start && end) {
    for (const Value edge : {start, end}) {
      const std::optional<double> number = edge.number();
      whole = whole && number && *number == std::floor(*number);
    }
    return TaskType::spans;
  }
  if (element.member("x") && element.member("y")) return TaskType::boxes;
  refuse(task, "objects without \"start\" and \"end\" or \"x\" and \"y\"");
}

}  // namespace

TaskType infer_task_type(const std::string& task, const std::vector<Value>& distinct) {
  std::vector<Value> scalars;
  std::optional<TaskType> list;
  bool any_array = false, whole = true;
  for (const Value value : distinct) {
    if (value.is(ValueKind::object)) refuse(task, "an object as an answer");
    if (!value.is(ValueKind::array)) {
      scalars.push_back(value);
      continue;
    }
    any_array = true;
    for_each_element(value, [&](Value element) {
      const TaskType type = element_type(task, element, whole);
      if (list && *list != type) refuse(task, "lists of different kinds");
      list = type;
    });
  }
  if (any_array && !scalars.empty()) refuse(task, "both lists and single values");
  if (!any_array) return scalar_type(scalars);
  if (list == TaskType::spans && !whole) return TaskType::segments;
  return list.value_or(TaskType::choices);
}

}  // namespace lbl::model
