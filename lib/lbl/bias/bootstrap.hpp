// Intervals of the figures of slices by drawing items again, each with all its answers.
#pragma once

#include <optional>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/levels.hpp"
#include "lbl/bias/scoring.hpp"

namespace lbl::bias {

/// Fills the bootstrap of each of `entries`, which are figures of this cut and scoring, with
/// spec.bootstrap replicates of as many items as there are. Items are drawn as counted patterns of
/// slices and scores (a multinomial draw, Efron and Tibshirani 1993, ch. 8: whole clusters), so the
/// cost goes with the number of distinct patterns; neither the order of rows nor threads matter.
/// `partner`: the reference slice; none: the rest or all, as `spec` says.
void add_bootstrap(const CodedCut& cut, const Scoring& scoring, std::optional<std::size_t> partner,
                   const BiasSpec& spec, std::vector<SliceEntry>& entries);

}  // namespace lbl::bias
