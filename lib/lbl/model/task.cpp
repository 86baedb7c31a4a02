// Names of the task types.
#include "lbl/model/task.hpp"

#include <array>

namespace lbl::model {

namespace {
constexpr std::array<std::string_view, kTaskTypes> kNames = {
    "choice", "choices",  "rating", "number",  "text",
    "spans",  "segments", "boxes",  "ranking", "pairwise"};
}  // namespace

std::string_view task_type_name(TaskType type) {
  return kNames[static_cast<std::size_t>(type)];
}

std::optional<TaskType> task_type(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<TaskType>(i);
  }
  return std::nullopt;
}

}  // namespace lbl::model
