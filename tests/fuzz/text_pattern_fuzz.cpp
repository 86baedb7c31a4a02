// Any pattern, up to the first line end, on any text: an answer within the limit of steps, or a
// reason why the pattern is none.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lbl/base/error.hpp"
#include "lbl/validate/text_pattern.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lbl;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\n'), input.size());
  try {
    const validate::TextPattern pattern(input.substr(0, end));
    const std::string_view text = input.substr(std::min(end + 1, input.size()));
    if (pattern.find(text) != pattern.find(text)) std::abort();
  } catch (const base::Error& error) {
    if (std::string_view(error.what()).empty()) std::abort();
  }
  return 0;
}
