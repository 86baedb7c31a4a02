// --schema: every failure of a record, at its place.
#include <doctest/doctest.h>

#include <string>

#include "lbl/model/json_document.hpp"
#include "lbl/model/schema_keywords.hpp"

using namespace lbl;

namespace {

std::size_t problems(const std::string& schema) {
  return model::schema_problems(model::JsonDocument("schema.json", schema)).size();
}

}  // namespace

TEST_CASE("a schema file is checked for its form, and unknown keywords are let be") {
  CHECK(problems(R"({"type": "object", "x-note": 1, "properties": {"a": {"minimum": 1}}})") == 0);
  CHECK(problems(R"({"if": {"type": "object"}})") == 0);
  CHECK(problems(R"({"type": "objekt", "properties": {"a": {"minimum": "1"}}})") == 2);
  CHECK(problems(R"({"$schema": "https://json-schema.org/draft/2020-12/schema"})") == 1);
  CHECK(problems(R"({"type": )") == 1);
  CHECK(problems("true") == 0);
  CHECK(problems("[]") == 1);
}
