// Rules of a guideline: draft-07 only, no misspelled keyword, nothing that silently does nothing.
#include <doctest/doctest.h>

#include <string>

#include "lbl/model/guideline.hpp"
#include "model/guideline_helpers.hpp"

using namespace lbl::model;
using lbl::tests::member_problems;
using lbl::tests::Problems;
using lbl::tests::problems_of;
using lbl::tests::read_text;

namespace {

// The problems of one rule, whose members start at column 13 of line 2.
Problems rule_problems(const std::string& members) {
  return member_problems("\"rules\": [{" + members + "}]");
}

}  // namespace

TEST_CASE("a rule keeps its schema apart from its id, severity and message") {
  const GuidelineResult result =
      read_text(R"({"guideline": "g", "tasks": {"t": {"type": "text"}}, "rules": [
    {"id": "r.1", "$comment": "why", "required": ["t"], "severity": "note", "allOf": [{"minProperties": 2}]},
    {"id": "\ud55c", "not": {"const": 1.50}, "message": "m"}]})");
  CHECK(problems_of(result) == Problems{});
  REQUIRE(result.guideline.rules.size() == 2);
  const RecordRule& first = result.guideline.rules[0];
  CHECK(first.id == "r.1");
  CHECK(first.severity == Severity::note);
  CHECK(first.message == "");
  CHECK(first.schema == R"({"$comment":"why","required":["t"],"allOf":[{"minProperties":2}]})");
  const RecordRule& second = result.guideline.rules[1];
  CHECK(second.severity == Severity::error);
  CHECK(second.message == "m");
  CHECK(second.schema == R"({"not":{"const":1.50}})");
}

