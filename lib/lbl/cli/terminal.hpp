// What the terminal is asked: whether a stream is one, and whether to colour what goes to it.
#pragma once

#include <string>

namespace lbl::cli {

enum class Stream { input, output, error };

bool is_terminal(Stream stream);

/// Whether to colour, for `--color auto|always|never`: auto means a terminal that is not "dumb",
/// and no NO_COLOR in the environment (https://no-color.org: set and not empty).
bool use_color(const std::string& word, Stream stream);

}  // namespace lbl::cli
