// From raw answers to the ratings table: meaning, categories, grouping, repeats.
#pragma once

#include "lbl/model/ratings.hpp"
#include "lbl/model/raw_table.hpp"

namespace lbl::model {

/// Settles types and categories, groups rows by item and resolves repeats by `spec`. Throws as
/// RatingsBuilder::finish does.
RatingsTable make_ratings_table(const RatingsSpec& spec, RawTable raw);

}  // namespace lbl::model
