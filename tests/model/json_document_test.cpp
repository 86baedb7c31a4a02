// JSON documents keep the place of every value, and tell a mistake where it stands.
#include "lbl/model/json_document.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <string>

using lbl::model::compact_json;
using lbl::model::JsonDocument;
using lbl::model::JsonPlace;
using lbl::model::pretty_json;
using lbl::model::Value;
using lbl::model::ValueKind;

namespace {

std::string show(const JsonPlace& place) {
  return fmt::format("{}:{}:{} {}", place.file, place.line, place.column, place.pointer);
}

// "line:column pointer | message" of the one fault.
std::string fault_of(const std::string& bytes) {
  const JsonDocument document("f", bytes);
  if (document.faults().size() != 1) return fmt::format("{} faults", document.faults().size());
  const auto& fault = document.faults().front();
  return fmt::format("{}:{} {} | {}", fault.place.line, fault.place.column, fault.place.pointer,
                     fault.message);
}

JsonDocument folded(const std::string& base, const std::string& patch) {
  return JsonDocument("patch", patch).folded_onto(JsonDocument("base", base));
}

}  // namespace

TEST_CASE("every kind of value is read as itself") {
  const JsonDocument document(
      "f",
      R"({"s": "a\n\u00e9b", "n": -1.50e+2, "t": true, "f": false, "z": null, "a": [1, [], {}]})");
  REQUIRE(document.faults().empty());
  const Value root = document.root();
  CHECK(root.count() == 6);
  CHECK(root.member("s").text() ==
        "a\n\xC3\xA9"
        "b");
  CHECK(root.member("n").text() == "-1.50e+2");
  CHECK(root.member("n").number() == -150.0);
  CHECK(root.member("t").text() == "true");
  CHECK(root.member("f").is(ValueKind::boolean));
  CHECK(root.member("z").is(ValueKind::null));
  CHECK(root.member("a").count() == 3);
}

TEST_CASE("a place is file, line, column in bytes and pointer, also with comments in between") {
  const JsonDocument document("g.json",
                              "// first, with \"quotes\" and { braces\n"
                              "{ /* , : */ \"a\": 1,\n"
                              "  \"b/c\" : [ 10, // ten\n"
                              "\t20, {\"\xEA\xB0\x80\": \"x\\\"y\"}]}\n");
  REQUIRE(document.faults().empty());
  const Value root = document.root();
  CHECK(show(document.place(root)) == "g.json:2:1 ");
  CHECK(show(document.place(root.member("a"))) == "g.json:2:18 /a");
  CHECK(show(document.place(root.first())) == "g.json:2:13 /a");
  const Value list = root.member("b/c");
  CHECK(show(document.place(list)) == "g.json:3:11 /b~1c");
  CHECK(show(document.place(list.first())) == "g.json:3:13 /b~1c/0");
  const Value inner = list.first().next().next();
  CHECK(show(document.place(inner)) == "g.json:4:6 /b~1c/2");
  CHECK(show(document.place(inner.first())) == "g.json:4:7 /b~1c/2/\xEA\xB0\x80");
  CHECK(show(document.place(inner.first().next())) == "g.json:4:14 /b~1c/2/\xEA\xB0\x80");
  CHECK(inner.first().next().text() == "x\"y");
}

TEST_CASE("a byte order mark is skipped and takes no column") {
  const JsonDocument document("f", "\xEF\xBB\xBF{\"a\": 1}");
  REQUIRE(document.faults().empty());
  CHECK(show(document.place(document.root())) == "f:1:1 ");
  CHECK(show(document.place(document.root().member("a"))) == "f:1:7 /a");
}

TEST_CASE("CRLF line ends count as one line end") {
  const JsonDocument document("f", "{\r\n  \"a\": 1\r\n}\r\n");
  REQUIRE(document.faults().empty());
  CHECK(show(document.place(document.root().member("a"))) == "f:2:8 /a");
}

