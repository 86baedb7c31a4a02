// The table of keywords.
#include "lbl/model/schema_keywords.hpp"

#include <algorithm>
#include <array>

namespace lbl::model {

namespace {

using Shape = KeywordShape;

constexpr std::array<SchemaKeyword, 46> kKeywords = {{
    {"$schema", Shape::text, false},
    {"$id", Shape::text, false},
    {"$ref", Shape::text, true},
    {"$comment", Shape::text, false},
    {"title", Shape::text, false},
    {"description", Shape::text, false},
    {"default", Shape::anything, false},
    {"examples", Shape::values, false},
    {"readOnly", Shape::flag, false},
    {"writeOnly", Shape::flag, false},
    {"definitions", Shape::schemas_by_key, false},
    {"type", Shape::type, true},
    {"enum", Shape::values, true},
    {"const", Shape::anything, true},
    {"multipleOf", Shape::positive_number, true},
    {"maximum", Shape::number, true},
    {"exclusiveMaximum", Shape::number, true},
    {"minimum", Shape::number, true},
    {"exclusiveMinimum", Shape::number, true},
    {"maxLength", Shape::whole_number, true},
    {"minLength", Shape::whole_number, true},
    {"pattern", Shape::text, true},
    {"format", Shape::text, true},
    {"contentEncoding", Shape::text, false},
    {"contentMediaType", Shape::text, false},
    {"items", Shape::schema_or_list, true},
    {"additionalItems", Shape::schema, true},
    {"maxItems", Shape::whole_number, true},
    {"minItems", Shape::whole_number, true},
    {"uniqueItems", Shape::flag, true},
    {"contains", Shape::schema, true},
    {"maxProperties", Shape::whole_number, true},
    {"minProperties", Shape::whole_number, true},
    {"required", Shape::names, true},
    {"properties", Shape::schemas_by_key, true},
    {"patternProperties", Shape::schemas_by_key, true},
    {"additionalProperties", Shape::schema, true},
    {"dependencies", Shape::dependencies, true},
    {"propertyNames", Shape::schema, true},
    {"if", Shape::schema, false},  // only together with then or else
    {"then", Shape::schema, true},
    {"else", Shape::schema, true},
    {"allOf", Shape::schema_list, true},
    {"anyOf", Shape::schema_list, true},
    {"oneOf", Shape::schema_list, true},
    {"not", Shape::schema, true},
}};

}  // namespace

const SchemaKeyword* schema_keyword(std::string_view name) {
  const auto found =
      std::find_if(kKeywords.begin(), kKeywords.end(),
                   [&](const SchemaKeyword& keyword) { return keyword.name == name; });
  return found == kKeywords.end() ? nullptr : &*found;
}

const std::vector<std::string>& schema_keyword_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const SchemaKeyword& keyword : kKeywords) names.emplace_back(keyword.name);
    return names;
  }();
  return kNames;
}

bool is_draft_07(std::string_view uri) {
  if (uri.ends_with('#')) uri.remove_suffix(1);
  return uri == "http://json-schema.org/draft-07/schema" ||
         uri == "https://json-schema.org/draft-07/schema";
}

}  // namespace lbl::model
