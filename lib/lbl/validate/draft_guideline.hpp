// A guideline drafted from a batch.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lbl/model/fields.hpp"
#include "lbl/model/slice.hpp"
#include "lbl/model/task.hpp"
#include "lbl/validate/profile.hpp"

namespace lbl::validate {

/// A label of a drafted task.
struct DraftLabel {
  std::string name;
  std::uint64_t count = 0;
  std::string alias_of;  ///< the label that it probably means; empty: itself
  std::string reason;    ///< why: "differs in case only"
};

struct DraftTask {
  model::Task task;  ///< without labels
  std::vector<DraftLabel> labels;
  std::uint64_t answers = 0;
  bool is_open = false;  ///< labels are proposed in comments only: some answers would not fit
  std::string note;      ///< what a person should look at; may be empty
};

/// What `--infer` proposes; report/ writes it down.
struct DraftGuideline {
  std::string name;
  model::FieldNames fields;  ///< "" for a field that the batch has not
  std::vector<DraftTask> tasks;
  std::vector<model::SliceSpec> slices;
  std::optional<std::uint64_t> labels_per_item;
  std::optional<double> max_share;
  std::uint64_t records = 0, items = 0, annotators = 0;
  std::vector<std::string> notes;  ///< fields left out, and why
};

/// Drafts a guideline from what the fields hold. `tasks` names the fields that hold answers; empty:
/// "label", and every field in which both the records of one item and those of one annotator
/// differ, since what is the item's own does not change with the annotator.
DraftGuideline draft_guideline(const Profile& profile, const std::vector<std::string>& tasks,
                               const std::string& name);

}  // namespace lbl::validate
