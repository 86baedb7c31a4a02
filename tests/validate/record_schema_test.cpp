// Rules as direct checks, against the official test suite of draft-07.
#include "lbl/validate/record_schema.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "model/json_value.hpp"

using lbl::test::JsonValue;
using lbl::validate::RecordSchema;

namespace {

// Files of the suite that are about what RecordSchema names as unchecked.
const std::set<std::string> kUncheckedFiles = {"pattern.json",     "patternProperties.json",
                                               "ref.json",         "refRemote.json",
                                               "definitions.json", "format.json"};

bool fits(const std::string& schema, const std::string& json) {
  const JsonValue value(json);
  return !RecordSchema(schema).failure(value.value());
}

}  // namespace

TEST_CASE("every test of the draft-07 suite about a checked keyword holds") {
  const std::filesystem::path folder = "/usr/share/json-schema-test-suite/tests/draft7";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("json-schema-test-suite is not installed: the suite is not run");
    return;
  }
  std::size_t tests = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string file = entry.path().filename().string();
    if (entry.path().extension() != ".json" || kUncheckedFiles.contains(file)) continue;
    std::ifstream in(entry.path());
    for (const auto& group : nlohmann::json::parse(in)) {
      const RecordSchema schema(group["schema"].dump());
      if (!schema.unchecked_keywords().empty()) continue;
      for (const auto& test : group["tests"]) {
        const std::string description = file + ": " + group["description"].get<std::string>() +
                                        ": " + test["description"].get<std::string>();
        CAPTURE(description);
        const JsonValue value(test["data"].dump());
        CHECK(!schema.failure(value.value()) == test["valid"].get<bool>());
        ++tests;
      }
    }
  }
  CHECK(tests > 300);
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

TEST_CASE("what is not checked is named, at any depth") {
  const RecordSchema schema(
      R"({"properties": {"a": {"not": {"pattern": "x"}}}, "format": "date"})");
  CHECK(schema.unchecked_keywords() == std::vector<std::string>{"pattern", "format"});
  CHECK(fits("true", "1"));
  CHECK_FALSE(fits("false", "1"));
}
