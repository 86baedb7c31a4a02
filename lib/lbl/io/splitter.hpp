// Finds whole records in a stretch of bytes; one kind for each format.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/io/chunk.hpp"

namespace lbl::io {

/// Whether more of the input follows a stretch of bytes.
enum class Rest : bool { follows, nothing };

/// What split() found.
struct Split {
  std::size_t used = 0;     ///< bytes that belong to found records and what stands between them
  std::uint64_t lines = 0;  ///< line ends in those bytes
  /// The input cannot be cut any further from `used` on, and why. The rest is one bad record.
  std::string broken;
};

/// Cuts an input into records.
class Splitter {
 public:
  virtual ~Splitter() = default;
  /// Appends the whole records of `bytes` to `rows`, without blank lines. A record that is not
  /// whole is left for the next call, which gets the bytes again from `used` on, and more.
  /// Offsets are 32 bits wide: `bytes` must be shorter than 4 GiB.
  virtual Split split(std::string_view bytes, Rest rest, std::vector<Row>& rows) = 0;
};

/// JSON Lines: a record is a line; LF alone ends one.
std::unique_ptr<Splitter> make_line_splitter();
/// CSV (RFC 4180) after its header: LF outside of quotes ends a row. A quote that is never closed,
/// or closed in the middle of a field, makes a row of its line alone, so that reading goes on with
/// the next line.
std::unique_ptr<Splitter> make_csv_splitter(char delimiter);
/// A JSON array: its elements are the records.
std::unique_ptr<Splitter> make_array_splitter();

}  // namespace lbl::io
