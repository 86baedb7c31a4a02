// A condition on a record, such as `label != gold` or `severity >= 3 and lang = ko`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/fields.hpp"
#include "lbl/model/record.hpp"

namespace lbl::model {

/// What a condition says of a record. `missing`: a field that it needs has no answer; `unfit`: a
/// field stands alone and is neither true nor false, or is compared by size and is no number.
enum class Truth : std::uint8_t { no, yes, missing, unfit };

/// A condition, read once.
///
/// A FIELD alone is yes for true, a number other than 0, "true", "yes"; no for false, 0, "false",
/// "no". `==` (or `=`), `!=`, `<`, `<=`, `>`, `>=` compare a field with a text in quotes, a number,
/// true, false, null, or another field; after a single `=` a bare word is a text (`lang = ko`).
/// `and`, `or`, `not` (also `&&`, `||`, `!`) and parentheses combine. A field's name may start with
/// a dot as in jq, be a JSON Pointer, or stand in backquotes. Labels are compared exactly, numbers
/// by value. What is missing makes a comparison unknown, as in SQL, unless it is with null.
class Condition {
 public:
  /// Adds the fields it needs to `plan`. Throws Error (usage), with the place, for what is no
  /// condition.
  Condition(std::string_view text, FieldPlan& plan);

  Truth of(const Record& record) const;
  const std::string& text() const { return text_; }
  /// The numbers in the plan of the fields that are compared.
  const std::vector<std::size_t>& fields() const { return fields_; }

 private:
  friend class ConditionReader;
  enum class Kind : std::uint8_t {
    field,
    text,
    number,
    boolean,
    null,
    truth,
    compare,
    negate,
    both,
    either
  };
  enum class Relation : std::uint8_t { equal, unequal, less, less_equal, greater, greater_equal };
  struct Node {
    Kind kind = Kind::null;
    Relation relation = Relation::equal;
    std::size_t left = 0, right = 0;  ///< children
    std::size_t field = 0;
    std::string text;
    double number = 0;
  };

  Truth evaluate(std::size_t at, const Record& record) const;
  Truth compare(const Node& node, const Record& record) const;

  std::string text_;
  std::vector<Node> nodes_;
  std::size_t root_ = 0;
  std::vector<std::size_t> fields_;
};

}  // namespace lbl::model
