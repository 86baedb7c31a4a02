// JSON Schema (draft-07) on a record, compiled to direct checks: rules of the guideline, --schema.
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

/// A schema, compiled once; used by many threads at once. All of draft-07, with patterns by PCRE2
/// under limits, "$ref" within the document, and the formats of has_format(). A CSV cell is a
/// string, and a number or boolean where it spells one.
///
/// valijson, which would do most of this, takes patterns to std::regex (which crashes on long
/// texts), refuses 1.0 as an integer and ignores formats; the tests ask it for a second opinion.
class RecordSchema {
 public:
  /// `json` is a schema whose form has been checked (read_guideline, model::schema_problems).
  /// Throws Error (input) for what only compiling shows: a bad pattern, a reference that names
  /// nothing, schemas that refer to each other in a circle.
  explicit RecordSchema(std::string json);
  ~RecordSchema();
  RecordSchema(RecordSchema&&) noexcept;
  RecordSchema& operator=(RecordSchema&&) noexcept;

  /// Names of formats in the schema that are not checked: "iri", "idn-email", unknown ones.
  const std::vector<std::string>& unchecked_formats() const;
  /// What refuses the value, the first in the order of the keywords; none when it fits.
  std::optional<SchemaFailure> failure(model::Value value) const;
  /// Everything that refuses the value.
  std::vector<SchemaFailure> failures(model::Value value) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Whether two JSON values are equal: numbers by value, objects whatever the order of their
/// members.
bool json_equal(model::Value a, model::Value b);

}  // namespace lbl::validate
