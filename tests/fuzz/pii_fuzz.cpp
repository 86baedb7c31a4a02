// Any text for the search of personal data: pieces in order, apart, on whole characters; masks that
// do not give them away; no letter or digit of them is left once they are hidden.
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/base/text.hpp"
#include "lbl/validate/pii.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lbl;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // Texts come from records, whose encoding has been checked.
  if (base::invalid_utf8(text)) return 0;
  std::vector<validate::PiiMatch> found;
  validate::find_pii(text, validate::PiiKinds::all(), found);
  std::size_t end = 0;
  for (const validate::PiiMatch& match : found) {
    if (match.begin < end || match.end <= match.begin || match.end > size) std::abort();
    end = match.end;
    const std::string_view piece = text.substr(match.begin, match.end - match.begin);
    if (base::invalid_utf8(piece)) std::abort();
    const std::string masked = validate::masked_pii(match.kind, piece);
    if (masked.find(piece) != std::string::npos) std::abort();
  }
  std::string hidden(text);
  validate::hide_pii(hidden, validate::PiiKinds::all());
  if (hidden.size() != size) std::abort();
  // What could be the letter of an escape stays, as in JSON.
  if (text.find('\\') != std::string_view::npos) return 0;
  for (const validate::PiiMatch& match : found) {
    for (std::size_t at = match.begin; at < match.end; ++at) {
      if (std::isalnum(static_cast<unsigned char>(hidden[at])) != 0) std::abort();
    }
  }
  return 0;
}
