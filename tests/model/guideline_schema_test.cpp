// The schema of guidelines and their loader agree: on the keys, on what is good and on what is bad.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "lbl/model/guideline.hpp"
#include "lbl/model/guideline_keys.hpp"
#include "model/guideline_helpers.hpp"
#include "schemas/schema_validator.hpp"
#include "source_folder.hpp"

using namespace lbl::model;
using lbl::tests::Problems;
using lbl::tests::problems_of;
using lbl::tests::read_text;
using lbl::tests::SchemaValidator;
using Json = nlohmann::json;

namespace {

const char* const kSchemaFile = LBL_SOURCE_DIR "/schemas/guideline.schema.json";

std::string file_bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> names;
  for (const auto& [key, value] : object.items()) names.push_back(key);
  return sorted(names);
}

// A guideline around the inside of one task, or around members of the top.
std::string with_task(const std::string& inside) {
  return R"({"guideline": "g", "tasks": {"t": {)" + inside + "}}}";
}
std::string with_member(const std::string& member) {
  return R"({"guideline": "g", "tasks": {"t": {"type": "text"}}, )" + member + "}";
}

}  // namespace

TEST_CASE("the schema and the loader know the same keys") {
  const Json schema = Json::parse(file_bytes(kSchemaFile));
  const Json& definitions = schema["definitions"];
  const auto properties = [&](const char* name) {
    return keys_of(definitions[name]["properties"]);
  };
  const auto keys = [](GuidelinePart part) { return sorted(guideline_keys(part)); };

  const std::vector<std::string> top = keys(GuidelinePart::guideline);
  CHECK(properties("difference") == top);
  std::vector<std::string> whole = properties("guideline");
  whole.emplace_back("extends");
  CHECK(sorted(whole) == top);

  CHECK(properties("fields") == keys(GuidelinePart::fields));
  CHECK(properties("label") == keys(GuidelinePart::label));
  CHECK(properties("scale_point") == keys(GuidelinePart::scale_point));
  CHECK(properties("example") == keys(GuidelinePart::example));
  CHECK(properties("edge_case") == keys(GuidelinePart::edge_case));
  CHECK(properties("rule") == keys(GuidelinePart::rule));
  CHECK(properties("slice") == keys(GuidelinePart::slice));
  CHECK(properties("coverage") == keys(GuidelinePart::coverage));
  CHECK(properties("pii") == keys(GuidelinePart::pii));
  CHECK(properties("gates") == keys(GuidelinePart::gates));
}

TEST_CASE("the schema and the loader know the same task types and their keys") {
  const Json schema = Json::parse(file_bytes(kSchemaFile));
  const Json& definitions = schema["definitions"];
  std::vector<std::string> types, all_keys;
  for (std::size_t i = 0; i < kTaskTypes; ++i) {
    const auto type = static_cast<TaskType>(i);
    const std::string name(task_type_name(type));
    CAPTURE(name);
    types.push_back(name);
    CHECK(keys_of(definitions[name]["properties"]) == sorted(task_keys(type)));
    CHECK_FALSE(definitions[name]["additionalProperties"].get<bool>());
    all_keys.insert(all_keys.end(), task_keys(type).begin(), task_keys(type).end());
    const Json& chosen = definitions["task"]["allOf"][i];
    CHECK(chosen["if"]["properties"]["type"]["const"] == name);
    CHECK(chosen["then"]["$ref"] == "#/definitions/" + name);
  }
  CHECK(definitions["task"]["properties"]["type"]["enum"] == Json(types));
  all_keys = sorted(all_keys);
  all_keys.erase(std::unique(all_keys.begin(), all_keys.end()), all_keys.end());
  const Json& difference = definitions["difference"]["properties"]["tasks"];
  CHECK(keys_of(difference["additionalProperties"]["properties"]) == all_keys);
  CHECK(definitions["pii"]["properties"]["detect"]["items"]["enum"] == Json(personal_data_kinds()));
}

TEST_CASE("every guideline of the library is good by the schema") {
  const SchemaValidator schema(kSchemaFile);
  int guidelines = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(LBL_SOURCE_DIR "/schemas/guidelines")) {
    if (entry.path().extension() != ".json") continue;
    CAPTURE(entry.path().string());
    CHECK(schema.problems(file_bytes(entry.path())) == Problems{});
    ++guidelines;
  }
  CHECK(guidelines > 0);
}

TEST_CASE("the guideline that the fuzzer starts from is good by the schema, and so is the whole") {
  const SchemaValidator schema(kSchemaFile);
  const std::string text =
      file_bytes(LBL_SOURCE_DIR "/tests/fuzz/seeds/guideline_fuzz/everything.json");
  CHECK(schema.problems(text) == Problems{});
  CHECK(schema.problems(read_text(text).resolved) == Problems{});
}

TEST_CASE("a guideline that extends another one may leave out, and take away") {
  const SchemaValidator schema(kSchemaFile);
  CHECK(schema.problems(R"({"extends": "sentiment"})") == Problems{});
  CHECK(
      schema.problems(
          R"({"extends": "s", "gates": null, "tasks": {"t": null, "u": {"min": 1, "step": null}}})") ==
      Problems{});
  CHECK_FALSE(schema.problems(R"({"extends": "s", "taks": {}})").empty());
  CHECK_FALSE(schema.problems(R"({"extends": "s", "tasks": {"t": {"stpe": 1}}})").empty());
  CHECK_FALSE(schema.problems(R"({"extends": ""})").empty());
}

