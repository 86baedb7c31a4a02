// Finds and reads the guideline that -g names: a file, standard input, or one of the library.
#pragma once

#include <string>
#include <vector>

#include "lbl/cli/log.hpp"
#include "lbl/model/guideline.hpp"

namespace lbl::cli {

/// The bytes of the guideline that `name` names: "-" is standard input; a name without "/" and "."
/// that is no file is looked up in the library; anything else is a file (a pipe is read once).
/// Throws Error (input) with the places searched.
model::GuidelineSource find_guideline(const std::string& name);

/// The same for `extends`, whose relative paths are seen from the file that says it.
model::GuidelineSource find_extended(const std::string& name, const std::string& from_file);

/// The names of the library's guidelines, sorted.
std::vector<std::string> library_guidelines();

/// Finds, reads and checks a guideline. Tells every problem in a line of its own; throws Error
/// (input) with the last one.
model::GuidelineResult load_guideline(const std::string& name, Log& log);

/// Reads all of a file, or standard input for "-". Throws Error (input) with the system's reason.
std::string read_whole(const std::string& name);

}  // namespace lbl::cli
