// The keys that a guideline may hold, part by part: one table for the loader and for the test that
// holds schemas/guideline.schema.json against it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/task.hpp"

namespace lbl::model {

/// The kinds of objects in a guideline, tasks apart.
enum class GuidelinePart : std::uint8_t {
  guideline,
  fields,
  label,
  scale_point,
  example,
  edge_case,
  rule,
  slice,
  coverage,
  pii,
  gates
};

/// The keys of one kind of object. Of a rule, those that are not keywords of its schema.
const std::vector<std::string>& guideline_keys(GuidelinePart part);

/// Whether a member of a rule is the guideline's own and no keyword of the rule's schema.
bool is_rule_key(std::string_view key);

/// The keys of a task of that type.
const std::vector<std::string>& task_keys(TaskType type);

}  // namespace lbl::model
