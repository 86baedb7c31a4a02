// Rows of CSV: what libcsv would take as one row, found without reading the cells.
#include <algorithm>
#include <cstring>

#include "lbl/io/splitter.hpp"

namespace lbl::io {

namespace {

class CsvSplitter : public Splitter {
 public:
  explicit CsvSplitter(char delimiter) : delimiter_(delimiter) {}

  Split split(std::string_view bytes, Rest rest, std::vector<Row>& rows) override {
    bytes_ = bytes;
    rest_ = rest;
    quote_ = find('"', 0);
    Split found;
    while (found.used < bytes.size()) {
      const std::size_t end = row_end(found.used);
      if (end == kNone) break;
      add_row(found.used, end, found.lines, rows);
      found.lines += lines_in(found.used, end);
      found.used = std::min(end + 1, bytes.size());
    }
    return found;
  }

 private:
  static constexpr std::size_t kNone = std::string_view::npos;

  std::size_t find(char wanted, std::size_t from) const {
    if (from >= bytes_.size()) return kNone;
    const void* at = std::memchr(bytes_.data() + from, wanted, bytes_.size() - from);
    return at == nullptr ? kNone
                         : static_cast<std::size_t>(static_cast<const char*>(at) - bytes_.data());
  }

  // The line feed at or after `from`; the end of the input when there is none and none can come.
  std::size_t line_feed(std::size_t from) const {
    const std::size_t feed = find('\n', from);
    return feed == kNone && rest_ == Rest::nothing ? bytes_.size() : feed;
  }

  // Where the row that begins at `begin` ends: at its line feed or the end of the input. kNone if
  // the row is not whole.
  std::size_t row_end(std::size_t begin) {
    if (quote_ < begin) quote_ = find('"', begin);
    const std::size_t feed = line_feed(begin);
    has_quote_ = quote_ < feed;
    return has_quote_ ? quoted_row_end(begin) : feed;
  }

  std::size_t quoted_row_end(std::size_t begin) const {
    for (std::size_t at = begin;;) {
      if (at < bytes_.size() && bytes_[at] == '"') {
        const std::size_t open = at;
        const std::size_t close = closing_quote(open);
        if (close == kNone) return rest_ == Rest::follows ? kNone : line_feed(open);
        at = close + 1;
        if (at == bytes_.size() && rest_ == Rest::follows) return kNone;
        if (!ends_cell(at)) {
          // Something follows the quote. If the quote opened on a former line, it is more likely
          // that one which is wrong.
          const std::size_t feed = line_feed(open);
          return feed < close ? feed : line_feed(at);
        }
      } else {
        while (at < bytes_.size() && bytes_[at] != delimiter_ && bytes_[at] != '\n') {
          if (bytes_[at] == '"') return line_feed(at);
          ++at;
        }
      }
      if (at < bytes_.size() && bytes_[at] == '\r') ++at;
      if (at >= bytes_.size()) return rest_ == Rest::follows ? kNone : bytes_.size();
      if (bytes_[at] == '\n') return at;
      ++at;
    }
  }

  std::size_t closing_quote(std::size_t open) const {
    for (std::size_t at = open + 1;; at += 2) {
      at = find('"', at);
      if (at == kNone || at + 1 >= bytes_.size() || bytes_[at + 1] != '"') return at;
    }
  }

  // A carriage return counts only right before a line feed or the end.
  bool ends_cell(std::size_t at) const {
    if (at < bytes_.size() && bytes_[at] == '\r') {
      if (at + 1 == bytes_.size() && rest_ == Rest::follows) return true;
      return at + 1 == bytes_.size() || bytes_[at + 1] == '\n';
    }
    return at == bytes_.size() || bytes_[at] == delimiter_ || bytes_[at] == '\n';
  }

  std::uint64_t lines_in(std::size_t begin, std::size_t end) const {
    const std::uint64_t own = end < bytes_.size() ? 1 : 0;
    if (!has_quote_) return own;
    const auto* from = bytes_.data() + begin;
    return own + static_cast<std::uint64_t>(std::count(from, from + (end - begin), '\n'));
  }

  void add_row(std::size_t begin, std::size_t end, std::uint64_t line,
               std::vector<Row>& rows) const {
    if (end > begin && bytes_[end - 1] == '\r') --end;
    if (end == begin) return;
    rows.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                    static_cast<std::uint32_t>(line)});
  }

  char delimiter_;
  std::string_view bytes_;
  Rest rest_ = Rest::follows;
  std::size_t quote_ = 0;  // the first quote at or after the row at hand
  bool has_quote_ = false;
};

}  // namespace

std::unique_ptr<Splitter> make_csv_splitter(char delimiter) {
  return std::make_unique<CsvSplitter>(delimiter);
}

}  // namespace lbl::io
