// Elements of a JSON array, found by brackets and quotes alone; the parser judges each of them.
#include <algorithm>
#include <array>

#include "lbl/base/text.hpp"
#include "lbl/io/splitter.hpp"

namespace lbl::io {

namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kShownBytes = 80;  // 20 code points

// Bytes at which the scan of an element has to think.
constexpr std::array<bool, 256> kStops = [] {
  std::array<bool, 256> stops{};
  for (const char c : {'"', '{', '}', '[', ']', '\n'}) stops[static_cast<unsigned char>(c)] = true;
  return stops;
}();

class ArraySplitter : public Splitter {
 public:
  Split split(std::string_view bytes, Rest rest, std::vector<Row>& rows) override {
    Split found;
    std::uint64_t line = 0;
    for (std::size_t at = 0;;) {
      while (at < bytes.size() && is_space(bytes[at])) line += bytes[at++] == '\n' ? 1 : 0;
      found.used = at;
      found.lines = line;
      if (at == bytes.size()) {
        if (rest == Rest::nothing && expect_ != Expect::nothing) found.broken = what_is_missing();
        return found;
      }
      if (step(bytes[at])) {
        ++at;
        continue;
      }
      // A message shows what follows, which must not depend on where a chunk ends.
      if (rest == Rest::follows && bytes.size() - at < kShownBytes) return found;
      if (expect_ != Expect::first && expect_ != Expect::element) {
        found.broken = unexpected(bytes.substr(at));
        return found;
      }
      const std::uint64_t starts = line;
      const std::size_t end = element_end(bytes, at, line);
      if (end == kNone || (end == bytes.size() && rest == Rest::follows)) {
        if (rest == Rest::nothing) {
          found.broken = "the file ends inside the element that starts here; is it cut off?";
        }
        return found;
      }
      if (end == at) {
        found.broken = unexpected(bytes.substr(at));
        return found;
      }
      rows.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end),
                      static_cast<std::uint32_t>(starts)});
      expect_ = Expect::comma;
      at = end;
    }
  }

 private:
  enum class Expect { open, first, element, comma, nothing };

  static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

  // Takes a byte of the array itself; false if it is none that may stand here.
  bool step(char c) {
    if (expect_ == Expect::open && c == '[') {
      expect_ = Expect::first;
    } else if (expect_ == Expect::comma && c == ',') {
      expect_ = Expect::element;
    } else if ((expect_ == Expect::comma || expect_ == Expect::first) && c == ']') {
      expect_ = Expect::nothing;
    } else {
      return false;
    }
    return true;
  }

  std::string what_is_missing() const {
    return expect_ == Expect::open ? "expected a JSON array, found nothing"
                                   : "the array is never closed with \"]\"; is the file cut off?";
  }

  std::string unexpected(std::string_view bytes) const {
    const std::string found = ", found " + base::quoted(bytes.substr(0, kShownBytes), 20);
    switch (expect_) {
      case Expect::open:
        return "expected a JSON array of records" + found +
               (bytes.starts_with('{') ? "; records one after another are -f jsonl, or `jq -s .` "
                                         "makes an array of them"
                                       : "");
      case Expect::comma:
        return "expected \",\" or \"]\" after an element of the array" + found;
      case Expect::nothing:
        return "expected nothing after the array" + found;
      default:
        return "expected a record" + found +
               (bytes.starts_with(']') ? " (a comma before \"]\" is not JSON)" : "");
    }
  }

  // The end of the element that begins at `at`; kNone if it is not whole. Adds the line ends in
  // it to `line`.
  static std::size_t element_end(std::string_view bytes, std::size_t at, std::uint64_t& line) {
    const char first = bytes[at];
    if (first == '"') return string_end(bytes, at, line);
    if (first != '{' && first != '[') {
      return std::min(bytes.size(), bytes.find_first_of(",]} \t\r\n", at));
    }
    std::size_t depth = 0;
    while (at < bytes.size()) {
      const char c = bytes[at];
      if (!kStops[static_cast<unsigned char>(c)]) {
        ++at;
        continue;
      }
      if (c == '"') {
        at = string_end(bytes, at, line);
        if (at == kNone) return kNone;
        continue;
      }
      ++at;
      if (c == '\n') {
        ++line;
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if (--depth == 0) {
        return at;
      }
    }
    return kNone;
  }

  static std::size_t string_end(std::string_view bytes, std::size_t open, std::uint64_t& line) {
    for (std::size_t at = open + 1; at < bytes.size(); ++at) {
      // A line feed has no place in a string, escaped or not, but lines are counted all the same.
      if (bytes[at] == '\\' && at + 1 < bytes.size() && bytes[at + 1] != '\n') {
        ++at;
      } else if (bytes[at] == '"') {
        return at + 1;
      } else if (bytes[at] == '\n') {
        ++line;
      }
    }
    return kNone;
  }

  Expect expect_ = Expect::open;
};

}  // namespace

std::unique_ptr<Splitter> make_array_splitter() {
  return std::make_unique<ArraySplitter>();
}

}  // namespace lbl::io
