// Access to values that does not depend on where they came from.
#include "lbl/model/value.hpp"

#include "lbl/base/text.hpp"

namespace lbl::model {

Value Value::member(std::string_view key) const {
  if (!is(ValueKind::object)) return {};
  Value found;
  for_each_member(*this, [&](Value name, Value value) {
    if (name.text() == key) found = value;
  });
  return found;
}

std::optional<double> Value::number() const {
  if (!is(ValueKind::number) && !is(ValueKind::cell)) return std::nullopt;
  return base::parse_number(text());
}

bool Value::is_no_answer() const {
  if (missing() || is(ValueKind::null)) return true;
  return (is(ValueKind::string) || is(ValueKind::cell)) && base::is_blank(text());
}

std::string_view kind_name(Value value) {
  if (value.missing()) return "nothing";
  switch (value.kind()) {
    case ValueKind::null:
      return "null";
    case ValueKind::boolean:
      return "boolean";
    case ValueKind::number:
      return "number";
    case ValueKind::string:
      return "string";
    case ValueKind::array:
      return "array";
    case ValueKind::object:
      return "object";
    case ValueKind::cell:
      return "cell";
  }
  return "value";
}

}  // namespace lbl::model
