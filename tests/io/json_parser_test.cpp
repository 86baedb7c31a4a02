// The JSON parser against a second opinion (nlohmann/json), and the locator against the parser.
#include "lbl/io/json_parser.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "io/collect.hpp"
#include "io/json_oracle.hpp"
#include "lbl/base/text.hpp"
#include "lbl/io/chunk_reader.hpp"
#include "lbl/io/locate.hpp"
#include "lbl/io/splitter.hpp"

using namespace lbl;

namespace {

model::FieldPlan whole_plan() {
  model::FieldPlan plan;
  plan.whole_record = true;
  return plan;
}

// What the reader makes of lines: the record as text, or "!" and the message.
class LineReader {
 public:
  LineReader() : reader_(io::make_json_reader(whole_plan())) {}

  std::vector<std::string> read(const std::string& lines) {
    chunk_.rows.clear();
    chunk_.texts.clear();
    chunk_.bytes.assign(lines);
    io::make_line_splitter()->split(chunk_.bytes.view(), io::Rest::nothing, chunk_.rows);
    Worker worker;
    io::Delivery delivery(worker, io::OnError::skip);
    reader_->read(chunk_, delivery);
    return worker.seen;
  }

 private:
  struct Worker : io::ChunkWorker {
    void on_record(const model::Record& record) override {
      seen.push_back(test::shown(record.root()));
    }
    void on_malformed(const model::Malformed& bad) override { seen.push_back("!" + bad.message); }
    std::vector<std::string> seen;
  };
  std::unique_ptr<io::ChunkReader> reader_;
  io::Chunk chunk_;
};

const std::vector<std::string> kSeeds = {
    R"({"item": "a", "annotator": "x", "label": "pos", "n": [1, -2.5e+3, 0, 1E400, true]})",
    R"({"a":{"b":{"c":[{"a":1,"b":2},{"a":1,"b":2},{"b":1}]}},"":"","x\"":null,"e":[[],{}]})",
    R"({"s":"\u0041\ud55c\uD83D\uDE00\n\\\/","t":"","u":"한글 \" text","v":" ","s2":"\\"})",
    R"({"a":"","b":"","c":"\"","d":-0,"e":false,"f":[null,[[["deep"]]]],"long key of many letters":9})",
    "  {\t\"a\" :\r1 , \"b\" : [ ] , \"c\":{ } }  ",
};

std::string mutated(const std::string& seed, std::mt19937_64& random) {
  static const std::vector<std::string> pieces = {"{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  ":",
                                                  ",",
                                                  "\"",
                                                  "\\",
                                                  " ",
                                                  "\t",
                                                  "\r",
                                                  "0",
                                                  "1",
                                                  "-",
                                                  "+",
                                                  ".",
                                                  "e",
                                                  "E",
                                                  "true",
                                                  "null",
                                                  "NaN",
                                                  "a",
                                                  "\"a\"",
                                                  "\"a\":",
                                                  "\\u",
                                                  "\\u0041",
                                                  "\\ud83d",
                                                  "\\ude00",
                                                  "\\x",
                                                  "한",
                                                  "\xed\xa0\x80",
                                                  "\xff",
                                                  "\xEF\xBB\xBF",
                                                  std::string(1, '\0'),
                                                  "\x01",
                                                  "\"\"",
                                                  "{}",
                                                  "[]",
                                                  "'",
                                                  "//",
                                                  "12345678901234567890",
                                                  "1e-400"};
  std::string text = seed;
  const auto edits = random() % 4;
  for (std::uint64_t i = 0; i < edits && !text.empty(); ++i) {
    const std::size_t at = random() % text.size();
    switch (random() % 4) {
      case 0:
        text.erase(at, 1 + random() % 3);
        break;
      case 1:
        text.insert(at, pieces[random() % pieces.size()]);
        break;
      case 2:
        text.replace(at, 1, pieces[random() % pieces.size()]);
        break;
      default:
        text.insert(at, text.substr(random() % text.size(), random() % 12));
        break;
    }
  }
  return text;
}

}  // namespace

