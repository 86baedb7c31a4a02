// The version of lbl, set by the build.
#pragma once

#include <string_view>

namespace lbl::base {

/// "MAJOR.MINOR.PATCH".
std::string_view version();

}  // namespace lbl::base
