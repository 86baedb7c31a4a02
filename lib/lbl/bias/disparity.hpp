// The largest differences between the slices of a cut.
#pragma once

#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/scoring.hpp"

namespace lbl::bias {

/// What can be said from the entries of one target, which stand for the slices of one cut: all but
/// what chance alone gives. `overall` is the figure of all answers together. Between groups and to
/// all as fairlearn's MetricFrame has them.
Disparity disparity(const std::vector<SliceEntry>& entries, const Scoring& scoring, double overall,
                    const BiasSpec& spec);

}  // namespace lbl::bias
