// The figures of spans, segments and boxes: of the whole, of slices, labels and pairs.
#pragma once

#include "lbl/agree/agreement.hpp"
#include "lbl/agree/figures.hpp"

namespace lbl::agree {

/// Whether the answers mark places.
bool marks_places(model::TaskType type);

/// Adds all measures of places that are asked for; none for a task of another type. Throws Error
/// (usage) as shape_coefficients() does.
void add_shape_measures(const model::RatingsTable& table, const model::TaskRatings& ratings,
                        const Options& options, const Conventions& conventions, Result& result);

/// Answers by label: how many mark it at least once.
std::vector<LabelCount> marked_label_counts(const model::TaskRatings& ratings);

}  // namespace lbl::agree
