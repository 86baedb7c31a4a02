// Bounds of doubles, found on the text.
#include "lbl/io/json_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

namespace lbl::io {

namespace {

// The power of ten of the first digit that is not zero, exponent included; for out-of-range texts
// only the sign counts, so it is cut off far outside the range of doubles.
long long magnitude(std::string_view number) {
  constexpr long long kFar = 1'000'000'000;
  if (number.starts_with('-')) number.remove_prefix(1);
  const std::size_t mark = number.find_first_of("eE");
  const std::string_view digits = number.substr(0, mark);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits.find_first_of("123456789");
  if (first == std::string_view::npos) return -kFar;
  const auto place = static_cast<long long>(point) - static_cast<long long>(first);
  if (mark == std::string_view::npos) return place;
  std::string_view exponent = number.substr(mark + 1);
  const bool negative = exponent.starts_with('-');
  if (negative || exponent.starts_with('+')) exponent.remove_prefix(1);
  exponent.remove_prefix(std::min(exponent.find_first_not_of('0'), exponent.size()));
  constexpr std::size_t kLongest = 9;
  long long value = kFar;
  if (exponent.size() <= kLongest) {
    value = 0;
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), value);
  }
  return place + (negative ? -value : value);
}

}  // namespace

bool overflows_double(std::string_view number) {
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  return error == std::errc::result_out_of_range && magnitude(number) > 0;
}

bool loses_digits(std::string_view integer) {
  constexpr std::size_t kAlwaysExact = 15;  // 10^15 < 2^53
  if (integer.starts_with('-')) integer.remove_prefix(1);
  if (integer.size() <= kAlwaysExact) return false;
  double value = 0;
  const auto [end, error] = std::from_chars(integer.data(), integer.data() + integer.size(), value);
  if (error != std::errc()) return true;
  return fmt::format("{:.0f}", value) != integer;
}

}  // namespace lbl::io
