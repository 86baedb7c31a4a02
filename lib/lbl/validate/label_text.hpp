// Labels as they should be spelled.
#pragma once

#include <string>
#include <string_view>

namespace lbl::validate {

/// `label` trimmed, with every run of white space made one plain space.
std::string tidied_label(std::string_view label);

}  // namespace lbl::validate
