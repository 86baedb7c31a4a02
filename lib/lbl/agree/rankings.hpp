// Rankings of the same things by several annotators.
#pragma once

#include "lbl/agree/agreement.hpp"

namespace lbl::agree {

/// Adds Kendall's W of a ranking task: of each item on which two annotators or more ranked the same
/// things, and the mean over the items with a t interval. Other rankings of such an item (things
/// left out or added) are passed over, the largest group of like ones counts.
void add_ranking_measures(const model::RatingsTable& table, const model::TaskRatings& ratings,
                          const Options& options, Result& result);

/// Whether the options ask for it: by name, with `all`, or by default.
bool wants_rankings(const model::TaskRatings& ratings, const Options& options);

}  // namespace lbl::agree
