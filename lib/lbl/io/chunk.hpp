// A piece of one input that holds whole records, with the place of each.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/io/text_arena.hpp"

namespace lbl::io {

/// Where one record stands in its chunk. `end` is before the line end.
struct Row {
  std::uint32_t begin;
  std::uint32_t end;
  std::uint32_t line;  ///< lines between the start of the chunk and the start of the record
};

/// Bytes that may be read a little past their end, as vector instructions do.
class PaddedBuffer {
 public:
  /// Bytes after the last one that may be read; they are zero.
  static constexpr std::size_t kPadding = 128;

  char* data() { return bytes_.get(); }
  const char* data() const { return bytes_.get(); }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  std::string_view view() const { return {bytes_.get(), size_}; }

  /// Makes room for `capacity` bytes in all; keeps what is there.
  void reserve(std::size_t capacity) {
    if (capacity <= capacity_) return;
    std::unique_ptr<char[]> larger(new char[capacity + kPadding]);
    if (size_ > 0) std::memcpy(larger.get(), bytes_.get(), size_);
    bytes_ = std::move(larger);
    capacity_ = capacity;
    resize(size_);
  }
  /// `size` must not be above the capacity.
  void resize(std::size_t size) {
    size_ = size;
    if (bytes_) std::memset(bytes_.get() + size, 0, kPadding);
  }
  void assign(std::string_view bytes) {
    reserve(bytes.size());
    if (!bytes.empty()) std::memcpy(bytes_.get(), bytes.data(), bytes.size());
    resize(bytes.size());
  }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

/// What the reading thread hands to a worker. Views of records point into it.
struct Chunk {
  std::uint32_t file = 0;
  std::uint64_t first_line = 1;    ///< physical line on which the chunk starts
  std::uint64_t first_record = 1;  ///< number of its first record
  std::uint64_t line_offset = 0;   ///< bytes of that line before the chunk
  bool elements = false;           ///< records are elements of a JSON array, not lines
  bool after_mark = false;         ///< a byte order mark stood right before the chunk
  PaddedBuffer bytes;
  std::vector<Row> rows;
  TextArena texts;
  /// Why the input cannot be cut into records from `broken_at` on; "" if it can.
  std::string broken;
  std::uint32_t broken_at = 0;
  std::uint64_t broken_line = 0;  ///< lines between the start of the chunk and `broken_at`

  std::string_view row(const Row& row) const {
    return {bytes.data() + row.begin, row.end - row.begin};
  }
  /// What stands between the end of a record and the next line: "\n", "\r\n" or less.
  std::string_view line_end(const Row& row) const {
    const char* from = bytes.data() + row.end;
    std::size_t size = 0;
    if (elements) return {from, size};
    if (row.end < bytes.size() && *from == '\r') ++size;
    if (row.end + size < bytes.size() && from[size] == '\n') ++size;
    return {from, size};
  }
  /// The column of a byte in its line, in bytes from 1.
  std::uint64_t column(std::size_t at) const {
    const std::size_t feed = bytes.view().substr(0, at).rfind('\n');
    return feed == std::string_view::npos ? line_offset + at + 1 : at - feed;
  }
};

}  // namespace lbl::io
