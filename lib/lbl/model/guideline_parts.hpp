// The parts of a guideline, each read by a file of its own.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lbl/model/guideline.hpp"
#include "lbl/model/guideline_check.hpp"

namespace lbl::model {

/// "fields"; names that were not given keep their defaults.
FieldNames read_fields(Value guideline, GuidelineCheck& check);

/// Notes fields that are read twice: by two tasks, or by a task and as a standard field.
void check_field_uses(Value root, const Guideline& guideline, GuidelineCheck& check);

/// "tasks", in the order of the file. A task with something wrong is still in the list, as far as
/// it could be read, unless its type is unknown.
std::vector<Task> read_tasks(Value guideline, const FieldNames& fields, GuidelineCheck& check);

/// "labels" of a task with a label set.
std::vector<LabelDefinition> read_labels(Value task_object, const Task& task,
                                         GuidelineCheck& check);

/// "labels" of a rating: what its scale points mean. They are for people, so only checked.
void check_scale_points(Value task_object, const Task& task, GuidelineCheck& check);

/// An array of examples; returns the texts of the right ones.
std::vector<std::string> read_examples(Value object, GuidelineCheck& check);

/// "rules".
std::vector<RecordRule> read_rules(Value guideline, const std::vector<Task>& tasks,
                                   GuidelineCheck& check);

/// Checks that what a rule holds besides its own keys is JSON Schema draft-07 that does something:
/// known keywords only, each with a value of its kind, and no label that its task does not have.
void check_rule_schema(Value rule, const std::vector<Task>& tasks, GuidelineCheck& check);

/// "slices".
std::vector<SliceSpec> read_slices(Value guideline, GuidelineCheck& check);
Coverage read_coverage(Value guideline, GuidelineCheck& check);
PersonalData read_personal_data(Value guideline, GuidelineCheck& check);
std::map<std::string, std::vector<Gate>> read_gates(Value guideline, const std::vector<Task>& tasks,
                                                    GuidelineCheck& check);

}  // namespace lbl::model
