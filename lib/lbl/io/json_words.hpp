// Small pieces of JSON texts and what people write in their place.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lbl::io {

/// An escape sequence of a string.
struct Escape {
  std::size_t size = 0;  ///< bytes it takes; 0: wrong
  std::string text;      ///< what it means, in UTF-8
  std::string fault;     ///< why it is wrong
};

/// Reads the escape that `text` starts with (a backslash); a pair of surrogates is one escape.
Escape read_escape(std::string_view text);

/// How JSON writes a control character.
std::string escape_for(char control);

/// Why `text` is not a JSON number; "" if it is one.
std::string number_fault(std::string_view text);

/// "; ..." with what to do, if `text` starts with something that people often take for JSON (single
/// quotes, True, NaN, a comment, +1); else "".
std::string hint_for_text(std::string_view text);

}  // namespace lbl::io
