// JSON numbers as text: what doubles cannot hold.
#pragma once

#include <string_view>

namespace lbl::io {

/// Whether a well-formed JSON number is too large for a finite double. Too small is 0, not too
/// large.
bool overflows_double(std::string_view number);

/// Whether a well-formed JSON integer is one that no double holds exactly, so that JavaScript and
/// other readers change it.
bool loses_digits(std::string_view integer);

}  // namespace lbl::io
