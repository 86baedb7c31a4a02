// Which slice of a crossing each answer belongs to.
#pragma once

#include <cstdint>
#include <vector>

#include "lbl/agree/state.hpp"
#include "lbl/model/ratings.hpp"

namespace lbl::agree {

/// The slices of one crossing: a number for each answer, and what the numbers mean.
struct SliceColumn {
  std::vector<std::uint32_t> of_answer;
  std::vector<Slice> slices;  ///< in the order of the table's values, a missing value last
};

/// The slices that the answers of a task fall into.
SliceColumn slice_column(const model::RatingsTable& table, const model::TaskRatings& ratings,
                         const Crossing& crossing);

}  // namespace lbl::agree
