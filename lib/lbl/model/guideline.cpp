// What a guideline answers about itself; reading one is in guideline_reader.cpp.
#include "lbl/model/guideline.hpp"

#include <fmt/format.h>

#include <array>

#include "lbl/base/text.hpp"

namespace lbl::model {

std::string_view severity_name(Severity severity) {
  constexpr std::array<std::string_view, 4> kNames = {"off", "note", "warning", "error"};
  return kNames[static_cast<std::size_t>(severity)];
}

const Task* Guideline::task(std::string_view task_name) const {
  for (const Task& task : tasks) {
    if (task.name == task_name) return &task;
  }
  return nullptr;
}

std::string to_text(const GuidelineProblem& problem) {
  // A pointer is data too: its keys may hold anything.
  constexpr std::size_t kLongestPointer = 200;
  const std::string pointer =
      problem.pointer.empty() ? "" : base::escaped(problem.pointer, kLongestPointer) + ": ";
  return fmt::format("{}:{}:{}: {}{}", base::escaped(problem.file, 1000), problem.line,
                     problem.column, pointer, problem.message);
}

}  // namespace lbl::model
