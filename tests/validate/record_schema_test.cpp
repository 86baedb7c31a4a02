// Rules as direct checks, against the official test suite of draft-07.
#include "lbl/validate/record_schema.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lbl/base/error.hpp"
#include "model/json_value.hpp"

using lbl::test::JsonValue;
using lbl::validate::RecordSchema;

namespace {

// Groups of the suite that refer to other documents, which are not read.
const std::set<std::string> kOtherDocuments = {
    "remote ref, containing refs itself",
    "remote ref",
    "fragment within remote ref",
    "ref within remote ref",
    "base URI change",
    "base URI change - change folder",
    "base URI change - change folder in subschema",
    "root ref in remote ref",
    "remote ref with ref to definitions",
    "Location-independent identifier in remote ref",
    "retrieved nested refs resolve relative to their URI not $id",
    "valid definition",
    "invalid definition",
    "$ref to $ref finds location-independent $id",
    "Recursive references between schemas",
    "refs with relative uris and defs",
    "relative refs with absolute uris and defs",
    "Location-independent identifier with base URI change in subschema",
    "simple URN base URI with $ref via the URN"};

bool fits(const std::string& schema, const std::string& json) {
  const JsonValue value(json);
  return !RecordSchema(schema).failure(value.value());
}

}  // namespace

TEST_CASE("every test of the draft-07 suite holds that stays within its document") {
  const std::filesystem::path folder = "/usr/share/json-schema-test-suite/tests/draft7";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("json-schema-test-suite is not installed: the suite is not run");
    return;
  }
  std::size_t tests = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string file = entry.path().filename().string();
    if (entry.path().extension() != ".json") continue;
    std::ifstream in(entry.path());
    for (const auto& group : nlohmann::json::parse(in)) {
      if (kOtherDocuments.contains(group["description"].get<std::string>())) continue;
      // "ignored" formats of the suite are checked here; tests/.../optional/format has their tests.
      if (file == "format.json") continue;
      CAPTURE(file);
      CAPTURE(group["description"].get<std::string>());
      std::optional<RecordSchema> schema;
      try {
        schema.emplace(group["schema"].dump());
      } catch (const lbl::base::Error& error) {
        FAIL_CHECK(error.what());
        continue;
      }
      for (const auto& test : group["tests"]) {
        CAPTURE(test["description"].get<std::string>());
        const JsonValue value(test["data"].dump());
        CHECK(!schema->failure(value.value()) == test["valid"].get<bool>());
        CHECK(schema->failures(value.value()).empty() == test["valid"].get<bool>());
        ++tests;
      }
    }
  }
  CHECK(tests > 390);
}

TEST_CASE("the formats that are checked pass the suite's own tests") {
  const std::filesystem::path folder =
      "/usr/share/json-schema-test-suite/tests/draft7/optional/format";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("json-schema-test-suite is not installed: the suite is not run");
    return;
  }
  std::size_t tests = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path());
    for (const auto& group : nlohmann::json::parse(in)) {
      const RecordSchema schema(group["schema"].dump());
      if (!schema.unchecked_formats().empty()) continue;
      for (const auto& test : group["tests"]) {
        CAPTURE(entry.path().filename().string());
        CAPTURE(test["description"].get<std::string>());
        CAPTURE(test["data"].dump());
        const JsonValue value(test["data"].dump());
        CHECK(!schema.failure(value.value()) == test["valid"].get<bool>());
        ++tests;
      }
    }
  }
  CHECK(tests > 90);
}

