// Text helpers over utf8proc, fmt and charconv.
#include "lbl/base/text.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <memory>

#include "lbl/base/unicode.hpp"

namespace lbl::base {

namespace {

// Hangul vowels and final consonants of decomposed text: drawn within the leading consonant.
bool joins_syllable(std::int32_t c) {
  return (c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FF);
}

void append_escaped(std::string& out, std::string_view bytes, CodePoint point) {
  if (point.value < 0) {
    out += fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes.front()));
  } else if (point.value == '\n') {
    out += "\\n";
  } else if (point.value == '\t') {
    out += "\\t";
  } else if (point.value == '\r') {
    out += "\\r";
  } else if (point.value < 0x20 || point.value == 0x7F) {
    out += fmt::format("\\x{:02x}", point.value);
  } else if (is_hidden(point.value)) {
    out += fmt::format("\\u{{{:04X}}}", point.value);
  } else {
    out += bytes.substr(0, point.bytes);
  }
}

// NFKC with case folded, so that decomposed Hangul and full-width letters are near their plain
// forms; text that is not UTF-8 only has its letters lowered.
std::vector<std::int32_t> folded(std::string_view text) {
  constexpr auto kFold = static_cast<utf8proc_option_t>(
      UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  utf8proc_uint8_t* mapped = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &mapped, kFold);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (length >= 0) text = {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length)};
  std::vector<std::int32_t> out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    out.push_back(point.value < 0 ? -1 : utf8proc_tolower(point.value));
    at += point.bytes;
  }
  return out;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Whether an unsigned JSON number other than zero is less than 1, for one that no double can hold.
bool is_below_one(std::string_view number) {
  const std::size_t mark = number.find_first_of("eE");
  std::int64_t exponent = 0;
  if (mark != std::string_view::npos) {
    std::string_view digits = number.substr(mark + 1);
    if (digits.front() == '+') digits.remove_prefix(1);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    if (error == std::errc::result_out_of_range) return digits.front() == '-';
  }
  const std::string_view mantissa = number.substr(0, mark);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  const std::size_t first = mantissa.find_first_of("123456789");
  // The power of ten of the first digit that counts.
  const auto power = first < point ? static_cast<std::int64_t>(point - first) - 1
                                   : -static_cast<std::int64_t>(first - point);
  return power < -exponent;
}

// Optimal string alignment distance (Damerau 1964 with each pair swapped at most once).
std::size_t edit_distance(const std::vector<std::int32_t>& a, const std::vector<std::int32_t>& b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        now[j] = std::min(now[j], before[j - 2] + 1);
      }
    }
    before.swap(last);
    last.swap(now);
  }
  return last[b.size()];
}

}  // namespace

std::string escaped(std::string_view bytes, std::size_t max_characters) {
  std::string out;
  std::size_t shown = 0;
  for (std::size_t at = 0; at < bytes.size(); ++shown) {
    if (shown == max_characters) return out + "...";
    const CodePoint point = code_point_at(bytes, at);
    append_escaped(out, bytes.substr(at), point);
    at += point.bytes;
  }
  return out;
}

std::string quoted(std::string_view bytes, std::size_t max_characters) {
  return "\"" + escaped(bytes, max_characters) + "\"";
}

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
  constexpr std::size_t kLongestWord = 200;  // the distance is quadratic, and a name is short
  if (word.size() > kLongestWord) return std::nullopt;
  const std::vector<std::int32_t> from = folded(word);
  std::optional<std::string> best;
  std::size_t best_distance = 0;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongestWord) continue;
    const std::vector<std::int32_t> to = folded(candidate);
    const std::size_t distance = edit_distance(from, to);
    const std::size_t longer = std::max(from.size(), to.size());
    // A word that has to change in every place has nothing in common ("a" is not a slip for "b").
    const bool all_changed = distance != 0 && distance >= longer;
    if (all_changed || distance > std::max<std::size_t>(1, longer / 3)) continue;
    if (!best || distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::optional<std::string> best = nearest(word, candidates);
  return best ? fmt::format(" (did you mean {}?)", quoted(*best)) : "";
}

std::string number_text(double value) {
  if (!std::isfinite(value)) return "null";
  return fmt::format("{}", value);
}

std::string fixed(double value, int digits) {
  if (!std::isfinite(value)) return "-";
  const std::string text = fmt::format("{:.{}f}", value, digits);
  // "-0.00" says nothing that "0.00" does not.
  return text.find_first_not_of("-0.") == std::string::npos && text[0] == '-' ? text.substr(1)
                                                                              : text;
}

std::string with_commas(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::optional<double> parse_number(std::string_view text) {
  // from_chars takes more than JSON does: "inf", "nan", "007", ".5", "1.", "1.e5".
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  if (digits.empty() || !is_digit(digits.front()) || !is_digit(digits.back())) return std::nullopt;
  if (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1])) return std::nullopt;
  const std::size_t point = digits.find('.');
  if (point != std::string_view::npos && !is_digit(digits[point + 1])) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    // Too small for a double is zero; too large has no finite double.
    return is_below_one(digits) ? std::optional(0.0) : std::nullopt;
  }
  if (error != std::errc()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_blank(std::string_view text) {
  // Most texts begin with a letter or digit of ASCII.
  if (!text.empty() && text.front() > ' ' && text.front() < '\x7F') return false;
  return trimmed(text).empty();
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = code_point_at(text, 0);
    if (!is_white_space(point.value)) break;
    text.remove_prefix(point.bytes);
  }
  while (!text.empty()) {
    std::size_t start = text.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    const CodePoint point = code_point_at(text, start);
    // Stray continuation bytes after a blank are no part of it.
    if (!is_white_space(point.value) || start + point.bytes != text.size()) break;
    text.remove_suffix(point.bytes);
  }
  return text;
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (point.value < 0) {
      ++width;
    } else if (!joins_syllable(point.value)) {
      width += static_cast<std::size_t>(utf8proc_charwidth(point.value));
    }
    at += point.bytes;
  }
  return width;
}

void append_code_point(std::string& text, std::uint32_t code_point) {
  utf8proc_uint8_t bytes[4];
  const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes);
  text.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

std::optional<std::size_t> invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (point.value < 0) return at;
    at += point.bytes;
  }
  return std::nullopt;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

}  // namespace lbl::base
