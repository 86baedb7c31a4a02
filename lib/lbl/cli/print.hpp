// Printing to standard output, with the care that reports get.
#pragma once

#include <string_view>

namespace lbl::cli {

/// Writes text to standard output at once. Throws Error (output), or io::ClosedPipe.
void print(std::string_view text);

}  // namespace lbl::cli
