// Does a measure rise or fall along slices that have an order?
#pragma once

#include <cstddef>
#include <optional>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/cluster_squares.hpp"
#include "lbl/bias/scoring.hpp"

namespace lbl::bias {

/// The trend of one target over the slices of a cut whose slices have scores (at least three of
/// them with answers), else none. Independent rates: Cochran (1954) and Armitage (1955); else
/// Mantel's (1963) linear-by-linear test, with the variance of clusters where answers are not
/// independent.
std::optional<Trend> trend(const CodedCut& cut, const Scoring& scoring, std::size_t target,
                           Cluster cluster, const RowOrder& order, double level);

}  // namespace lbl::bias
