// A JSON Schema in several files, made one document.
#pragma once

#include <string>

#include "lbl/cli/log.hpp"

namespace lbl::cli {

/// The schema in `name` ("-": standard input) as JSON in which every "$ref" stays within the
/// document: the files that references name (by a path from the file they stand in) are read and
/// added to it. All that is wrong with a file is logged but the last problem, which is thrown as
/// Error (input); so is a reference to another host.
std::string bundled_schema(const std::string& name, Log& log);

}  // namespace lbl::cli
