// A JSON value as a flat run of nodes, without any parser's type: what a Record shows of its
// fields.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lbl::model {

/// What a node is. `cell` is a CSV cell: text whose meaning (string, number, list) the task
/// decides.
enum class ValueKind : std::uint8_t { null, boolean, number, string, array, object, cell };

/// One value. Children follow their parent; an object's children are key, value, key, value, ...
/// where a key is a `string` node.
struct Node {
  std::string_view text;  ///< string, cell: unescaped content; else the source text of the value
  std::uint32_t offset;   ///< where the value starts, in bytes from the start of the record
  std::uint32_t span;     ///< nodes of this subtree, itself included
  std::uint32_t count;    ///< array: elements; object: members; else 0
  ValueKind kind;
};

/// A cheap handle on a node and, through it, on its subtree. A default one is a missing value.
class Value {
 public:
  Value() = default;
  explicit Value(const Node* node) : node_(node) {}

  bool missing() const { return node_ == nullptr; }
  explicit operator bool() const { return node_ != nullptr; }
  const Node& node() const { return *node_; }
  ValueKind kind() const { return node_->kind; }
  bool is(ValueKind kind) const { return node_ != nullptr && node_->kind == kind; }
  std::string_view text() const { return node_->text; }
  std::uint32_t offset() const { return node_->offset; }
  std::uint32_t count() const { return node_->count; }

  /// The first child (array: element; object: key); call only when count() > 0.
  Value first() const { return Value(node_ + 1); }
  /// The node after this subtree; valid as long as siblings remain.
  Value next() const { return Value(node_ + node_->span); }

  /// The member of an object by its unescaped key; missing if this is no object or has none.
  Value member(std::string_view key) const;
  /// The finite number that a `number` or `cell` node spells; none for anything else.
  std::optional<double> number() const;
  /// No answer: missing, null, "" or white space only (DESIGN.md section 1). [] is an answer.
  bool is_no_answer() const;

 private:
  const Node* node_ = nullptr;
};

/// "string", "number", ... for messages; "nothing" for a missing value.
std::string_view kind_name(Value value);

/// Calls body(element) for each element of an array.
template <class Body>
void for_each_element(Value array, Body&& body) {
  if (array.missing() || array.count() == 0) return;
  Value child = array.first();
  for (std::uint32_t i = 0; i < array.count(); ++i, child = child.next()) body(child);
}

/// Calls body(key, value) for each member of an object; a missing one has none.
template <class Body>
void for_each_member(Value object, Body&& body) {
  if (object.missing() || object.count() == 0) return;
  Value key = object.first();
  for (std::uint32_t i = 0; i < object.count(); ++i) {
    const Value value = key.next();
    body(key, value);
    key = value.next();
  }
}

}  // namespace lbl::model
