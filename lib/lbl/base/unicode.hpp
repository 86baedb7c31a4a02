// Unicode: code points, canonical forms, characters that cannot be seen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lbl::base {

/// One code point of a text and the bytes that it takes there.
struct CodePoint {
  std::int32_t value;  ///< negative: the byte is no valid UTF-8
  std::size_t bytes;   ///< 1 for an invalid byte
};

/// The code point that starts at byte `at`; `at` must be less than the size of `text`.
CodePoint code_point_at(std::string_view text, std::size_t at);

/// White_Space of Unicode.
bool is_white_space(std::int32_t code_point);

/// What hides in, or acts on, a terminal: control and format characters, blanks other than the
/// plain space, unassigned and private code points, and letters that show nothing (Hangul fillers).
bool is_hidden(std::int32_t code_point);

/// True if every byte is ASCII.
bool is_ascii(std::string_view text);

/// Whether `text` is in Normalization Form C; text that is not UTF-8 is.
bool is_nfc(std::string_view text);
/// `text` in Normalization Form C; unchanged when it is not UTF-8.
std::string nfc(std::string_view text);
/// `text` in Normalization Form D; unchanged when it is not UTF-8.
std::string nfd(std::string_view text);
/// `text` in Normalization Form C with case folded; unchanged when it is not UTF-8.
std::string case_folded(std::string_view text);

/// Replaces `letters` by what is left of `text` for comparing: the code points of its NFC in lower
/// case, without white space, punctuation, control and format characters. So two texts that differ
/// in spacing, case and punctuation alone give the same. Bytes that are not UTF-8 are left out.
void comparable_letters(std::string_view text, std::vector<char32_t>& letters);

/// Whether a reader would see a cut between two characters at byte `at` of `text`: true at both
/// ends, false within an extended grapheme cluster (a letter and its marks, an emoji sequence, the
/// jamo of one syllable; UAX 29).
bool is_character_boundary(std::string_view text, std::size_t at);

}  // namespace lbl::base
