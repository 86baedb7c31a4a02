// Finds the type of a task from its values, when no guideline says it.
#pragma once

#include <vector>

#include "lbl/model/task.hpp"
#include "lbl/model/value.hpp"

namespace lbl::model {

/// The task type that distinct values suggest (CONVENTIONS.md 2): arrays of scalars are choices,
/// arrays of objects with start and end spans (whole numbers) or segments, with x and y boxes;
/// whole numbers are a rating with 3 to 20 distinct values, a number above, else a choice; other
/// numbers are a number; everything else is a choice. Empty arrays fit any array. Throws Error
/// (input) naming `task` when lists and single values are mixed, or objects are none of these.
TaskType infer_task_type(const std::string& task, const std::vector<Value>& distinct);

}  // namespace lbl::model
