// Follows references within one document.
#include "lbl/validate/schema_references.hpp"

#include <fmt/format.h>

#include <string>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::validate {

using model::Value;
using model::ValueKind;

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// %25 to %, then ~1 to / and ~0 to ~.
std::string decoded_step(std::string_view step) {
  std::string plain;
  for (std::size_t i = 0; i < step.size(); ++i) {
    const bool encoded = step[i] == '%' && i + 2 < step.size() && hex_digit(step[i + 1]) >= 0 &&
                         hex_digit(step[i + 2]) >= 0;
    if (encoded) {
      plain += static_cast<char>(hex_digit(step[i + 1]) * 16 + hex_digit(step[i + 2]));
      i += 2;
    } else {
      plain += step[i];
    }
  }
  std::string out;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const char next = i + 1 < plain.size() ? plain[i + 1] : '\0';
    if (plain[i] == '~' && (next == '0' || next == '1')) {
      out += next == '0' ? '~' : '/';
      ++i;
    } else {
      out += plain[i];
    }
  }
  return out;
}

Value step_into(Value from, const std::string& step) {
  if (from.is(ValueKind::object)) return from.member(step);
  const auto index = base::parse_integer(step);
  if (!from.is(ValueKind::array) || !index || *index < 0 || *index >= from.count()) return {};
  Value element = from.first();
  for (std::int64_t i = 0; i < *index; ++i) element = element.next();
  return element;
}

Value by_pointer(Value from, std::string_view pointer) {
  if (pointer.empty()) return from;
  if (pointer.front() != '/') return {};
  for (const std::string& step : base::split(pointer.substr(1), '/')) {
    from = step_into(from, decoded_step(step));
    if (from.missing()) return from;
  }
  return from;
}

// The object in the document whose "$id" is that text; nodes are a flat run.
Value by_id(Value root, std::string_view id) {
  if (id.empty()) return root;
  const model::Node* const first = &root.node();
  for (const model::Node* node = first; node != first + first->span; ++node) {
    const Value value(node);
    if (!value.is(ValueKind::object)) continue;
    const Value own = value.member("$id");
    if (!own.is(ValueKind::string)) continue;
    std::string_view text = own.text();
    if (text.size() > 1 && text.ends_with('#')) text.remove_suffix(1);
    if (text == id) return value;
  }
  return {};
}

}  // namespace

Value referred_schema(Value root, std::string_view reference) {
  const std::size_t hash = std::min(reference.find('#'), reference.size());
  const std::string_view fragment = reference.substr(std::min(hash + 1, reference.size()));
  Value found = by_id(root, reference.substr(0, hash));
  const bool is_named = !fragment.empty() && fragment.front() != '/';
  if (!found.missing()) {
    found = is_named ? by_id(found, reference.substr(hash)) : by_pointer(found, fragment);
  }
  if (found.is(ValueKind::object) || found.is(ValueKind::boolean)) return found;
  throw base::Error(base::ErrorKind::input,
                    fmt::format("\"$ref\": {} names no schema in this document "
                                "(\"#/definitions/NAME\" does; only --schema follows references to "
                                "other files)",
                                base::quoted(reference)));
}

}  // namespace lbl::validate
