// White space of labels.
#include "lbl/validate/label_text.hpp"

#include "lbl/base/text.hpp"
#include "lbl/base/unicode.hpp"

namespace lbl::validate {

std::string tidied_label(std::string_view label) {
  std::string out;
  label = base::trimmed(label);
  bool in_blank = false;
  for (std::size_t at = 0; at < label.size();) {
    const base::CodePoint point = base::code_point_at(label, at);
    const bool blank = base::is_white_space(point.value);
    if (blank && !in_blank) out += ' ';
    if (!blank) out += label.substr(at, point.bytes);
    in_blank = blank;
    at += point.bytes;
  }
  return out;
}

}  // namespace lbl::validate
