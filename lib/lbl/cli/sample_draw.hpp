// The verbs of lbl-sample that give records: draw, merge of what shards began, and assign.
#pragma once

#include <vector>

#include "lbl/cli/verbs.hpp"

namespace lbl::cli {

/// `lbl-sample [draw]`; `verbs` are listed in its --help.
int sample_draw(int argc, char** argv, const std::vector<Verb>& verbs);

/// `lbl-sample merge`: finishes a draw from the states that `draw --save-state` wrote.
int sample_merge(int argc, char** argv);

/// `lbl-sample assign`: items to annotators.
int sample_assign(int argc, char** argv);

}  // namespace lbl::cli
