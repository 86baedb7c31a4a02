// The keywords of JSON Schema draft-07 and what each takes
// (draft-handrews-json-schema-validation-01).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/guideline.hpp"
#include "lbl/model/json_document.hpp"

namespace lbl::model {

/// What kind of value a keyword takes.
enum class KeywordShape : std::uint8_t {
  anything,
  text,
  flag,
  number,
  positive_number,
  whole_number,
  names,   ///< an array of strings
  type,    ///< the name of a type, or an array of them
  values,  ///< an array of anything
  schema,
  schema_or_list,  ///< items
  schema_list,     ///< allOf, anyOf, oneOf
  schemas_by_key,  ///< properties, patternProperties, definitions
  dependencies     ///< a schema or an array of strings by key
};

struct SchemaKeyword {
  std::string_view name;
  KeywordShape shape;
  bool asserts;  ///< can refuse a record; the others only describe
};

/// The keyword of that name; null if draft-07 has none.
const SchemaKeyword* schema_keyword(std::string_view name);
/// All names, for the nearest one.
const std::vector<std::string>& schema_keyword_names();

/// What is wrong with a schema file: JSON, another draft's "$schema", keywords whose values are of
/// the wrong kind, in the order of the file. Unknown keywords are ignored, as draft-07 says.
std::vector<GuidelineProblem> schema_problems(const JsonDocument& document);

/// Whether `uri` is the $schema of draft-07.
bool is_draft_07(std::string_view uri);

}  // namespace lbl::model
