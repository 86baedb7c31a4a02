// Walks over valid JSON by brackets and quotes only.
#include "lbl/validate/json_keys.hpp"

#include <utility>

#include "lbl/base/text.hpp"

namespace lbl::validate {

namespace {

// The place of the quote that ends the string which starts at `at`.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  std::size_t i = at + 1;
  while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
  return i;
}

}  // namespace

std::vector<std::string> top_level_keys(std::string_view object) {
  std::vector<std::string> keys;
  if (!object.starts_with('{')) return keys;
  std::size_t depth = 0;
  bool expects_key = false;
  for (std::size_t i = 0; i < object.size(); ++i) {
    switch (object[i]) {
      case '{':
      case '[':
        ++depth;
        expects_key = depth == 1;
        break;
      case '}':
      case ']':
        --depth;
        break;
      case ',':
        expects_key = depth == 1;
        break;
      case '"': {
        const std::size_t end = end_of_string(object, i);
        if (expects_key) keys.emplace_back(object.substr(i + 1, end - i - 1));
        expects_key = false;
        i = end;
        break;
      }
      default:
        break;
    }
  }
  return keys;
}

const std::string& NearestKeys::nearest(const std::string& wanted, std::vector<std::string> keys) {
  if (keys != keys_) {
    keys_ = std::move(keys);
    nearest_.clear();
  }
  const auto known = nearest_.find(wanted);
  if (known != nearest_.end()) return known->second;
  return nearest_[wanted] = base::nearest(wanted, keys_).value_or("");
}

}  // namespace lbl::validate