TEST_CASE("every keyword of draft-07 is known") {
  CHECK(rule_problems(
            R"("id": "all", "$schema": "http://json-schema.org/draft-07/schema#", "$id": "x",
    "$comment": "c", "title": "t", "description": "d", "default": 1, "examples": [1], "readOnly": true,
    "writeOnly": false, "definitions": {"d": true}, "$ref": "#/definitions/d", "type": ["object", "null"],
    "enum": [{}], "const": {}, "multipleOf": 0.5, "maximum": 1, "exclusiveMaximum": 1, "minimum": 1,
    "exclusiveMinimum": 1, "maxLength": 1, "minLength": 1.0, "pattern": "^a", "format": "date",
    "contentEncoding": "base64", "contentMediaType": "a/b", "items": [true, {"type": "string"}],
    "additionalItems": false, "maxItems": 1, "minItems": 0, "uniqueItems": true, "contains": {},
    "maxProperties": 9, "minProperties": 1, "required": ["a"], "properties": {"a": {}},
    "patternProperties": {"^b": {}}, "additionalProperties": {}, "dependencies": {"a": ["b"], "c": {}},
    "propertyNames": {}, "if": {}, "then": {}, "else": {}, "allOf": [{}], "anyOf": [{}], "oneOf": [{}],
    "not": false)") == Problems{});
}

TEST_CASE("a misspelled keyword is told at any depth, with the nearest one") {
  CHECK(rule_problems(R"("id": "r", "reqiured": ["a"], "minItems": 1)") ==
        Problems{"2:23: /rules/0/reqiured: \"reqiured\" is no keyword of JSON Schema draft-07 (did "
                 "you mean \"required\"?)"});
  CHECK(rule_problems(R"("id": "r", "severty": "note", "minItems": 1)") ==
        Problems{"2:23: /rules/0/severty: \"severty\" is no keyword of JSON Schema draft-07 (did "
                 "you mean \"severity\"?)"});
  CHECK(rule_problems(R"("id": "r", "if": {"propertis": {}}, "then": {"allOf": [{"id": "x"}]})") ==
        Problems{"2:30: /rules/0/if/propertis: \"propertis\" is no keyword of JSON Schema draft-07 "
                 "(did you mean \"properties\"?)",
                 "2:68: /rules/0/then/allOf/0/id: \"id\" is no keyword of JSON Schema draft-07 "
                 "(did you mean \"$id\"?)"});
  CHECK(rule_problems(R"("id": "r", "unevaluatedProperties": false, "not": {})") ==
        Problems{"2:23: /rules/0/unevaluatedProperties: \"unevaluatedProperties\" is no keyword of "
                 "JSON Schema draft-07"});
}

TEST_CASE("a key of data is not taken for a keyword") {
  CHECK(rule_problems(R"("id": "r", "properties": {"propertis": {"const": {"minItem": 1}}},
    "enum": [{"foo": 1}], "default": {"bar": 2}, "definitions": {"baz": {}})") == Problems{});
}

TEST_CASE("another draft is refused") {
  CHECK(
      rule_problems(
          R"("id": "r", "$schema": "https://json-schema.org/draft/2020-12/schema", "minItems": 1)") ==
      Problems{"2:34: /rules/0/$schema: \"https://json-schema.org/draft/2020-12/schema\" is not "
               "draft-07 (http://json-schema.org/draft-07/schema#), the one that rules are "
               "written in"});
  CHECK(rule_problems(
            R"("id": "r", "$schema": "http://json-schema.org/draft-07/schema", "not": {})") ==
        Problems{});
}

TEST_CASE("a keyword takes a value of its kind") {
  CHECK(rule_problems(
            R"("id": "r", "type": "strin", "required": "a", "minLength": -1, "maxItems": 1.5,
"multipleOf": 0, "minimum": "1", "pattern": 1, "uniqueItems": 1, "enum": 1, "allOf": {}, "anyOf": [],
"not": 3, "properties": [], "items": "x", "dependencies": {"a": [1], "b": 2}, "required": ["a", 1])") ==
        Problems{"2:31: /rules/0/type: expected null, boolean, object, array, number, integer or "
                 "string, found the string \"strin\" (did you mean \"string\"?)",
                 "2:52: /rules/0/required: expected an array of strings, found the string \"a\"",
                 "2:70: /rules/0/minLength: expected a whole number, 0 or more, found -1",
                 "2:86: /rules/0/maxItems: expected a whole number, 0 or more, found 1.5",
                 "3:15: /rules/0/multipleOf: expected a number above 0, found 0",
                 "3:29: /rules/0/minimum: expected a number, found the string \"1\"",
                 "3:45: /rules/0/pattern: expected a string, found 1",
                 "3:63: /rules/0/uniqueItems: expected true or false, found 1",
                 "3:74: /rules/0/enum: expected an array, found 1",
                 "3:86: /rules/0/allOf: expected an array of schemas, found an object",
                 "3:99: /rules/0/anyOf: expected at least one schema, found none",
                 "4:8: /rules/0/not: expected a schema: an object, true or false, found 3",
                 "4:25: /rules/0/properties: expected an object of schemas, found an array",
                 "4:38: /rules/0/items: expected a schema: an object, true or false, found the "
                 "string \"x\"",
                 "4:66: /rules/0/dependencies/a/0: expected a string, found 1",
                 "4:75: /rules/0/dependencies/b: expected a schema: an object, true or false, "
                 "found 2",
                 "4:79: /rules/0/required: key \"required\" stands twice; first on line 2",
                 "4:97: /rules/0/required/1: expected a string, found 1"});
}

TEST_CASE("a rule has an id of its own that can stand in a list") {
  CHECK(member_problems(R"("rules": [{"not": {}}, {"id": "a", "not": {}}, {"id": "a", "not": {}},
{"id": "b c", "not": {}}, {"id": "", "not": {}}, {"id": 3, "not": {}}, "x"])") ==
        Problems{"2:11: /rules/0: a rule needs an \"id\"",
                 "2:55: /rules/2/id: rule id \"a\" stands twice",
                 "3:8: /rules/3/id: rule id \"b c\" holds white space or one of , = [ ] \" < > !",
                 "3:34: /rules/4/id: a rule's id is blank",
                 "3:57: /rules/5/id: expected a string, found 3",
                 "3:72: /rules/6: expected an object with \"id\" and a schema, found the string "
                 "\"x\""});
}

TEST_CASE("a rule that cannot speak is told") {
  CHECK(rule_problems(R"("id": "r", "title": "t", "message": "m")") ==
        Problems{"2:11: /rules/0: the rule asks for nothing; add keywords of JSON Schema, such as "
                 "\"if\" and \"then\""});
  CHECK(rule_problems(R"("id": "r", "then": {"minItems": 1}, "not": {"else": {}})") ==
        Problems{"2:31: /rules/0/then: \"then\" without \"if\" does nothing",
                 "2:64: /rules/0/not/else: \"else\" without \"if\" does nothing"});
  CHECK(rule_problems(R"("id": "r", "not": {"if": {}})") ==
        Problems{"2:37: /rules/0/not/if: \"if\" without \"then\" or \"else\" does nothing"});
}

TEST_CASE("severity and message have their kinds") {
  CHECK(rule_problems(R"("id": "r", "not": {}, "severity": "warn", "message": 4)") ==
        Problems{"2:46: /rules/0/severity: expected off, note, warning or error, found the string "
                 "\"warn\"",
                 "2:65: /rules/0/message: expected a string, found 4"});
}

TEST_CASE("a label in a rule is one that its task has") {
  const std::string head =
      "{\"guideline\": \"g\", \"tasks\": {\"label\": {\"type\": \"choice\", \"labels\": [\"yes\", "
      "{\"name\": \"no\", \"aliases\": [\"nay\"]}]}, \"tags\": {\"type\": \"choices\", \"labels\": "
      "[\"one\", \"two\"]}},\n\"rules\": [{\"id\": \"r\",\n";
  CHECK(problems_of(read_text(head + R"("if": {"properties": {"label": {"const": "yse"}}},
"then": {"properties": {"label": {"enum": ["no", "nay", "noo", "", null]}}},
"allOf": [{"not": {"properties": {"tags": {"contains": {"const": "ones"}, "const": "x"}}}}],
"anyOf": [{"properties": {"other": {"const": "free"}, "deep": {"properties": {"label": {"const": "z"}}}}}]}]})")) ==
        Problems{"3:42: /rules/0/if/properties/label/const: label \"yse\" is not in task \"label\" "
                 "(did you mean \"yes\"?)",
                 "4:57: /rules/0/then/properties/label/enum/2: label \"noo\" is not in task "
                 "\"label\" (did you mean \"no\"?)",
                 "5:66: /rules/0/allOf/0/not/properties/tags/contains/const: label \"ones\" is not "
                 "in task \"tags\" (did you mean \"one\"?)"});
}
