// Cuts the numbers of a column of a ratings table into bins.
#pragma once

#include <cstddef>
#include <vector>

#include "lbl/model/ratings.hpp"

namespace lbl::bias {

/// The quantiles at 1/parts, 2/parts, ... (inverse of the distribution function) of the numbers
/// that the answers of all tasks have in a column, each once and none that leaves a bin empty; at
/// least one. Values that are no numbers do not count. Throws Error (usage) for fewer than two
/// different numbers in a table with answers.
std::vector<double> quantile_edges(const model::RatingsTable& table, std::size_t column,
                                   std::size_t parts);

/// Puts the values of a column into the bins with these inner edges, as if the records had been
/// read with them: "<20", "20 to <100", ">=100", "not a number".
void cut_column(const std::vector<double>& edges, std::size_t column, model::RatingsTable& table);

}  // namespace lbl::bias
