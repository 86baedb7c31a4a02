// What each answer counts for beside the right one.
#pragma once

#include <string>
#include <vector>

#include "lbl/bias/right_answers.hpp"
#include "lbl/bias/scoring.hpp"

namespace lbl::bias {

/// Whether a measure compares answers with the right ones.
bool needs_right_answers(Measure measure);
/// Whether each label of the measure counts other answers than the next: fpr, fnr, ppv, npv.
bool has_own_rows(Measure measure);
/// Whether the measure is about labels, not whole answers, in this task.
bool has_labels(const model::Task& task, Measure measure);
/// error, or absolute_error where answers are numbers or counts.
Measure error_measure(const model::Task& task);
/// What is measured beside the right answers when nothing was asked for.
std::vector<Measure> default_gold_measures(const model::Task& task);

/// The scores of a measure that fits and needs right answers, for these labels (one, if
/// has_own_rows; none, if not has_labels). Sums of amounts leave `spare_bits` of 62 free.
Scoring gold_scoring(const model::TaskRatings& task, const RightAnswers& right, Measure measure,
                     const std::vector<std::string>& labels, int spare_bits = 0);

/// Notes answers whose right answer is not known.
void note_unknown(const model::TaskRatings& task, const RightAnswers& right,
                  std::vector<Note>& notes);

}  // namespace lbl::bias
