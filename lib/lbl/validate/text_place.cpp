// Counts the line ends before a byte.
#include "lbl/validate/text_place.hpp"

#include <algorithm>

namespace lbl::validate {

TextPlace text_place(const model::Place& place, std::string_view bytes, std::uint32_t offset) {
  const std::string_view before = bytes.substr(0, offset);
  const std::size_t last_end = before.rfind('\n');
  if (last_end == std::string_view::npos) return {place.line, std::uint64_t{offset} + 1};
  const bool is_json = bytes.starts_with('{');
  if (!is_json) return {place.line, 0};
  const auto ends = std::count(before.begin(), before.end(), '\n');
  return {place.line + static_cast<std::uint64_t>(ends), offset - last_end};
}

}  // namespace lbl::validate