TEST_CASE("the parser accepts and shows exactly what another JSON reader does") {
  LineReader reader;
  std::mt19937_64 random(20240501);
  const std::string good = R"({"item":"good","label":1})";
  for (int round = 0; round < 60'000; ++round) {
    const std::string text = mutated(kSeeds[random() % kSeeds.size()], random);
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    CAPTURE(text);
    const std::optional<std::string> expected = test::oracle(text);
    const std::vector<std::string> seen = reader.read(good + "\n" + text + "\n" + good);
    REQUIRE(seen.size() == 3);
    REQUIRE(seen[0] == R"({"item":"good","label":1})");
    REQUIRE(seen[2] == seen[0]);
    if (expected) {
      REQUIRE(seen[1] == *expected);
      REQUIRE_FALSE(io::locate(text).has_value());
    } else {
      REQUIRE(seen[1].starts_with("!"));
      const auto fault = io::locate(text);
      REQUIRE(fault.has_value());
      REQUIRE(fault->offset <= text.size());
      REQUIRE(fault->message.size() < 300);
      REQUIRE(fault->message == base::escaped(fault->message, 1000));
    }
  }
}

TEST_CASE("keys that stand twice are found at any depth, in any order of layouts") {
  LineReader reader;
  std::mt19937_64 random(7);
  // Few keys in random order: layouts are learned, met again, and run out of room.
  for (int round = 0; round < 30'000; ++round) {
    std::string lines;
    std::vector<bool> good;
    for (int line = 0; line < 3; ++line) {
      std::vector<std::string> keys;
      std::string text = "{\"in\":[{";
      const auto count = random() % 7;
      bool twice = false;
      for (std::uint64_t i = 0; i < count; ++i) {
        const std::string key(1, static_cast<char>('a' + random() % 26));
        for (const std::string& other : keys) twice = twice || other == key;
        keys.push_back(key);
        text += (i == 0 ? "\"" : ",\"") + key + "\":" + std::to_string(i);
      }
      lines += text + "}]}\n";
      good.push_back(!twice);
    }
    const auto seen = reader.read(lines);
    REQUIRE(seen.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) REQUIRE(seen[i].starts_with("!") != good[i]);
  }
}