TEST_CASE("a pattern is found anywhere, in code points, and never takes forever") {
  CHECK(fits(R"({"pattern": "b+"})", R"("abbc")"));
  CHECK_FALSE(fits(R"({"pattern": "^b+$"})", R"("abbc")"));
  CHECK(fits(R"({"pattern": "^\\p{Hangul}+$"})", R"("안녕")"));
  CHECK(fits(R"({"pattern": "^.$"})", R"("가")"));
  CHECK(fits(R"({"pattern": "^\\u0061$"})", R"("a")"));
  CHECK_FALSE(fits(R"({"pattern": "^a$"})", R"("a\n")"));
  const std::string slow = "\"" + std::string(100, 'a') + "!\"";
  const JsonValue value(slow);
  const auto failure = RecordSchema(R"({"pattern": "^(a|aa)+$"})").failure(value.value());
  REQUIRE(failure);
  CHECK(failure->message.find("too many steps") != std::string::npos);
  CHECK(fits(R"({"pattern": "^(a|b)*$"})", "\"" + std::string(200'000, 'a') + "\""));
  CHECK_THROWS_WITH_AS(RecordSchema(R"({"pattern": "(a"})"), doctest::Contains("\"(a\""),
                       lbl::base::Error);
}

TEST_CASE("references stay within the schema, and circles that go nowhere are refused") {
  const std::string tree =
      R"({"properties": {"child": {"$ref": "#"}, "n": {"type": "integer"}}, "required": ["n"]})";
  CHECK(fits(tree, R"({"n": 1, "child": {"n": 2, "child": {"n": 3}}})"));
  CHECK_FALSE(fits(tree, R"({"n": 1, "child": {"n": 2, "child": {}}})"));
  CHECK_THROWS_WITH_AS(RecordSchema(R"({"$ref": "#"})"), doctest::Contains("refers to itself"),
                       lbl::base::Error);
  CHECK_THROWS_AS(RecordSchema(R"({"allOf": [{"anyOf": [{"$ref": "#"}]}]})"), lbl::base::Error);
  CHECK_THROWS_WITH_AS(RecordSchema(R"({"$ref": "other.json#/definitions/a"})"),
                       doctest::Contains("other files"), lbl::base::Error);
  CHECK_THROWS_AS(RecordSchema(R"({"$ref": "#/definitions/nothing"})"), lbl::base::Error);
}

TEST_CASE("all failures of a record are told, not the first alone") {
  const JsonValue record(R"({"a": 1, "b": "x", "c": [1, "y", 3], "d": 1})");
  const RecordSchema schema(R"({"properties": {"a": {"type": "string"}, "b": {"minLength": 2},
      "c": {"items": {"type": "integer"}}}, "required": ["e", "f"],
      "additionalProperties": false})");
  std::vector<std::string> keywords;
  for (const auto& failure : schema.failures(record.value())) {
    keywords.emplace_back(failure.keyword);
  }
  std::sort(keywords.begin(), keywords.end());
  CHECK(keywords == std::vector<std::string>{"additionalProperties", "minLength", "required",
                                             "required", "type", "type"});
}

TEST_CASE("a failure names the keyword, the value and what was expected") {
  const JsonValue record(R"({"label": "none", "targets": ["gender", "region"]})");
  const RecordSchema schema(
      R"({"if": {"properties": {"label": {"const": "none"}}},
          "then": {"properties": {"targets": {"maxItems": 0}}}})");
  const auto failure = schema.failure(record.value());
  REQUIRE(failure);
  CHECK(failure->keyword == "maxItems");
  CHECK(failure->at.text() == R"(["gender","region"])");
  CHECK(failure->message == "expected at most 0 elements, found 2");
}

TEST_CASE("a CSV cell is a string, and a number where it spells one") {
  const lbl::test::CellValue cell("3"), word("x");
  CHECK_FALSE(RecordSchema(R"({"type": "integer", "minimum": 3})").failure(cell.value()));
  CHECK_FALSE(RecordSchema(R"({"const": "3"})").failure(cell.value()));
  CHECK_FALSE(RecordSchema(R"({"enum": [3]})").failure(cell.value()));
  CHECK(RecordSchema(R"({"maximum": 2})").failure(cell.value()));
  CHECK(RecordSchema(R"({"type": "number"})").failure(word.value()));
}

TEST_CASE("a format that is not checked is named, at any depth") {
  const RecordSchema schema(
      R"({"properties": {"a": {"not": {"format": "iri"}}}, "format": "date", "pattern": "x"})");
  CHECK(schema.unchecked_formats() == std::vector<std::string>{"iri"});
  CHECK(fits("true", "1"));
  CHECK_FALSE(fits("false", "1"));
}
