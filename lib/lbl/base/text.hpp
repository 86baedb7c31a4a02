// Text for people: escaping, numbers, near names, code points.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lbl::base {

/// `bytes` fit for a terminal and one line: control characters, invalid UTF-8, bidirectional and
/// invisible characters (zero width, Hangul fillers) and every blank but the plain space are
/// written as \n, \r, \t, \xHH or \u{HHHH}; longer than `max_characters` code points is cut with
/// "...".
std::string escaped(std::string_view bytes, std::size_t max_characters = 80);

/// `escaped` in double quotes.
std::string quoted(std::string_view bytes, std::size_t max_characters = 80);

/// The candidate nearest to `word` by edit distance (Damerau 1964, adjacent swaps count one)
/// between NFKC forms with case folded; the earlier of two equally near. None when the distance is
/// more than a third of the longer word (one edit is always allowed) or nothing is in common.
std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates);

/// " (did you mean "x"?)" for the nearest candidate, or "".
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

/// The shortest decimal text that reads back to the same double; "null" for what is not finite.
std::string number_text(double value);

/// `value` with `digits` after the point, for tables people read; "-" for what is not finite.
std::string fixed(double value, int digits);

/// 1234567 as "1,234,567".
std::string with_commas(std::uint64_t value);

/// The whole of `text` as a JSON number (RFC 8259, section 6): no "+", no leading zero. Too small
/// for a double is 0; none for what is too large or anything else.
std::optional<double> parse_number(std::string_view text);

/// The whole of `text` as a decimal integer; none if it is anything else or does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// True for "", and for text of white space only (Unicode White_Space).
bool is_blank(std::string_view text);

/// `text` without white space (Unicode White_Space) at both ends.
std::string_view trimmed(std::string_view text);

/// Number of code points in valid UTF-8.
std::size_t code_points(std::string_view text);

/// Terminal columns that `text` takes (wide Hangul count two).
std::size_t display_width(std::string_view text);

/// Appends a code point (no surrogate, at most U+10FFFF) as UTF-8.
void append_code_point(std::string& text, std::uint32_t code_point);

/// The byte offset of the first invalid UTF-8 sequence, or none.
std::optional<std::size_t> invalid_utf8(std::string_view text);

/// `parts` joined by `separator`.
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// `text` split at every `separator`; no part is dropped, "" gives one empty part.
std::vector<std::string> split(std::string_view text, char separator);

}  // namespace lbl::base