TEST_CASE("what both should take, both take") {
  const SchemaValidator schema(kSchemaFile);
  for (
      const std::string& text : {
          with_task(
              R"("type": "choice", "labels": ["a", 2, true, {"name": 1.5, "aliases": ["x", 3]}])"),
          with_task(R"("type": "choice", "labels": ["a b"], "ordered": true, "field": "/x/y")"),
          with_task(R"("type": "choices", "labels": ["a"], "min": 0, "max": 1)"),
          with_task(
              R"("type": "rating", "min": 0, "max": 1, "step": 0.25, "labels": [{"value": 0.5, "name": "n"}])"),
          with_task(R"("type": "number")"),
          with_task(R"("type": "text", "edge_cases": ["a", {"text": "b", "answer": "c"}])"),
          with_task(R"("type": "spans", "overlap": "forbid", "offsets": "codepoint", "max": 3)"),
          with_task(R"("type": "segments", "labels": ["s"], "overlap": "nested")"),
          with_task(R"("type": "boxes", "labels": ["s"], "min": 1)"),
          with_task(R"("type": "ranking")"),
          with_task(R"("type": "pairwise", "labels": ["l", "r"])"),
          with_member(
              R"("rules": [{"id": "r", "required": ["t"], "severity": "off", "message": "m"}])"),
          with_member(R"("slices": ["s", {"field": "f", "bins": [1, 2]}])"),
          with_member(R"("coverage": {"max_share_per_annotator": 1})"),
          with_member(R"("gates": {"agree": ["a.b[c=\"d >= 1\"] >= -1.5e-3", "x==0"]})"),
          with_member(R"("missing_values": ["", "-", -1], "annotators": ["a", 1])"),
      }) {
    CAPTURE(text);
    CHECK(problems_of(read_text(text)) == Problems{});
    CHECK(schema.problems(text) == Problems{});
  }
}

TEST_CASE("what a schema can tell to be bad, both refuse") {
  const SchemaValidator schema(kSchemaFile);
  for (const std::string& text : {
           std::string("[]"),
           std::string("{}"),
           std::string(R"({"guideline": "g"})"),
           std::string(R"({"guideline": "g", "tasks": {}})"),
           std::string(R"({"guideline": " ", "tasks": {"t": {"type": "text"}}})"),
           std::string(R"({"guideline": "g", "tasks": {" t": {"type": "text"}}})"),
           std::string(R"({"guideline": "g", "tasks": {"a,b": {"type": "text"}}})"),
           with_task(R"("field": "f")"),
           with_task(R"("type": "chioce", "labels": ["a"])"),
           with_task(R"("type": "choice")"),
           with_task(R"("type": "choice", "labels": [])"),
           with_task(R"("type": "choice", "labels": [""])"),
           with_task(R"("type": "choice", "labels": [" a"])"),
           with_task(R"("type": "choice", "labels": [null])"),
           with_task(R"("type": "choice", "labels": [{"definition": "d"}])"),
           with_task(R"("type": "choice", "labels": [{"name": "a", "alias": "b"}])"),
           with_task(R"("type": "choice", "labels": [{"name": "a", "aliases": "b"}])"),
           with_task(R"("type": "choice", "labels": [{"name": "a", "deprecated": 2}])"),
           with_task(R"("type": "choice", "labels": [{"name": "a", "examples": [{"note": "n"}]}])"),
           with_task(R"("type": "choice", "labels": ["a"], "min": 1)"),
           with_task(R"("type": "choice", "labels": ["a"], "ordered": 1)"),
           with_task(R"("type": "choices", "labels": ["a"], "max": -1)"),
           with_task(R"("type": "choices", "labels": ["a"], "max": 1.5)"),
           with_task(R"("type": "rating", "min": 1)"),
           with_task(R"("type": "rating", "min": 1, "max": 5, "step": 0)"),
           with_task(R"("type": "rating", "min": 1, "max": 5, "labels": [{"name": "n"}])"),
           with_task(R"("type": "text", "labels": ["a"])"),
           with_task(R"("type": "text", "required": "no")"),
           with_task(R"("type": "text", "edge_cases": [{"answer": "a"}])"),
           with_task(R"("type": "spans", "overlap": "maybe")"),
           with_task(R"("type": "segments", "offsets": "byte")"),
           with_task(R"("type": "pairwise", "labels": ["a"])"),
           with_member(R"("taks": {})"),
           with_member(R"("version": 2)"),
           with_member(R"("fields": {"itm": "id"})"),
           with_member(R"("fields": {"item": ""})"),
           with_member(R"("rules": [{"id": "r"}])"),
           with_member(R"("rules": [{"not": {}}])"),
           with_member(R"("rules": [{"id": "a b", "not": {}}])"),
           with_member(R"("rules": [{"id": "r", "not": {}, "severity": "bad"}])"),
           with_member(R"("slices": [{"name": "n"}])"),
           with_member(R"("slices": [{"field": "f", "measure": "width"}])"),
           with_member(R"("slices": [{"field": "f", "bins": []}])"),
           with_member(R"("coverage": {"labels_per_item": 0})"),
           with_member(R"("coverage": {"max_share_per_annotator": 1.1})"),
           with_member(R"("pii": {})"),
           with_member(R"("pii": {"detect": ["fax"]})"),
           with_member(R"("gates": {"agree": ["a"]})"),
           with_member(R"("gates": {"agree": ["a = 1"]})"),
           with_member(R"("gates": {"agree": ["a > b"]})"),
           with_member(R"("gates": {"report": []})"),
           with_member(R"("missing_values": ["a", "a"])"),
           with_member(R"("annotators": [""])"),
       }) {
    CAPTURE(text);
    CHECK_FALSE(problems_of(read_text(text)).empty());
    CHECK_FALSE(schema.problems(text).empty());
  }
}
