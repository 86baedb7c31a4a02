// Offsets in a text, counted in code points, UTF-16 units or bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/task.hpp"

namespace lbl::validate {

/// "code points", "UTF-16 units" or "bytes".
std::string_view unit_name(model::Offsets unit);

/// A text whose places can be asked in any unit; one pass over it, then a look-up each.
class TextOffsets {
 public:
  explicit TextOffsets(std::string_view text);

  std::string_view text() const { return text_; }
  /// Length in `unit`.
  std::uint64_t length(model::Offsets unit) const;
  /// The byte at offset `at`; none beyond the text, and within a code point.
  std::optional<std::size_t> byte_at(model::Offsets unit, std::uint64_t at) const;
  /// The piece from `start` to `end`; none when either is no place in the text or end < start.
  std::optional<std::string_view> piece(model::Offsets unit, std::uint64_t start,
                                        std::uint64_t end) const;
  /// The offset of a byte that starts a code point.
  std::uint64_t offset_of(model::Offsets unit, std::size_t byte) const;

 private:
  struct Point {
    std::uint32_t byte, utf16;
  };
  std::string_view text_;
  bool ascii_;
  std::vector<Point> points_;  ///< where each code point starts, and the end; empty for ASCII
};

}  // namespace lbl::validate
