// Places in the bytes of records, and what edits leave alone.
#include "lbl/model/edit.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace lbl::model;

TEST_CASE("edits replace their bytes and nothing else, in any order") {
  CHECK(edited("abcdef", {{4, 5, "E"}, {0, 0, "^"}, {1, 3, ""}}) == "^adEf");
  CHECK(edited("abc", {}) == "abc");
}

TEST_CASE("a byte of a JSON text is found behind escapes of every length") {
  // The text: a, quote, e with acute (2 bytes), an emoji as a surrogate pair (4), Hangul (3), z.
  const std::string json = R"(["a\"\u00e9\ud83d\ude00\ud55cz"])";
  const std::size_t at = 1;
  CHECK(json.substr(json_text_place(json, at, 0), 1) == "a");
  CHECK(json.substr(json_text_place(json, at, 1), 2) == "\\\"");
  CHECK(json.substr(json_text_place(json, at, 2), 6) == "\\u00e9");
  CHECK(json.substr(json_text_place(json, at, 4), 12) == "\\ud83d\\ude00");
  CHECK(json.substr(json_text_place(json, at, 8), 6) == "\\ud55c");
  CHECK(json.substr(json_text_place(json, at, 11), 1) == "z");
  CHECK(json_text_place(json, at, 12) == json_scalar_end(json, at) - 1);
}

TEST_CASE("the end of a JSON scalar is found in a list") {
  const std::string json = R"(["a,\"]", 12 ,true])";
  CHECK(json_scalar_end(json, 1) == 8);
  CHECK(json.substr(10, json_scalar_end(json, 10) - 10) == "12");
  CHECK(json.substr(14, json_scalar_end(json, 14) - 14) == "true");
}

TEST_CASE("a CSV cell keeps its quotes, and gets them when it must") {
  const std::string row = R"(a,"b ""c""",d)";
  CHECK(csv_cell_end(row, 0, "a") == 1);
  CHECK(csv_cell_end(row, 2, "b \"c\"") == 11);
  CHECK(csv_cell_for(row, 0, "x") == "x");
  CHECK(csv_cell_for(row, 0, "x,y") == "\"x,y\"");
  CHECK(csv_cell_for(row, 2, "say \"x\"") == "\"say \"\"x\"\"\"");
}
