// Asks the terminal.
#include "lbl/cli/terminal.hpp"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace lbl::cli {

namespace {

std::string_view environment(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? "" : text;
}

}  // namespace

bool is_terminal(Stream stream) {
  return isatty(static_cast<int>(stream)) == 1;
}

bool use_color(const std::string& word, Stream stream) {
  if (word != "auto") return word == "always";
  return is_terminal(stream) && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

}  // namespace lbl::cli
