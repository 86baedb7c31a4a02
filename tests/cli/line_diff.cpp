// Line differences by the longest common subsequence.
#include "line_diff.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <vector>

namespace lbl::cases {
namespace {

constexpr std::size_t kMostCells = 4'000'000;  // of the table: above, only common ends are matched
constexpr std::size_t kMostLines = 80;         // shown
constexpr std::size_t kMostBytes = 400;        // of one line
constexpr std::size_t kAround = 2;

struct Edit {
  char sign;
  std::string line;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    if (end == text.npos) {
      lines.push_back(text.substr(begin) + "  (no newline at the end)");
      break;
    }
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::string shown(const std::string& line) {
  std::string text;
  for (const char byte : line.substr(0, kMostBytes)) {
    const auto code = static_cast<unsigned char>(byte);
    if (code >= 0x20 && code != 0x7F) {
      text += byte;
      continue;
    }
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\x%02X", static_cast<unsigned>(code));
    text += escape;
  }
  return line.size() > kMostBytes ? text + "..." : text;
}

// Edits between the middles that remain after common ends are gone.
void middle_edits(const std::vector<std::string>& a, std::size_t a_begin, std::size_t a_end,
                  const std::vector<std::string>& b, std::size_t b_begin, std::size_t b_end,
                  std::vector<Edit>& edits) {
  const std::size_t rows = a_end - a_begin;
  const std::size_t columns = b_end - b_begin;
  std::size_t i = 0;
  std::size_t j = 0;
  if ((rows + 1) * (columns + 1) <= kMostCells) {
    std::vector<std::size_t> common((rows + 1) * (columns + 1), 0);
    const auto at = [&](std::size_t r, std::size_t c) -> std::size_t& {
      return common[r * (columns + 1) + c];
    };
    for (std::size_t r = rows; r-- > 0;) {
      for (std::size_t c = columns; c-- > 0;) {
        at(r, c) = a[a_begin + r] == b[b_begin + c] ? at(r + 1, c + 1) + 1
                                                    : std::max(at(r + 1, c), at(r, c + 1));
      }
    }
    while (i < rows && j < columns) {
      if (a[a_begin + i] == b[b_begin + j]) {
        edits.push_back({' ', a[a_begin + i]});
        ++i, ++j;
      } else if (at(i + 1, j) >= at(i, j + 1)) {
        edits.push_back({'-', a[a_begin + i++]});
      } else {
        edits.push_back({'+', b[b_begin + j++]});
      }
    }
  }
  while (i < rows) edits.push_back({'-', a[a_begin + i++]});
  while (j < columns) edits.push_back({'+', b[b_begin + j++]});
}

std::vector<Edit> edits_between(const std::vector<std::string>& a,
                                const std::vector<std::string>& b) {
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
    ++tail;
  }
  std::vector<Edit> edits;
  for (std::size_t i = 0; i < head; ++i) edits.push_back({' ', a[i]});
  middle_edits(a, head, a.size() - tail, b, head, b.size() - tail, edits);
  for (std::size_t i = a.size() - tail; i < a.size(); ++i) edits.push_back({' ', a[i]});
  return edits;
}

}  // namespace

std::string line_diff(const std::string& expected, const std::string& actual) {
  if (expected == actual) return "";
  const std::vector<Edit> edits = edits_between(lines_of(expected), lines_of(actual));
  std::vector<bool> wanted(edits.size(), false);
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (edits[i].sign == ' ') continue;
    const std::size_t last = std::min(edits.size(), i + kAround + 1);
    for (std::size_t k = i - std::min(i, kAround); k < last; ++k) wanted[k] = true;
  }
  std::string text;
  std::size_t count = 0;
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (!wanted[i]) continue;
    if (i > 0 && !wanted[i - 1]) text += "    ...\n";
    text += std::string("    ") + edits[i].sign + " " + shown(edits[i].line) + "\n";
    if (++count == kMostLines) return text + "    ... (more)\n";
  }
  return text;
}

}  // namespace lbl::cases
