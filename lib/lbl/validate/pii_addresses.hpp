// E-mail and IP addresses and international bank account numbers.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "lbl/validate/pii.hpp"

namespace lbl::validate {

/// The e-mail address around the "@" at `at`; it begins at `from` or later.
std::optional<PiiMatch> email_around(std::string_view text, std::size_t at, std::size_t from);

/// The IPv4 address in dotted form that begins at the digit at `at`.
std::optional<PiiMatch> ip4_at(std::string_view text, std::size_t at);

/// The IPv6 address around the ":" at `at`; it begins at `from` or later.
std::optional<PiiMatch> ip6_around(std::string_view text, std::size_t at, std::size_t from);

/// The IBAN (ISO 13616) that begins at the letter at `at`.
std::optional<PiiMatch> iban_at(std::string_view text, std::size_t at);

}  // namespace lbl::validate
