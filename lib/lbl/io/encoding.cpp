// Guesses the encoding of text that is not UTF-8, for messages only.
#include "lbl/io/locate.hpp"

namespace lbl::io {

namespace {

// CP949 (Korean Windows, a superset of EUC-KR) writes a character as a lead byte and a trail byte.
// Latin-1 text has single bytes above 0x7F between ASCII letters instead.
bool looks_like_cp949(std::string_view text) {
  std::size_t pairs = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) continue;
    if (lead < 0x81 || lead > 0xFE || at + 1 == text.size()) return false;
    const auto trail = static_cast<unsigned char>(text[++at]);
    const bool letter = (trail >= 'A' && trail <= 'Z') || (trail >= 'a' && trail <= 'z');
    const bool high = trail >= 0x81 && trail <= 0xFE;
    if (!letter && !high) return false;
    if (high && lead >= 0xA1) ++pairs;
  }
  return pairs > 0;
}

}  // namespace

std::string encoding_hint(std::string_view text) {
  if (looks_like_cp949(text)) {
    return "; the text looks like CP949 (Korean Windows): `iconv -f CP949 -t UTF-8` converts it";
  }
  return "; if the text is Latin-1, `iconv -f CP1252 -t UTF-8` converts it";
}

}  // namespace lbl::io