TEST_CASE("a syntax error is told where it stands, with what to do") {
  CHECK(fault_of("") == "1:1  | the file is empty; expected a JSON value");
  CHECK(fault_of(" // only a comment\n") == "2:1  | the file is empty; expected a JSON value");
  CHECK(fault_of("{\"a\": [1, 2,],}") ==
        "1:13 /a | \"]\" is unexpected here; expected a value; take out the comma before \"]\"");
  CHECK(fault_of("{\"a\": 1,}") ==
        "1:9  | \"}\" is unexpected here; expected a key in double quotes; take out the comma "
        "before \"}\"");
  CHECK(fault_of("{\"a\": {\"b\": 1\n \"c\": 2}}") ==
        "2:2 /a | \"c\" is unexpected here; expected a comma or \"}\"");
  CHECK(fault_of("[1 2]") == "1:4  | \"2\" is unexpected here; expected a comma or \"]\"");
  CHECK(fault_of("[1,,2]") == "1:4  | \",\" is unexpected here; expected a value");
  CHECK(fault_of("{\"a\" 1}") == "1:6  | \"1\" is unexpected here; expected a colon");
  CHECK(fault_of("{'a': 1}") ==
        "1:2  | \"'a'\" is no key; keys stand in double quotes; strings stand in double quotes");
  CHECK(fault_of("{a: 1}") == "1:2  | \"a\" is no key; keys stand in double quotes");
  CHECK(fault_of("[True]") == "1:2  | \"True\" is no JSON value; write it in small letters");
  CHECK(fault_of("[nul]") == "1:2  | \"nul\" is no JSON value");
  CHECK(fault_of("[1e400]") == "1:2  | \"1e400\" is too large for a number");
  CHECK(fault_of("[1] x") == "1:5  | \"x\" is no JSON value");
  CHECK(fault_of("[1] [2]") == "1:5  | \"[\" is unexpected here; expected the end of the file");
  CHECK(fault_of("[-]") == "1:2  | \"-\": invalid number; expected digit after '-'");
}

TEST_CASE("a mistake inside a string is told at its byte") {
  CHECK(fault_of("[\"ab\ncd\"]") ==
        "1:5  | invalid string: control character U+000A (LF) must be escaped to \\u000A or \\n");
  CHECK(fault_of("[\"a\\xb\"]") == "1:5  | invalid string: forbidden character after backslash");
  CHECK(fault_of("[\"\\ud800x\"]").find("surrogate") != std::string::npos);
}

TEST_CASE("a truncated file is told with what was left open") {
  CHECK(fault_of("{\"a\":\n [1, 2") ==
        "2:7 /a | the file ends too early; the array that begins on line 2 is not closed");
  CHECK(fault_of("{\"a\": \"never") == "1:7  | the string that begins here is not closed");
  CHECK(fault_of("{\"a\": 1} /* never") == "1:18  | a comment is not closed");
}

TEST_CASE("what is no UTF-8 text is told by its kind") {
  CHECK(fault_of(std::string("\xFF\xFE{\0", 4)) ==
        "1:1  | the text is UTF-16; expected UTF-8 (iconv -f UTF-16)");
  CHECK(fault_of("{\"a\": \"\xB0\xA1\"}").find("1:8  | byte 0xB0 is not UTF-8") == 0);
  CHECK(fault_of(std::string("{\"a\": 1}\0{}", 11)) == "1:9  | a NUL byte is no text");
}

TEST_CASE("a key that stands twice is told at its second place, compared after unescaping") {
  CHECK(fault_of("{\"a\": 1,\n \"b\": {\"label\": 1,\n \"la\\u0062el\": 2}}") ==
        "3:2 /b/label | key \"label\" stands twice; first on line 2");
}

TEST_CASE("nesting is read to 1,024 levels and refused beyond, at any depth") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(JsonDocument("f", nested(1024)).faults().empty());
  CHECK(fault_of(nested(1025)).find("1:1025 ") == 0);
  CHECK(fault_of(nested(1025)).find("| nested deeper than 1,024") != std::string::npos);
  CHECK(fault_of(std::string(3'000'000, '[')).find("nested deeper") != std::string::npos);
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  CHECK(fault_of(objects).find("nested deeper") != std::string::npos);
}

