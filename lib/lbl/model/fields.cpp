// Field paths: plain names and JSON Pointers.
#include "lbl/model/fields.hpp"

#include <algorithm>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::model {

namespace {

std::string unescaped_step(std::string_view step, std::string_view whole) {
  std::string out;
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (step[i] != '~') {
      out += step[i];
      continue;
    }
    const char code = i + 1 < step.size() ? step[i + 1] : '\0';
    if (code != '0' && code != '1') {
      throw base::Error(base::ErrorKind::usage, "field " + base::quoted(whole) +
                                                    ": in a JSON Pointer \"~\" is written \"~0\"");
    }
    out += code == '0' ? '~' : '/';
    ++i;
  }
  return out;
}

}  // namespace

FieldPath::FieldPath(std::string_view name) : text(name) {
  if (!name.starts_with('/')) {
    keys.emplace_back(name);
    return;
  }
  for (const std::string& step : base::split(name.substr(1), '/')) {
    keys.push_back(unescaped_step(step, name));
  }
}

std::size_t FieldPlan::want(std::string_view name) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].text == name) return i;
  }
  fields.emplace_back(name);
  return fields.size() - 1;
}

std::size_t FieldPlan::want_identifier(std::string_view name) {
  const std::size_t number = want(name);
  if (std::find(identifiers.begin(), identifiers.end(), number) == identifiers.end()) {
    identifiers.push_back(number);
  }
  return number;
}

}  // namespace lbl::model
