// Says what is wrong with a JSON text that the parser has refused: slow, thorough, once a bad
// record.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lbl/model/record.hpp"

namespace lbl::io {

/// The first thing wrong with a record.
struct JsonFault {
  model::InputRule rule = model::InputRule::malformed_json;
  std::size_t offset = 0;  ///< in bytes from the start of the text
  std::string message;     ///< what was found, what was expected, what to do; escaped
};

/// Reads `text` by the grammar of RFC 8259, which must be one object, and returns the first fault:
/// syntax, bytes that are not UTF-8, a key twice in one object, a number without a finite double,
/// or more than kMostDepth open containers. None if `text` is a well-formed record. Does not
/// recurse.
std::optional<JsonFault> locate(std::string_view text);

/// What encoding `text`, which is not UTF-8, looks like, and how to convert it.
std::string encoding_hint(std::string_view text);

}  // namespace lbl::io
