// The labels of a task: those inside an answer, those that occur, those that a report is about.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"

namespace lbl::bias {

/// Whether answers of this type are lists of units with labels: spans, segments, boxes.
bool has_units(model::TaskType type);

/// The labels in one answer, with how often each occurs; the answer itself where it is one label.
std::map<std::string, std::uint64_t> labels_in(const model::Answer& answer,
                                               const std::string& answer_name);

/// How many answers are of each category.
std::vector<std::uint64_t> category_counts(const model::TaskRatings& task);

/// Every label of a task, also those that do not occur: the guideline's in its order, then others
/// by number or by bytes.
std::vector<std::string> label_names(const model::TaskRatings& task);

/// The labels that a report is about, in the order of label_names: those `asked` for or, if none
/// were, the `max_labels` most frequent of those that occur. Notes what was left out.
std::vector<std::string> picked_labels(const model::TaskRatings& task,
                                       const std::vector<std::string>& asked,
                                       std::size_t max_labels, std::vector<Note>& notes);

}  // namespace lbl::bias
