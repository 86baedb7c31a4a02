// Answers against gold: accuracy, F1, the confusion of labels, and who is worse than the rest.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/agree/agreement.hpp"
#include "lbl/model/gold.hpp"

namespace lbl::agree {

/// Adds accuracy, macro_f1 and weighted_f1 of the whole and of each slice; precision, recall and f1
/// of each label; accuracy and macro_f1 of each annotator; and the summary of the task. `gold` is
/// that of `ratings`.
void add_gold_measures(const model::RatingsTable& table, const model::TaskRatings& ratings,
                       const model::TaskGold& gold, const Options& options, Result& result);

}  // namespace lbl::agree
