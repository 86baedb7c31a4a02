// Tells the format of an input from its first bytes, and refuses at once what is no text of
// records.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "lbl/io/reader.hpp"

namespace lbl::io {

/// The format of an input that begins with `head` (unpacked, byte order mark removed). `asked`
/// other than automatic is taken as it is. The name only settles what the bytes leave open: an
/// array in a file called .jsonl is read as JSON Lines, which then says what is wrong. Bytes that
/// look like nothing else are csv.
Format detect_format(std::string_view head, const std::string& name, Format asked);

/// Why `head` cannot be the start of any input lbl reads: UTF-16, XML, an office or archive file, a
/// format of another annotation tool that is not JSON. "" if it may be one.
std::string unreadable_reason(std::string_view head);

}  // namespace lbl::io
