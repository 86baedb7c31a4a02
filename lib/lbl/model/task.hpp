// Tasks of a guideline: the kind of answer, its labels, its scale.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lbl::model {

/// The kinds of labels of DESIGN.md section 1.
enum class TaskType : std::uint8_t {
  choice,
  choices,
  rating,
  number,
  text,
  spans,
  segments,
  boxes,
  ranking,
  pairwise
};

constexpr std::size_t kTaskTypes = 10;

/// "choice", ...
std::string_view task_type_name(TaskType type);
/// The type of that name; none if there is no such type.
std::optional<TaskType> task_type(std::string_view name);

enum class Overlap : std::uint8_t { forbid, nested, allow };
enum class Offsets : std::uint8_t { code_points, utf16, bytes };

struct LabelDefinition {
  std::string name;
  std::string definition;
  std::vector<std::string> aliases;
  std::vector<std::string> examples;
  bool deprecated = false;
  std::string deprecated_since;  ///< guideline version; may be empty
};

/// One question that a record answers.
struct Task {
  std::string name;
  TaskType type = TaskType::choice;
  std::string field;  ///< where the answer stands; the task's name unless the guideline says else
  std::string definition;
  bool required = true;
  bool ordered = false;  ///< choice: the order of `labels` is a rank
  std::vector<LabelDefinition> labels;
  std::optional<double> min, max, step;               ///< rating, number: the scale
  std::optional<std::uint64_t> min_count, max_count;  ///< choices, ranking, spans...: how many
  Overlap overlap = Overlap::allow;
  Offsets offsets = Offsets::code_points;
  bool type_was_inferred = false;

  bool has_label_set() const { return !labels.empty(); }
};

}  // namespace lbl::model
