// Conditions on records: what they say, what they refuse.
#include "lbl/model/condition.hpp"

#include <doctest/doctest.h>

#include "lbl/base/error.hpp"
#include "lbl/model/json_document.hpp"

namespace {

using namespace lbl::model;

// What `condition` says of the record spelled by `json`.
Truth truth(const char* condition, const char* json) {
  FieldPlan plan;
  const Condition read(condition, plan);
  const JsonDocument document("record", json);
  std::vector<std::uint32_t> fields;
  for (const FieldPath& path : plan.fields) {
    const Value value = document.root().member(path.keys.front());
    fields.push_back(value.missing()
                         ? Record::kMissing
                         : static_cast<std::uint32_t>(&value.node() - &document.root().node()));
  }
  Record record;
  record.nodes = {&document.root().node(), document.root().node().span};
  record.field_nodes = fields;
  return read.of(record);
}

std::string refusal(const char* condition) {
  FieldPlan plan;
  try {
    const Condition read(condition, plan);
  } catch (const lbl::base::Error& error) {
    CHECK(error.kind() == lbl::base::ErrorKind::usage);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("fields are compared with texts, numbers, words and other fields") {
  const char* record =
      R"({"label": "hate", "gold": "none", "severity": 3, "ok": true, "tags": ["a", "b"], "more": ["a",  "b"]})";
  for (const char* yes : {"label != gold",
                          "label == \"hate\"",
                          "label = hate",
                          "label='hate'",
                          ".label != .gold",
                          "severity >= 3",
                          "severity == 3.0",
                          "severity < 3.5",
                          "ok",
                          "ok = true",
                          "tags == more",
                          "label = hate and severity > 2",
                          "label = none or severity > 2",
                          "not (label = none)",
                          "!(label == gold) && ok",
                          "`label` = hate",
                          "severity <> 4",
                          "gone == null",
                          "label != null",
                          "label = none || label = hate"}) {
    CAPTURE(yes);
    CHECK(truth(yes, record) == Truth::yes);
  }
  for (const char* no : {"label == gold", "severity > 3", "not ok", "label = Hate", "ok = false",
                         "label == \"hate\" and severity = 4", "label == null"}) {
    CAPTURE(no);
    CHECK(truth(no, record) == Truth::no);
  }
}

TEST_CASE("what is missing makes an answer unknown unless the rest decides") {
  const char* record = R"({"label": "x", "empty": "", "none": null})";
  CHECK(truth("label != gold", record) == Truth::missing);
  CHECK(truth("empty = x", record) == Truth::missing);
  CHECK(truth("none", record) == Truth::missing);
  CHECK(truth("not gold = x", record) == Truth::missing);
  CHECK(truth("gold = x or label = x", record) == Truth::yes);
  CHECK(truth("gold = x and label = y", record) == Truth::no);
  CHECK(truth("gold = x and label = x", record) == Truth::missing);
}

TEST_CASE("a field alone is true or false, or does not fit") {
  CHECK(truth("d", R"({"d": 1})") == Truth::yes);
  CHECK(truth("d", R"({"d": 0})") == Truth::no);
  CHECK(truth("d", R"({"d": "yes"})") == Truth::yes);
  CHECK(truth("d", R"({"d": "no"})") == Truth::no);
  CHECK(truth("d", R"({"d": "maybe"})") == Truth::unfit);
  CHECK(truth("d > 3", R"({"d": "high"})") == Truth::unfit);
}

TEST_CASE("what is no condition is refused with its place") {
  CHECK(refusal("label ==") ==
        "condition \"label ==\", column 9: expected a value: a text in quotes, a number, true, "
        "false, null, or a field");
  CHECK(refusal("(label = x") == "condition \"(label = x\", column 11: expected )");
  CHECK(refusal("label = 'x") == "condition \"label = 'x\", column 9: this quote is never closed");
  CHECK(refusal("a & b").find("write and, or, && or ||") != std::string::npos);
  CHECK(refusal("a = b c").find("expected and, or, or the end, found \"c\"") != std::string::npos);
  CHECK(refusal("\"a\" = b").find("a condition starts with a field") != std::string::npos);
  CHECK(refusal("").find("expected a field") != std::string::npos);
  CHECK(refusal(std::string(300, '(').c_str()).find("nested too deep") != std::string::npos);
}
