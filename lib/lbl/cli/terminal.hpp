// Terminals: which stream is one, whether to colour what goes to it, and plain words to standard
// error.
#pragma once

#include <string>
#include <string_view>

namespace lbl::cli {

enum class Stream { input, output, error };

/// Writes text to standard error at once; a failure has nobody to be told to.
void print_error(std::string_view text) noexcept;

bool is_terminal(Stream stream);

/// Whether to colour, for `--color auto|always|never`: auto means a terminal that is not "dumb",
/// and no NO_COLOR in the environment (https://no-color.org: set and not empty).
bool use_color(const std::string& word, Stream stream);

}  // namespace lbl::cli
