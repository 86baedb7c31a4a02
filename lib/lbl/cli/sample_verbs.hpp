// The verbs of lbl-sample that are not a draw.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lbl/cli/app.hpp"

namespace lbl::cli {

/// `lbl-sample plan`: how many are needed, and what n of them prove.
int sample_plan(int argc, char** argv);

/// `lbl-sample estimate`: from reviewed items back to the batch.
int sample_estimate(int argc, char** argv);

/// `lbl-sample accept`: may the batch go on?
int sample_accept(int argc, char** argv);

/// The gates of one verb of lbl-sample ("draw", "plan", ...), by the names and meanings of its
/// figures; those of the other verbs are known as theirs, so that a guideline may hold all.
std::vector<GateName> sample_gates(const std::string& verb,
                                   const std::vector<std::pair<std::string, std::string>>& names);

}  // namespace lbl::cli
