// Runs of digits that may be a telephone, card or resident number.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lbl/validate/pii.hpp"

namespace lbl::validate {

/// The telephone, card or resident number that starts at byte `at` of `text`: a digit, "+" or "(".
/// `at` must not stand within a number or an ASCII word.
std::optional<PiiMatch> number_at(std::string_view text, std::size_t at, PiiKinds kinds);

/// The digits of `text`.
std::string digits_of(std::string_view text);

/// Luhn (1960), ISO/IEC 7812-1 annex B.
bool has_luhn_digit(std::string_view digits);

}  // namespace lbl::validate
