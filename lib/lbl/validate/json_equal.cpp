// Equality of JSON values (draft-07, section 4.2.3), with CSV cells as what they spell.
#include "lbl/validate/record_schema.hpp"

namespace lbl::validate {

using model::Value;
using model::ValueKind;

namespace {

bool equal_arrays(Value a, Value b) {
  if (a.count() != b.count()) return false;
  bool equal = true;
  Value other = b.count() > 0 ? b.first() : Value();
  for_each_element(a, [&](Value element) {
    if (!equal) return;
    equal = json_equal(element, other);
    other = other.next();
  });
  return equal;
}

bool equal_objects(Value a, Value b) {
  if (a.count() != b.count()) return false;
  bool equal = true;
  for_each_member(a, [&](Value key, Value value) {
    if (!equal) return;
    const Value other = b.member(key.text());
    equal = !other.missing() && json_equal(value, other);
  });
  return equal;
}

}  // namespace

bool json_equal(Value a, Value b) {
  if (b.is(ValueKind::cell)) std::swap(a, b);
  if (a.is(ValueKind::cell)) {
    if (b.is(ValueKind::number)) return a.number() && a.number() == b.number();
    return (b.is(ValueKind::string) || b.is(ValueKind::cell) || b.is(ValueKind::boolean)) &&
           a.text() == b.text();
  }
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case ValueKind::null:
      return true;
    case ValueKind::number:
      return a.number() == b.number();
    case ValueKind::array:
      return equal_arrays(a, b);
    case ValueKind::object:
      return equal_objects(a, b);
    default:
      return a.text() == b.text();
  }
}

}  // namespace lbl::validate
