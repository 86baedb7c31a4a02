// Base64 (RFC 4648): a state as one line of text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lbl::base {

/// `bytes` in the standard alphabet with padding, on one line.
std::string base64(std::string_view bytes);

/// The bytes that `text` stands for; none when it is not base64.
std::optional<std::string> bytes_of_base64(std::string_view text);

}  // namespace lbl::base
