// How likely something is, in words.
#pragma once

#include <string>

namespace lbl::validate {

/// "1 in 3,200", "less than 1 in 1,000,000,000", "1 in 2".
std::string chance_text(double probability);

}  // namespace lbl::validate
