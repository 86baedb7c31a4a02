// Edits of a record leave every byte alone that they are not about.
#include "lbl/sample/record_edit.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace lbl::sample;
using lbl::model::FieldPath;

namespace {

std::string without(const std::string& object, const std::vector<std::string>& names) {
  std::vector<FieldPath> paths;
  for (const std::string& name : names) paths.emplace_back(name);
  return without_members(object, paths);
}

}  // namespace

TEST_CASE("members are left out with one comma each, first, middle, last or all") {
  const std::string object = R"({"a": 1, "b" : [2, "}"], "c":{"d":3}})";
  CHECK(without(object, {"a"}) == R"({"b" : [2, "}"], "c":{"d":3}})");
  CHECK(without(object, {"b"}) == R"({"a": 1, "c":{"d":3}})");
  CHECK(without(object, {"c"}) == R"({"a": 1, "b" : [2, "}"]})");
  CHECK(without(object, {"a", "b"}) == R"({"c":{"d":3}})");
  CHECK(without(object, {"b", "c"}) == R"({"a": 1})");
  CHECK(without(object, {"a", "c"}) == R"({"b" : [2, "}"]})");
  CHECK(without(object, {"a", "b", "c"}) == "{}");
  CHECK(without(object, {"x", "d"}) == object);
  CHECK(without("{}", {"a"}) == "{}");
  CHECK(without("  { }  ", {"a"}) == "  { }  ");
}

TEST_CASE("members within objects are found by pointer") {
  CHECK(without(R"({"m": {"label": "x", "k": 1}, "t": 2})", {"/m/label"}) ==
        R"({"m": {"k": 1}, "t": 2})");
  CHECK(without(R"({"m": {"label": {"deep": [1, {"label": 2}]}}})", {"/m/label"}) ==
        R"({"m": {}})");
  CHECK(without(R"({"m": [1], "a/b": 2})", {"/m/label", "/a~1b"}) == R"({"m": [1]})");
  CHECK(without(R"({"m": {"a": 1}, "b": 2})", {"/m/a", "m"}) == R"({"b": 2})");
}

TEST_CASE("keys are compared unescaped, and strings may hold anything") {
  CHECK(without(R"({"l\u0061bel": "\"}{,", "t": "\\"})", {"label"}) == R"({"t": "\\"})");
  CHECK(without(R"({"\ud83d\ude00": 1, "t": 2})", {"\U0001F600"}) == R"({"t": 2})");
  CHECK(without(R"({"a\"b\\\/\n": 1})", {"a\"b\\/\n"}) == "{}");
  CHECK(without(R"({"t":"\\\"", "label":null,"n":-1.5e+3})", {"label"}) ==
        R"({"t":"\\\"","n":-1.5e+3})");
}

TEST_CASE("a value a hundred thousand levels deep is skipped without recursion") {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  CHECK(without("{\"label\": " + deep + ", \"t\": 1}", {"label"}) == R"({"t": 1})");
}

TEST_CASE("a member is added at the end, whatever the object looks like") {
  CHECK(with_member(R"({"a": 1})", "p", "0.5") == R"({"a": 1, "p": 0.5})");
  CHECK(with_member("{}", "p", "{}") == R"({"p": {}})");
  CHECK(with_member("{ }", "p", "1") == R"({"p": 1 })");
  CHECK(with_member("{\"a\": {}\n}\n", "p", "1") == "{\"a\": {}, \"p\": 1\n}\n");
}

TEST_CASE("an object over several lines comes out on one, its strings untouched") {
  CHECK(on_one_line("{\n  \"a b\": 1,\n  \"c\": [ \"x  y\", 2 ]\n}") ==
        R"({"a b":1,"c":["x  y",2]})");
  CHECK(on_one_line(R"({"a" : 1})") == R"({"a" : 1})");
}

TEST_CASE("cells of a row are found around quotes, left out and added") {
  const std::string row = "1,\"a,\"\"b\"\"\n\",,x";
  REQUIRE(row_cells(row, ',').size() == 4);
  CHECK(cell_text(row_cells(row, ',')[1]) == "a,\"b\"\n");
  CHECK(cell_text("plain") == "plain");
  CHECK(without_cells(row, ',', {0, 3}) == "\"a,\"\"b\"\"\n\",");
  CHECK(without_cells(row, ',', {}) == row);
  CHECK(with_cell(row, ',', R"({"p":1})") == row + R"(,"{""p"":1}")");
  CHECK(with_cell("a;b", ';', "c,d") == "a;b;c,d");
  CHECK(row_cells("", ',').size() == 1);
  CHECK(row_cells("a\tb", '\t').size() == 2);
}