TEST_CASE("a record of 100,000 keys is read, and its one repeated key found") {
  LineReader reader;
  std::string record = "{";
  for (int i = 0; i < 100'000; ++i) record += "\"key" + std::to_string(i) + "\":0,";
  const auto seen = reader.read(record + "\"x\":1}\n" + record + "\"key5\":1}\n{\"x\":1}");
  REQUIRE(seen.size() == 3);
  CHECK_FALSE(seen[0].starts_with("!"));
  CHECK(seen[1].find("\"key5\" stands twice") != std::string::npos);
  CHECK(seen[2] == "{\"x\":1}");
}

TEST_CASE("1,024 containers may be open, not one more, and nothing recurses") {
  LineReader reader;
  const auto nested = [](std::size_t count) {
    return "{\"a\":" + std::string(count - 1, '[') + std::string(count - 1, ']') + "}\n";
  };
  const auto seen =
      reader.read(nested(1024) + nested(1025) + "{\"a\":" + std::string(1'000'000, '[') +
                  "\n{\"a\":" + std::string(1'000'000, '{'));
  REQUIRE(seen.size() == 4);
  CHECK_FALSE(seen[0].starts_with("!"));
  for (std::size_t i = 1; i < 4; ++i) {
    CHECK(seen[i].starts_with(i < 3 ? "!more than 1024" : "!expected a key"));
  }
}

TEST_CASE("20 MB without a line feed that are no JSON are refused in a short message") {
  const test::Folder folder;
  const auto file = folder.file("long.jsonl", std::string(20'000'000, 'x'));
  io::ReadOptions options;
  options.on_error = io::OnError::skip;
  const auto reading = test::read_files({file}, test::plan_of({"item"}), options, {"item"});
  REQUIRE(reading.malformed.size() == 1);
  CHECK(reading.malformed[0].malformed.line == 1);
  CHECK(reading.malformed[0].malformed.message.size() < 120);
}

TEST_CASE("integers of any length keep their digits; those no double holds are remarked on") {
  const test::Folder folder;
  const std::string digits(400, '7');
  const auto file = folder.file(
      "a.jsonl", "{\"item\":" + digits + ",\"n\":9007199254740992,\"m\":[9007199254740993,-" +
                     digits + ",100000000000000000000,123456789012345]}\n");
  model::FieldPlan plan;
  plan.want_identifier("item");
  plan.want("n");
  const auto reading = test::read_files({file}, plan);
  REQUIRE(reading.records.size() == 1);
  CHECK(reading.records[0].fields[0] == digits);
  REQUIRE(reading.records[0].remarks.size() == 2);
  for (const auto& remark : reading.records[0].remarks) {
    CHECK(remark.rule == model::InputRule::number_precision);
  }
  CHECK(reading.records[0].remarks[0].offset == reading.records[0].bytes.find("9007199254740993"));
}

TEST_CASE("faults are told with what was expected, and where") {
  const std::vector<std::tuple<std::string, std::size_t, std::string>> faults = {
      {R"({"a":1,})", 7, "expected a key after \",\", found \"}\"; JSON has no trailing comma"},
      {R"({"a":[1,]})", 8, "expected a value after \",\", found \"]\"; JSON has no trailing comma"},
      {R"({"a":1 "b":2})", 7, "expected \",\" or \"}\" after a value, found \"b\""},
      {R"({"a":[1 2]})", 8, "expected \",\" or \"]\" after a value, found \"2\""},
      {R"({"a" 1})", 5, "expected \":\" after a key, found \"1\""},
      {R"({a:1})", 1, "expected a key in double quotes, found \"a\""},
      {R"({"a":None})", 5, "expected a value, found \"None\"; JSON writes null"},
      {R"({"a":.5})", 5, "expected a value, found \".5\"; a JSON number starts with a digit"},
      {R"({"a":01})", 5,
       "\"01\" is no JSON number: it starts with a zero; quote it if it is an id"},
      {R"({"a":1.})", 5, "\"1.\" is no JSON number: a digit must follow the point"},
      {R"({"a":1e})", 5, "\"1e\" is no JSON number: a digit must follow the exponent sign"},
      {R"({"a":0x1F})", 5, "\"0x1F\" is no JSON number: \"x\" is not part of a number"},
      {R"({"a":1}{"a":2})", 7,
       "expected the end of the line after the record, found \"{\"; each record stands on a line "
       "of "
       "its own"},
      {R"({"a":"\ud83d"})", 6,
       "the escape \"\\ud83d\" is half of a surrogate pair, which is no character"},
      {"{\"a\":\"tab\t\"}", 9,
       "a raw control character \"\\t\" stands in a string; JSON writes \\t"},
      {R"({"a":"b)", 5,
       "the string that starts here is never closed; the line ends inside it, is the record cut "
       "off?"},
      {R"({"a":{"b":1)", 11,
       "the line ends inside the object that starts at column 6; is the record cut off, or spread "
       "over several lines (`jq -c .` puts it on one)?"},
      {"", 0, "expected a record, found nothing"},
      {"null", 0, "a record must be an object {...}, found null"},
      {"hello", 0, "expected a record, an object {...}, found \"hello\""},
  };
  for (const auto& expected : faults) {
    const auto& text = std::get<0>(expected);
    const auto& offset = std::get<1>(expected);
    const auto& message = std::get<2>(expected);
    CAPTURE(text);
    const auto fault = io::locate(text);
    REQUIRE(fault.has_value());
    CHECK(fault->offset == offset);
    CHECK(fault->message == message);
  }
}
