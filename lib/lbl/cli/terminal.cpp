// The standard streams.
#include "lbl/cli/terminal.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace lbl::cli {

namespace {

std::string_view environment(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? "" : text;
}

}  // namespace

void print_error(std::string_view text) noexcept {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

bool is_terminal(Stream stream) {
  return isatty(static_cast<int>(stream)) == 1;
}

bool use_color(const std::string& word, Stream stream) {
  if (word != "auto") return word == "always";
  return is_terminal(stream) && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

}  // namespace lbl::cli
