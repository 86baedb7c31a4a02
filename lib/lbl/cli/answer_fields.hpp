// The fields of a batch that give an answer away.
#pragma once

#include <string>
#include <vector>

#include "lbl/cli/session.hpp"

namespace lbl::cli {

/// Annotator, gold, label and the fields of the guideline's tasks, as this batch names them.
std::vector<std::string> answer_fields(const Session& session);

}  // namespace lbl::cli
