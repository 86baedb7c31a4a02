// Walks the text once and keeps where each code point starts.
#include "lbl/validate/text_offsets.hpp"

#include <algorithm>

#include "lbl/base/unicode.hpp"

namespace lbl::validate {

using model::Offsets;

std::string_view unit_name(Offsets unit) {
  switch (unit) {
    case Offsets::code_points:
      return "code points";
    case Offsets::utf16:
      return "UTF-16 units";
    case Offsets::bytes:
      return "bytes";
  }
  return "";
}

TextOffsets::TextOffsets(std::string_view text) : text_(text), ascii_(base::is_ascii(text)) {
  if (ascii_) return;
  Point next{0, 0};
  for (std::size_t at = 0; at < text.size();) {
    points_.push_back(next);
    const base::CodePoint point = base::code_point_at(text, at);
    at += point.bytes;
    next = {static_cast<std::uint32_t>(at), next.utf16 + (point.value > 0xFFFF ? 2 : 1)};
  }
  points_.push_back(next);
}

std::uint64_t TextOffsets::length(Offsets unit) const {
  if (ascii_ || unit == Offsets::bytes) return text_.size();
  return unit == Offsets::utf16 ? points_.back().utf16 : points_.size() - 1;
}

std::optional<std::size_t> TextOffsets::byte_at(Offsets unit, std::uint64_t at) const {
  if (at > length(unit)) return std::nullopt;
  if (ascii_) return at;
  if (unit == Offsets::code_points) return points_[at].byte;
  const auto key = [unit](const Point& p) { return unit == Offsets::utf16 ? p.utf16 : p.byte; };
  const auto found = std::lower_bound(points_.begin(), points_.end(), at,
                                      [&](const Point& p, std::uint64_t v) { return key(p) < v; });
  if (key(*found) != at) return std::nullopt;
  return found->byte;
}

std::optional<std::string_view> TextOffsets::piece(Offsets unit, std::uint64_t start,
                                                   std::uint64_t end) const {
  const auto from = byte_at(unit, start), to = byte_at(unit, end);
  if (!from || !to || *to < *from) return std::nullopt;
  return text_.substr(*from, *to - *from);
}

std::uint64_t TextOffsets::offset_of(Offsets unit, std::size_t byte) const {
  if (ascii_ || unit == Offsets::bytes) return byte;
  const auto found = std::lower_bound(points_.begin(), points_.end(), byte,
                                      [](const Point& p, std::size_t v) { return p.byte < v; });
  return unit == Offsets::utf16 ? found->utf16
                                : static_cast<std::uint64_t>(found - points_.begin());
}

}  // namespace lbl::validate
