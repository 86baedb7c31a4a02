// Wraps utf8proc.
#include "lbl/base/unicode.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

namespace lbl::base {

namespace {

constexpr std::int32_t kBrailleBlank = 0x2800;
// Below this code point every character is its own NFC form and no mark joins the one before it.
constexpr std::int32_t kFirstCombining = 0x300;

bool is_hangul_syllable(std::int32_t c) {
  return c >= 0xAC00 && c <= 0xD7A3;
}
bool is_unified_ideograph(std::int32_t c) {
  return c >= 0x4E00 && c <= 0x9FFF;
}

std::string mapped(std::string_view text, int options) {
  utf8proc_uint8_t* out = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &out,
                                   static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(out, &std::free);
  if (length < 0) return std::string(text);
  return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(length)};
}

// Text of which each character is its own NFC form, whatever stands beside it: the usual case.
bool is_plainly_nfc(std::string_view text) {
  if (is_ascii(text)) return true;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const std::int32_t c = point.value;
    if (c >= kFirstCombining && !is_hangul_syllable(c) && !is_unified_ideograph(c)) return false;
    at += point.bytes;
  }
  return true;
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto* data = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
  utf8proc_int32_t value = -1;
  const auto used = utf8proc_iterate(data, static_cast<utf8proc_ssize_t>(text.size() - at), &value);
  if (used <= 0) return {-1, 1};
  return {value, static_cast<std::size_t>(used)};
}

bool is_white_space(std::int32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

bool is_hidden(std::int32_t c) {
  if (c < 0x80) return c < 0x20 || c == 0x7F;
  if (utf8proc_get_property(c)->ignorable || c == kBrailleBlank) return true;
  switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_ZS:
      return true;
    default:
      return false;
  }
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_nfc(std::string_view text) {
  return is_plainly_nfc(text) || nfc(text) == text;
}

std::string nfc(std::string_view text) {
  if (is_plainly_nfc(text)) return std::string(text);
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string nfd(std::string_view text) {
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
}

std::string case_folded(std::string_view text) {
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
}

namespace {

bool is_compared(std::int32_t c) {
  switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
      return false;
    default:
      return true;
  }
}

// ASCII in lower case; 0 for what is not compared.
constexpr auto kAsciiLetters = [] {
  std::array<char, 128> table{};
  for (std::size_t c = '!'; c < 127; ++c) table[c] = static_cast<char>(c);
  for (std::size_t c = 'A'; c <= 'Z'; ++c) table[c] = static_cast<char>(c - 'A' + 'a');
  for (const char c : std::string_view("!\"#%&'()*,-./:;?@[\\]_{}")) {
    table[static_cast<unsigned char>(c)] = 0;
  }
  return table;
}();

}  // namespace

void comparable_letters(std::string_view text, std::vector<char32_t>& letters) {
  letters.clear();
  std::string composed;
  if (!is_plainly_nfc(text)) {
    composed = nfc(text);
    text = composed;
  }
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < kAsciiLetters.size()) {
      if (kAsciiLetters[byte] != 0) letters.push_back(static_cast<char32_t>(kAsciiLetters[byte]));
      ++at;
      continue;
    }
    const CodePoint point = code_point_at(text, at);
    at += point.bytes;
    if (point.value < 0) continue;
    if (is_hangul_syllable(point.value)) {
      letters.push_back(static_cast<char32_t>(point.value));
    } else if (is_compared(point.value)) {
      letters.push_back(static_cast<char32_t>(utf8proc_tolower(point.value)));
    }
  }
}

bool is_character_boundary(std::string_view text, std::size_t at) {
  if (at == 0 || at >= text.size()) return true;
  if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) return false;
  // Two plain characters are always apart ("\r\n" is the only cluster of ASCII).
  const auto plain = [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != '\n'; };
  if (plain(text[at]) && plain(text[at - 1])) return true;
  // Nothing joins a plain character to the one before it, so the walk may start at the nearest.
  std::size_t from = at - 1;
  while (from > 0 && !plain(text[from])) --from;
  utf8proc_int32_t state = 0;
  std::int32_t before = -1;
  for (std::size_t i = from; i < text.size();) {
    const CodePoint point = code_point_at(text, i);
    const bool breaks = before < 0 || point.value < 0 ||
                        utf8proc_grapheme_break_stateful(before, point.value, &state);
    if (i >= at) return i == at && breaks;
    before = point.value;
    i += point.bytes;
  }
  return true;
}

}  // namespace lbl::base
