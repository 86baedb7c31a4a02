// Lines of JSON Lines.
#include <cstring>

#include "lbl/io/splitter.hpp"

namespace lbl::io {

namespace {

bool is_blank_line(const char* from, const char* to) {
  while (from < to && (*from == ' ' || *from == '\t' || *from == '\r')) ++from;
  return from == to;
}

class LineSplitter : public Splitter {
 public:
  Split split(std::string_view bytes, Rest rest, std::vector<Row>& rows) override {
    const char* const start = bytes.data();
    const char* const stop = start + bytes.size();
    Split found;
    const char* line = start;
    while (line < stop) {
      const auto* feed =
          static_cast<const char*>(std::memchr(line, '\n', static_cast<std::size_t>(stop - line)));
      if (feed == nullptr && rest == Rest::follows) break;
      const char* end = feed == nullptr ? stop : feed;
      const char* next = feed == nullptr ? stop : feed + 1;
      if (!is_blank_line(line, end)) {
        if (end[-1] == '\r') --end;
        rows.push_back({static_cast<std::uint32_t>(line - start),
                        static_cast<std::uint32_t>(end - start),
                        static_cast<std::uint32_t>(found.lines)});
      }
      if (feed != nullptr) ++found.lines;
      line = next;
    }
    found.used = static_cast<std::size_t>(line - start);
    return found;
  }
};

}  // namespace

std::unique_ptr<Splitter> make_line_splitter() {
  return std::make_unique<LineSplitter>();
}

}  // namespace lbl::io
