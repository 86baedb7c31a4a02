// The keys of a JSON object, for a message about one that is missing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lbl::validate {

/// The top-level keys of `object`, a valid JSON object, as they are written (escapes not resolved);
/// none for anything that does not start with '{'.
std::vector<std::string> top_level_keys(std::string_view object);

}  // namespace lbl::validate
