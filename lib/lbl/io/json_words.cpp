// Escapes, numbers and hints, for messages.
#include "lbl/io/json_words.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>

#include "lbl/base/text.hpp"

namespace lbl::io {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<std::uint32_t> four_digits(std::string_view text) {
  constexpr std::size_t kSize = 6;
  if (text.size() < kSize || !text.starts_with("\\u")) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text.substr(2, 4)) {
    const std::size_t digit =
        std::string_view("0123456789abcdef")
            .find(static_cast<char>(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c));
    if (digit == std::string_view::npos) return std::nullopt;
    value = value * 16 + static_cast<std::uint32_t>(digit);
  }
  return value;
}

std::string utf8(std::uint32_t c) {
  const auto tail = [c](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xC0 | (c >> 6)), tail(0)};
  if (c < 0x10000) return {static_cast<char>(0xE0 | (c >> 12)), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | (c >> 18)), tail(12), tail(6), tail(0)};
}

bool is_high(std::uint32_t c) {
  return c >= 0xD800 && c < 0xDC00;
}
bool is_low(std::uint32_t c) {
  return c >= 0xDC00 && c < 0xE000;
}

Escape read_code_point(std::string_view text) {
  const std::optional<std::uint32_t> first = four_digits(text);
  if (!first) return {0, "", "\"\\u\" must be followed by four hexadecimal digits"};
  if (!is_high(*first) && !is_low(*first)) return {6, utf8(*first), ""};
  const std::optional<std::uint32_t> second = four_digits(text.substr(6));
  if (is_high(*first) && second && is_low(*second)) {
    return {12, utf8(0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00)), ""};
  }
  return {0, "",
          fmt::format("the escape {} is half of a surrogate pair, which is no character",
                      base::quoted(text.substr(0, 6)))};
}

struct Hint {
  std::string_view start;
  std::string_view text;
};

constexpr std::array kHints = {
    Hint{"'", "; JSON takes double quotes (this looks like Python: write it with json.dumps)"},
    Hint{"True", "; JSON writes true"},
    Hint{"False", "; JSON writes false"},
    Hint{"None", "; JSON writes null"},
    Hint{"TRUE", "; JSON writes true"},
    Hint{"FALSE", "; JSON writes false"},
    Hint{"NULL", "; JSON writes null"},
    Hint{"NaN", "; NaN is not JSON: write null or leave the field out"},
    Hint{"nan", "; NaN is not JSON: write null or leave the field out"},
    Hint{"Infinity", "; Infinity is not JSON: write null or leave the field out"},
    Hint{"inf", "; Infinity is not JSON: write null or leave the field out"},
    Hint{"undefined", "; JSON writes null"},
    Hint{"+", "; a JSON number has no plus sign"},
    Hint{".", "; a JSON number starts with a digit"},
    Hint{"//", "; JSON has no comments"},
    Hint{"/*", "; JSON has no comments"},
    Hint{"#", "; JSON has no comments"},
    Hint{"\xE2\x80\x9C", "; JSON takes the straight quotes \"...\""},
    Hint{"\xE2\x80\x9D", "; JSON takes the straight quotes \"...\""},
};

}  // namespace

Escape read_escape(std::string_view text) {
  constexpr std::string_view kNames = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (text.size() < 2) return {0, "", "the line ends after a backslash"};
  if (text[1] == 'u') return read_code_point(text);
  const std::size_t name = kNames.find(text[1]);
  if (name != std::string_view::npos) return {2, std::string(1, kMeanings[name]), ""};
  return {0, "",
          fmt::format("\"\\{}\" is no JSON escape; a backslash itself is written \"\\\\\"",
                      base::escaped(text.substr(1), 1))};
}

std::string escape_for(char control) {
  switch (control) {
    case '\t':
      return "\\t";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    default:
      return fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(control)));
  }
}

std::string number_fault(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t from = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - from;
  };
  const std::size_t first = at;
  const std::size_t whole = digits();
  if (whole == 0) {
    return text.substr(at).starts_with("Inf") ? "write null or leave the field out"
                                              : "a digit must come first";
  }
  if (text[first] == '0' && whole > 1) return "it starts with a zero; quote it if it is an id";
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) return "a digit must follow the point";
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return "a digit must follow the exponent sign";
  }
  return at == text.size()
             ? ""
             : fmt::format("{} is not part of a number", base::quoted(text.substr(at, 1)));
}

std::string hint_for_text(std::string_view text) {
  for (const Hint& hint : kHints) {
    if (text.starts_with(hint.start)) return std::string(hint.text);
  }
  return "";
}

}  // namespace lbl::io
