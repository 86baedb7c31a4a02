// A rule of the guideline compiled to direct checks: JSON Schema (draft-07) on a record.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/value.hpp"

namespace lbl::validate {

/// Why a value does not fit a schema: the keyword that refused it, and where.
struct SchemaFailure {
  std::string_view keyword;
  model::Value at;      ///< the value that was refused
  std::string message;  ///< "expected at most 0 elements, found 2"
};

/// A schema, compiled once. Everything of draft-07 that asserts but what unchecked_keywords()
/// names. A CSV cell is a string, and a number or boolean where it spells one.
class RecordSchema {
 public:
  /// `json` is the rule's schema, whose form the guideline reader has checked.
  explicit RecordSchema(std::string json);
  ~RecordSchema();
  RecordSchema(RecordSchema&&) noexcept;
  RecordSchema& operator=(RecordSchema&&) noexcept;

  /// Keywords in the schema that are not checked: "pattern", "patternProperties", "format", "$ref".
  const std::vector<std::string>& unchecked_keywords() const;
  /// What refuses the value, the first in the order of the keywords; none when it fits.
  std::optional<SchemaFailure> failure(model::Value value) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Whether two JSON values are equal: numbers by value, objects whatever the order of their
/// members.
bool json_equal(model::Value a, model::Value b);

}  // namespace lbl::validate
