// What lbl takes of simdjson: where the tokens of a text stand, unescaping, and UTF-8.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace lbl::io {

/// The places of all tokens of a text that holds one or more JSON values: brackets, commas, colons,
/// the opening quotes of strings, and the first byte of everything else.
class StructuralIndex {
 public:
  StructuralIndex();
  ~StructuralIndex();
  StructuralIndex(StructuralIndex&&) noexcept;

  /// Indexes `text`, after which PaddedBuffer::kPadding bytes may be read. False if the text is not
  /// valid UTF-8, or has a string that is not closed or holds a raw control character; there is
  /// no index then. True promises the opposite for all of the text, so between the place of a
  /// string and the next place there is nothing but strings and white space.
  bool build(std::string_view text);

  const std::uint32_t* places() const { return places_; }
  std::uint32_t size() const { return size_; }

  /// Unescapes the JSON string that opens before `from` (the byte after its quote) and is known to
  /// be closed; writes to `into`, which needs as much room as the source and kPadding more. Returns
  /// the number of bytes written, or a negative number when an escape is wrong.
  std::ptrdiff_t unescape(const char* from, char* into) const;

 private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
  const std::uint32_t* places_ = nullptr;
  std::uint32_t size_ = 0;
};

/// Whether all of `text` is valid UTF-8.
bool valid_utf8(std::string_view text);

}  // namespace lbl::io