TEST_CASE("a document is written without comments and reads back as the same") {
  const std::string text =
      "{ // x\n \"a\\n\": [1.50, \"\\u0001\\\"\\\\/\", null], \"o\": {\"p\": {}, \"q\": []}}";
  const JsonDocument document("f", text);
  const std::string compact = compact_json(document.root());
  CHECK(compact == R"({"a\n":[1.50,"\u0001\"\\/",null],"o":{"p":{},"q":[]}})");
  const std::string pretty = pretty_json(document.root());
  CHECK(pretty ==
        "{\n  \"a\\n\": [1.50, \"\\u0001\\\"\\\\/\", null],\n  \"o\": {\n    \"p\": {},\n"
        "    \"q\": []\n  }\n}");
  CHECK(compact_json(JsonDocument("g", pretty).root()) == compact);
  CHECK(compact_json(JsonDocument("g", "3").root()) == "3");
}

TEST_CASE("folding merges objects by key, replaces the rest and takes away what null names") {
  // The examples of RFC 7396, appendix A, that are objects.
  const auto fold = [](const std::string& base, const std::string& patch) {
    return compact_json(folded(base, patch).root());
  };
  CHECK(fold(R"({"a":"b"})", R"({"a":"c"})") == R"({"a":"c"})");
  CHECK(fold(R"({"a":"b"})", R"({"b":"c"})") == R"({"a":"b","b":"c"})");
  CHECK(fold(R"({"a":"b"})", R"({"a":null})") == R"({})");
  CHECK(fold(R"({"a":"b","b":"c"})", R"({"a":null})") == R"({"b":"c"})");
  CHECK(fold(R"({"a":["b"]})", R"({"a":"c"})") == R"({"a":"c"})");
  CHECK(fold(R"({"a":"c"})", R"({"a":["b"]})") == R"({"a":["b"]})");
  CHECK(fold(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})") == R"({"a":{"b":"d"}})");
  CHECK(fold(R"({"a":[{"b":"c"}]})", R"({"a":[1]})") == R"({"a":[1]})");
  CHECK(fold(R"({"a":"foo"})", R"({"a":{"b":{}}})") == R"({"a":{"b":{}}})");
  CHECK(fold(R"({"e":null})", R"({"a":1})") == R"({"e":null,"a":1})");
}

TEST_CASE("a folded document knows which file each value stands in") {
  const JsonDocument whole =
      folded("{\n\"a\": {\"x\": 1},\n\"b\": 2}", "{\"a\": {\n\"y\": 3, \"x\": 4}}");
  REQUIRE(whole.faults().empty());
  const Value a = whole.root().member("a");
  CHECK(show(whole.place(a)) == "patch:1:7 /a");
  CHECK(show(whole.place(a.member("x"))) == "patch:2:14 /a/x");
  CHECK(show(whole.place(a.member("y"))) == "patch:2:6 /a/y");
  CHECK(show(whole.place(whole.root().member("b"))) == "base:3:6 /b");
  CHECK(whole.place(whole.root().member("b")).source == 1);

  const JsonDocument again = JsonDocument("third", "{\"c\": 0}").folded_onto(whole);
  CHECK(show(again.place(again.root().member("b"))) == "base:3:6 /b");
  CHECK(again.place(again.root().member("b")).source == 2);
  CHECK(again.place(again.root().member("a")).source == 1);
  CHECK(again.place(again.root().member("c")).source == 0);
}

TEST_CASE("a null that takes nothing away is a misspelled key") {
  const JsonDocument whole = folded(R"({"tasks": {"targets": 1, "label": 2}})",
                                    "{\"tasks\": {\"tragets\": null},\n \"new\": {\"n\": null}}");
  REQUIRE(whole.faults().size() == 2);
  CHECK(show(whole.faults()[0].place) == "patch:1:12 /tasks/tragets");
  CHECK(whole.faults()[0].message ==
        "null takes an inherited key away, but \"tragets\" is not inherited (did you mean "
        "\"targets\"?)");
  CHECK(show(whole.faults()[1].place) == "patch:2:10 /new/n");
}
