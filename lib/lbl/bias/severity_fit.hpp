// Fits the severities of annotators to what a scoring counts.
#pragma once

#include <cstddef>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/levels.hpp"
#include "lbl/bias/scoring.hpp"
#include "lbl/bias/severity.hpp"

namespace lbl::bias {

/// Adds the severities of all annotators of a task, target by target, and for each cut that is
/// constant within annotators its effects within items and in each slice of a cut that is constant
/// within items. p values are not corrected yet.
void add_severities(const model::RatingsTable& table, std::size_t task, const Scoring& scoring,
                    const std::vector<CodedCut>& cuts, const BiasSpec& spec, Severities& found,
                    std::vector<Note>& notes);

}  // namespace lbl::bias
