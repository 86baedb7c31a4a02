// Cuts excerpts between characters, never within one.
#include "lbl/validate/excerpt.hpp"

#include <algorithm>

#include "lbl/base/text.hpp"

namespace lbl::validate {

namespace {

bool goes_on(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// The end of the string, number, word or cell that starts at `at`; a container is one character, so
// that the caret points to its start.
std::size_t value_end(std::string_view line, std::size_t at) {
  if (at >= line.size()) return at;
  if (line[at] == '{' || line[at] == '[') return at + 1;
  if (line[at] == '"') {
    for (std::size_t end = at + 1; end < line.size(); ++end) {
      if (line[end] == '\\') {
        ++end;
      } else if (line[end] == '"') {
        return std::min(end + 1, line.size());
      }
    }
    return line.size();
  }
  const std::size_t end = line.find_first_of(",]}\t ", at);
  return std::max(at + 1, std::min(end, line.size()));
}

}  // namespace

Excerpt excerpt_of(std::string_view record, std::size_t offset) {
  offset = std::min(offset, record.size());
  const std::size_t line_break = record.substr(0, offset).rfind('\n');
  const std::size_t line_begin = line_break == std::string_view::npos ? 0 : line_break + 1;
  const std::string_view line = record.substr(line_begin, record.find('\n', offset) - line_begin);
  const std::size_t at = offset - line_begin;

  std::size_t first = at;
  for (std::size_t i = 0; i < kExcerptReach && first > 0; ++i) {
    do {
      --first;
    } while (first > 0 && goes_on(line[first]));
  }
  std::size_t last = at;
  for (std::size_t i = 0; i < kExcerptReach && last < line.size(); ++i) {
    do {
      ++last;
    } while (last < line.size() && goes_on(line[last]));
  }
  Excerpt excerpt;
  excerpt.text = line.substr(first, last - first);
  excerpt.begin = static_cast<std::uint32_t>(at - first);
  excerpt.end = static_cast<std::uint32_t>(std::min(value_end(line, at), last) - first);
  excerpt.character = base::code_points(line.substr(0, at)) + 1;
  excerpt.is_cut_before = first > 0;
  excerpt.is_cut_after = last < line.size();
  return excerpt;
}

Excerpt excerpt_of(std::string_view record, std::size_t offset, PiiKinds hidden) {
  if (hidden.empty()) return excerpt_of(record, offset);
  // All that stands near, so that a number is not cut in two before it is known for one.
  constexpr std::size_t kNear = 2000;
  offset = std::min(offset, record.size());
  const std::size_t from = offset > kNear ? offset - kNear : 0;
  std::string near(record.substr(from, 2 * kNear));
  hide_pii(near, hidden);
  Excerpt excerpt = excerpt_of(record, offset);
  const std::size_t begin = offset - excerpt.begin - from;
  excerpt.text = near.substr(begin, excerpt.text.size());
  return excerpt;
}

}  // namespace lbl::validate
