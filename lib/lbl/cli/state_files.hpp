// --save-state and merge: one part of a batch is counted here, another there, and the parts add up.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lbl/cli/app.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/io/state_file.hpp"

namespace lbl::cli {

/// Adds --save-state to the section that is open, but for `merge`, which ends what it began.
void add_save_state(App& app, std::string& file);

/// Writes `payload` as the state of this run, with the options that figures depend on, to `file`
/// ("-": the session's output, as one line of base64). Throws Error (usage) where a report was
/// asked for too: a part has no figures of its own.
void save_state(Session& session, const App& app, const std::string& file, std::string payload);

/// Parses the command line of `merge`, whose FILEs are states (standard input if none): the options
/// that the states were saved with, then those of the command line, as if all had been given at
/// once. Reads the states and returns an exit code when the program is done (--help), none to go
/// on. Throws Error (input) for a state of another program and for states that were saved with
/// different options or guidelines.
std::optional<int> parse_merge(App& app, CommonOptions& options, int argc, char** argv,
                               std::vector<io::SavedState>& states);

/// Lets the session stand for all that the states add up. Throws Error (input) unless its guideline
/// is the one that they were saved with.
void take_up(Session& session, const std::vector<io::SavedState>& states);

}  // namespace lbl::cli
