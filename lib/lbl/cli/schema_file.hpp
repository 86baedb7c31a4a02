// A JSON Schema from a file, for --schema.
#pragma once

#include <string>

#include "lbl/cli/log.hpp"
#include "lbl/validate/record_schema.hpp"

namespace lbl::cli {

/// Reads and compiles the schema in `name` ("-": standard input) with the files it refers to (see
/// bundled_schema). All that is wrong with it is
/// logged but the last problem, which is thrown as Error (input). Warns of formats in it that are
/// not checked.
validate::RecordSchema load_schema(const std::string& name, Log& log);

}  // namespace lbl::cli
