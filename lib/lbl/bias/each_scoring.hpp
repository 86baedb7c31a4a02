// Every measure of a task, one after the other, as what its answers count for.
#pragma once

#include <cstddef>
#include <functional>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/scoring.hpp"

namespace lbl::bias {

/// Calls `body` with the scoring of each pass of each measure of the task that `spec` asks for and
/// that fits.
void each_scoring(const model::RatingsTable& table, std::size_t task, const BiasSpec& spec,
                  const std::function<void(Scoring)>& body);

}  // namespace lbl::bias
