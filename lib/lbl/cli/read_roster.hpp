// Reads the roster that --roster names.
#pragma once

#include <string>

#include "lbl/cli/session.hpp"
#include "lbl/model/roster.hpp"

namespace lbl::cli {

/// Reads `name` as one more input of the session. Throws Error (input) with file and line for a
/// record that is no annotator, and for a roster without any.
model::Roster read_roster(Session& session, const std::string& name);

}  // namespace lbl::cli
