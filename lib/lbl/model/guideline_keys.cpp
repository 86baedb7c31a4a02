// The tables of keys.
#include "lbl/model/guideline_keys.hpp"

#include <algorithm>
#include <array>

namespace lbl::model {

namespace {

using Keys = std::vector<std::string>;

const std::array<Keys, 11>& part_keys() {
  static const std::array<Keys, 11> kKeys = {{
      {"$schema", "$comment", "extends", "guideline", "version", "title", "description", "fields",
       "tasks", "rules", "slices", "coverage", "pii", "gates", "missing_values", "annotators"},
      {"item", "annotator", "label", "text", "time", "seconds", "started", "messages", "turn",
       "instruction", "input", "output", "split", "media_width", "media_height", "media_seconds",
       "gold", "$comment"},
      {"name", "title", "definition", "aliases", "examples", "deprecated", "$comment"},
      {"value", "name", "definition", "examples", "$comment"},
      {"text", "right", "note", "lang"},
      {"text", "answer", "note", "lang"},
      {"id", "severity", "message"},
      {"name", "field", "measure", "bins", "$comment"},
      {"labels_per_item", "max_share_per_annotator", "min_seconds_per_item", "min_gold_accuracy",
       "$comment"},
      {"detect", "severity", "$comment"},
      {"validate", "agree", "sample", "bias", "$comment"},
  }};
  return kKeys;
}

Keys with_common(Keys own) {
  Keys keys = {"type", "field", "title", "definition", "required", "edge_cases", "$comment"};
  keys.insert(keys.end(), own.begin(), own.end());
  return keys;
}

const std::array<Keys, kTaskTypes>& all_task_keys() {
  static const std::array<Keys, kTaskTypes> kKeys = {
      with_common({"labels", "ordered"}),                           // choice
      with_common({"labels", "min", "max"}),                        // choices
      with_common({"min", "max", "step", "labels"}),                // rating
      with_common({"min", "max"}),                                  // number
      with_common({}),                                              // text
      with_common({"labels", "overlap", "offsets", "min", "max"}),  // spans
      with_common({"labels", "overlap", "min", "max"}),             // segments
      with_common({"labels", "min", "max"}),                        // boxes
      with_common({"labels", "min", "max"}),                        // ranking
      with_common({"labels"}),                                      // pairwise
  };
  return kKeys;
}

}  // namespace

const std::vector<std::string>& guideline_keys(GuidelinePart part) {
  return part_keys()[static_cast<std::size_t>(part)];
}

bool is_rule_key(std::string_view key) {
  const std::vector<std::string>& own = guideline_keys(GuidelinePart::rule);
  return std::find(own.begin(), own.end(), key) != own.end();
}

const std::vector<std::string>& task_keys(TaskType type) {
  return all_task_keys()[static_cast<std::size_t>(type)];
}

}  // namespace lbl::model
