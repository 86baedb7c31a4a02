// Evaluates conditions; condition_reader.cpp reads them.
#include "lbl/model/condition.hpp"

#include <optional>

#include "lbl/base/text.hpp"
#include "lbl/model/raw_answer.hpp"

namespace lbl::model {

namespace {

Truth negated(Truth truth) {
  if (truth == Truth::yes) return Truth::no;
  return truth == Truth::no ? Truth::yes : truth;
}

// `decisive` is what settles the whole: no for `and`, yes for `or`.
Truth combined(Truth left, Truth right, Truth decisive) {
  if (left == decisive || right == decisive) return decisive;
  if (left == Truth::unfit || right == Truth::unfit) return Truth::unfit;
  if (left == Truth::missing || right == Truth::missing) return Truth::missing;
  return left;
}

Truth truth_if(bool holds) {
  return holds ? Truth::yes : Truth::no;
}

std::optional<double> spelled_number(Value value) {
  if (value.is(ValueKind::string)) return base::parse_number(value.text());
  return value.number();
}

Truth truth_of(Value value) {
  if (value.is_no_answer()) return Truth::missing;
  if (const auto number = spelled_number(value)) return truth_if(*number != 0);
  const std::string_view text = value.text();
  for (const std::string_view yes : {"true", "yes", "True", "TRUE", "Yes", "YES"}) {
    if (text == yes) return Truth::yes;
  }
  for (const std::string_view no : {"false", "no", "False", "FALSE", "No", "NO"}) {
    if (text == no) return Truth::no;
  }
  return Truth::unfit;
}

bool is_compound(Value value) {
  return value.is(ValueKind::array) || value.is(ValueKind::object);
}

bool equal(Value a, Value b) {
  if (a.is(ValueKind::number) && b.is(ValueKind::number)) return a.number() == b.number();
  if (!is_compound(a) && !is_compound(b)) return a.text() == b.text();
  std::string raw_a, raw_b;
  append_raw_answer(a, raw_a);
  append_raw_answer(b, raw_b);
  return raw_a == raw_b;
}

}  // namespace

Truth Condition::of(const Record& record) const {
  return evaluate(root_, record);
}

Truth Condition::evaluate(std::size_t at, const Record& record) const {
  const Node& node = nodes_[at];
  switch (node.kind) {
    case Kind::truth:
      return truth_of(record.field(node.field));
    case Kind::compare:
      return compare(node, record);
    case Kind::negate:
      return negated(evaluate(node.left, record));
    case Kind::both:
      return combined(evaluate(node.left, record), evaluate(node.right, record), Truth::no);
    case Kind::either:
      return combined(evaluate(node.left, record), evaluate(node.right, record), Truth::yes);
    default:
      return Truth::unfit;
  }
}

Truth Condition::compare(const Node& node, const Record& record) const {
  const Node& other = nodes_[node.right];
  const Value left = record.field(nodes_[node.left].field);
  const Value right = other.kind == Kind::field ? record.field(other.field) : Value();
  const bool asks_equality = node.relation == Relation::equal || node.relation == Relation::unequal;
  const auto answered = [&](bool same) {
    return truth_if(same == (node.relation == Relation::equal));
  };
  if (other.kind == Kind::null) return asks_equality ? answered(left.is_no_answer()) : Truth::unfit;
  if (left.is_no_answer()) return Truth::missing;
  if (other.kind == Kind::field && right.is_no_answer()) return Truth::missing;
  if (asks_equality) {
    if (other.kind == Kind::field) return answered(equal(left, right));
    if (other.kind == Kind::number && left.number())
      return answered(*left.number() == other.number);
    return answered(!is_compound(left) && left.text() == other.text);
  }
  const std::optional<double> a = spelled_number(left);
  const std::optional<double> b =
      other.kind == Kind::field ? spelled_number(right) : std::optional(other.number);
  if (!a || !b || other.kind == Kind::text || other.kind == Kind::boolean) return Truth::unfit;
  switch (node.relation) {
    case Relation::less:
      return truth_if(*a < *b);
    case Relation::less_equal:
      return truth_if(*a <= *b);
    case Relation::greater:
      return truth_if(*a > *b);
    default:
      return truth_if(*a >= *b);
  }
}

}  // namespace lbl::model
