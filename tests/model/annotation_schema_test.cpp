// The schema of annotations takes every kind of answer, and no record without an item.
#include <doctest/doctest.h>

#include <string>

#include "model/guideline_helpers.hpp"
#include "schemas/schema_validator.hpp"
#include "source_folder.hpp"

using lbl::tests::Problems;
using lbl::tests::SchemaValidator;

namespace {

const SchemaValidator& schema() {
  static const SchemaValidator kSchema(LBL_SOURCE_DIR "/schemas/annotation.schema.json");
  return kSchema;
}

std::string record(const std::string& label) {
  return R"({"item": "i1", "annotator": 7, "label": )" + label + "}";
}

}  // namespace

TEST_CASE("a record may hold an answer of every task type") {
  for (const char* label : {"\"hate\"", "3", "true", "null", "[\"gender\", \"other\"]", "[]", "4.5",
                            R"([{"start": 0, "end": 4, "label": "pos"}, {"start": 2, "end": 3}])",
                            R"([{"start": 0.5, "end": 4.25, "label": "verse"}])",
                            R"([{"x": 1.5, "y": 2, "width": 3, "height": 4, "label": "cat"}])",
                            R"(["best", "second"])", "\"tie\""}) {
    CAPTURE(label);
    CHECK(schema().problems(record(label)) == Problems{});
  }
}

TEST_CASE("a record keeps other fields and may lack an answer") {
  CHECK(schema().problems(R"({"item": 12, "annotator": "kim", "source": {"site": "forum"},
    "text": "t", "time": "2024-05-01T12:00:00Z",
    "sampling": {"design": "stratified", "p": 0.25, "weight": 4, "stratum": "ko", "cluster": null,
                 "N": 400, "n": 100, "seed": 1}})") == Problems{});
}

TEST_CASE("a record without item or annotator, or with an answer that is none, is refused") {
  for (const std::string& text :
       {std::string("[]"), std::string(R"({"annotator": "a", "label": "x"})"),
        std::string(R"({"item": "i", "label": "x"})"),
        std::string(R"({"item": " ", "annotator": "a"})"),
        std::string(R"({"item": {"id": 1}, "annotator": "a"})"), record(R"([{"start": 3}])"),
        record(R"([{"x": 1, "y": 2, "width": 0, "height": 4}])"), record(R"({"value": 3})"),
        record(R"(["a", "a"])")}) {
    CAPTURE(text);
    CHECK_FALSE(schema().problems(text).empty());
  }
}
