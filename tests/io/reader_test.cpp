// The reader as its users see it: formats, fields, places, order, borders of chunks, errors.
#include "lbl/io/reader.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "io/collect.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"

using namespace lbl;
using test::Folder;
using test::plan_of;
using test::read_files;
using test::Reading;

namespace {

using Texts = std::vector<std::string>;

io::ReadOptions skipping(io::Format format = io::Format::automatic) {
  io::ReadOptions options;
  options.on_error = io::OnError::skip;
  options.format = format;
  return options;
}

std::string message_of(const std::vector<std::string>& files, const model::FieldPlan& plan,
                       io::ReadOptions options = {}, const Texts& required = {}) {
  try {
    read_files(files, plan, options, required);
  } catch (const base::Error& error) {
    return error.what();
  }
  return "";
}

// All of a reading as text, to compare two of them.
std::string all_of(const Reading& reading) {
  std::string out;
  for (const auto& header : reading.headers) out += "header " + header + "\n";
  for (const auto& record : reading.records) {
    out += std::to_string(record.file) + ":" + std::to_string(record.line) + ":" +
           std::to_string(record.record) + " " + record.bytes + "|" + record.line_end + "|";
    for (const std::string& field : record.fields) out += field + ";";
    for (const std::uint32_t offset : record.offsets) out += std::to_string(offset) + ";";
    for (const auto& remark : record.remarks) out += remark.message;
    out += "\n";
  }
  for (const auto& bad : reading.malformed) {
    const model::Malformed& m = bad.malformed;
    out += std::to_string(m.place.line) + ":" + std::to_string(m.place.record) + " " +
           std::to_string(m.line) + ":" + std::to_string(m.column) + " " +
           std::string(model::rule_id(m.rule)) + " " + m.message + " " + bad.bytes + "\n";
  }
  for (const auto& input : reading.inputs) {
    out += std::to_string(input.records) + "+" + std::to_string(input.malformed) + " " +
           std::to_string(input.bytes) + " " + input.xxh3 + "\n";
  }
  return out;
}

const std::string kMixedLines =
    "{\"item\": \"a\", \"label\": \"pos\"}\r\n"
    "\n"
    "{\"item\": 12345678901234567890, \"label\": [\"x\", {\"y\": 1.50}]}\n"
    "{\"item\": \"c\", \"label\": }\n"
    "  \t\r\n"
    "\xEF\xBB\xBF{\"label\":\"\\ud55c\\uae00\",\"item\":\"d\\\"\"}\n"
    "[1, 2]\n"
    "{\"item\": \"unclosed, \"label\": 1}\n"
    "{\"item\": \"\xff\"}\n"
    "{\"item\":{\"deep\":[[[[]]]]},\"label\":null}   \n"
    "{\"item\": \"last\", \"label\": true}";

const std::string kMixedCsv =
    "\xEF\xBB\xBFitem,label,note\r\n"
    "a,pos,\r\n"
    "\r\n"
    "\"b, \"\"quoted\"\"\",\"two\nlines\",x\n"
    "c,d\n"
    "e\"f,g,h\n"
    "\"open,1,2\n"
    "i,\"[\"\"j\"\", \"\"k\"\"]\",l\n"
    "m,\"n\"o,p\n"
    "q,\"\",\xfe\n"
    "r,s,\"t\"";

const std::string kMixedArray =
    " [ {\"item\": \"a\", \"label\": 1} ,\n"
    "{\"item\":\n \"b]}\\\"\", \"label\": [{}, []]},{\"item\":\"c\",\"label\":\"x\"}\n"
    ", 17, \"text\",\n {\"item\": \"d\",, \"label\": 2}, {\"item\":\"e\"}\n]\n";

}  // namespace

TEST_CASE("fields come as they are spelled, with their place in the record") {
  const Folder folder;
  const auto file = folder.file("a.jsonl",
                                "{\"n\": 1.0, \"s\": \"a\\u0062c\", \"o\": {\"k/1\": "
                                "[10, {\"x~\": false}]}, \"z\": null}\n");
  const auto reading =
      read_files({file}, plan_of({"n", "s", "/o/k~11/1/x~0", "/o/k~11", "z", "none"}));
  REQUIRE(reading.records.size() == 1);
  CHECK(reading.records[0].fields ==
        Texts{"1.0", "\"abc\"", "false", "[10,{\"x~\":false}]", "null", "-"});
  CHECK(reading.records[0].offsets == std::vector<std::uint32_t>{6, 16, 53, 41, 68, 0});
  CHECK(reading.records[0].root == "-");
}

TEST_CASE("a plain name and a pointer to the same place are both filled") {
  const Folder folder;
  const auto file = folder.file("a.jsonl", "{\"item\": 7, \"a\": {\"b\": [1]}}\n");
  const auto reading = read_files({file}, plan_of({"item", "/item", "/a", "/a/b", "/a/b/0"}));
  CHECK(reading.records.at(0).fields == Texts{"7", "7", "{\"b\":[1]}", "[1]", "1"});
}

TEST_CASE("the whole record is shown when it is asked for") {
  const Folder folder;
  auto plan = plan_of({"b"});
  plan.whole_record = true;
  const auto file = folder.file("a.jsonl", "{\"a\":[],\"b\":{\"c\":[1,[2,{}]]},\"\":\"\"}\n");
  const auto reading = read_files({file}, plan);
  CHECK(reading.records.at(0).root == "{\"a\":[],\"b\":{\"c\":[1,[2,{}]]},\"\":\"\"}");
  CHECK(reading.records.at(0).fields == Texts{"{\"c\":[1,[2,{}]]}"});
  const auto table = folder.file("a.csv", "a,b,c\n1,,\"[2, 3]\"\n");
  CHECK(read_files({table}, plan).records.at(0).root == "{\"a\":<1>,\"c\":[2,3]}");
}

TEST_CASE("borders of chunks and the number of threads never matter") {
  const Folder folder;
  const std::vector<std::pair<std::string, std::string>> inputs = {
      {"mixed.jsonl", kMixedLines}, {"mixed.csv", kMixedCsv}, {"mixed.json", kMixedArray}};
  for (const auto& entry : inputs) {
    const auto& name = entry.first;
    const auto& bytes = entry.second;
    CAPTURE(name);
    const auto file = folder.file(name, bytes);
    const auto plan = plan_of({"item", "label"});
    io::ReadOptions options = skipping();
    options.threads = 1;
    const std::string whole = all_of(read_files({file, file}, plan, options));
    for (std::size_t chunk = 1; chunk < bytes.size() + 3; ++chunk) {
      CAPTURE(chunk);
      options.chunk_bytes = chunk;
      options.threads = static_cast<unsigned>(chunk % 3);
      REQUIRE(all_of(read_files({file, file}, plan, options)) == whole);
    }
  }
}

TEST_CASE("blank lines are skipped and counted, and line ends are kept") {
  const Folder folder;
  const auto reading =
      read_files({folder.file("a.jsonl", kMixedLines)}, plan_of({"item", "label"}), skipping());
  REQUIRE(reading.records.size() == 5);
  REQUIRE(reading.malformed.size() == 4);
  std::vector<std::uint64_t> lines, numbers;
  for (const auto& record : reading.records) {
    lines.push_back(record.line);
    numbers.push_back(record.record);
  }
  CHECK(lines == std::vector<std::uint64_t>{1, 3, 6, 10, 11});
  CHECK(numbers == std::vector<std::uint64_t>{1, 2, 4, 8, 9});
  CHECK(reading.records[0].line_end == "\r\n");
  CHECK(reading.records[1].line_end == "\n");
  CHECK(reading.records[4].line_end == "");
  CHECK(reading.records[1].fields == Texts{"12345678901234567890", "[\"x\",{\"y\":1.50}]"});
  CHECK(reading.records[2].fields == Texts{"\"d\"\"", "\"한글\""});
  CHECK(reading.malformed[0].malformed.column == 24);
  CHECK(reading.malformed[3].malformed.rule == model::InputRule::invalid_utf8);
  CHECK(reading.inputs[0].records == 5);
  CHECK(reading.inputs[0].malformed == 4);
}

TEST_CASE("CSV keeps blanks, commas, quotes and line feeds within quotes, and counts lines") {
  const Folder folder;
  const auto reading =
      read_files({folder.file("a.csv", kMixedCsv)}, plan_of({"item", "label", "note"}), skipping());
  REQUIRE(reading.records.size() == 4);
  CHECK(reading.headers[0] == "\xEF\xBB\xBFitem,label,note\r\n");
  REQUIRE(reading.header_remarks.size() == 1);
  CHECK(reading.header_remarks[0].first == 1);
  CHECK(reading.records[0].fields == Texts{"<a>", "<pos>", "-"});
  CHECK(reading.records[1].fields == Texts{"<b, \"quoted\">", "<two\nlines>", "<x>"});
  CHECK(reading.records[1].offsets == std::vector<std::uint32_t>{0, 16, 28});
  CHECK(reading.records[1].line == 4);
  CHECK(reading.records[2].fields == Texts{"<i>", "[\"j\",\"k\"]", "<l>"});
  CHECK(reading.records[2].line == 9);
  CHECK(reading.records[3].fields == Texts{"<r>", "<s>", "<t>"});
  REQUIRE(reading.malformed.size() == 5);
  CHECK(reading.malformed[0].malformed.rule == model::InputRule::ragged_row);
  CHECK(reading.malformed[1].malformed.column == 2);
  CHECK(reading.malformed[2].malformed.message == "the quote that opens here is never closed");
  CHECK(reading.malformed[2].malformed.line == 8);
  CHECK(reading.malformed[3].malformed.rule == model::InputRule::malformed_csv);
  CHECK(reading.malformed[4].malformed.rule == model::InputRule::invalid_utf8);
}

TEST_CASE(
    "JSON arrays are read element by element, over lines, past elements that are no records") {
  const Folder folder;
  const auto reading =
      read_files({folder.file("a.json", kMixedArray)}, plan_of({"item", "label"}), skipping());
  REQUIRE(reading.records.size() == 4);
  CHECK(reading.records[1].line == 2);
  CHECK(reading.records[1].fields == Texts{"\"b]}\"\"", "[{},[]]"});
  CHECK(reading.records[2].line == 3);
  CHECK(reading.records[3].line == 5);
  CHECK(reading.records[3].record == 7);
  REQUIRE(reading.malformed.size() == 3);
  CHECK(reading.malformed[0].malformed.line == 4);
  CHECK(reading.malformed[0].malformed.column == 3);
  CHECK(reading.malformed[2].malformed.line == 5);
  CHECK(reading.malformed[2].malformed.column == 15);
}

TEST_CASE(
    "an array that breaks off or goes wrong between elements is told where, after its records") {
  const Folder folder;
  const std::vector<std::pair<std::string, std::string>> broken = {
      {"[{\"a\":1},\n{\"a\":2}", "never closed"},
      {"[{\"a\":1},\n{\"a\":", "ends inside the element"},
      {"[{\"a\":1},\n{\"a\":2},]", "a comma before \"]\" is not JSON"},
      {"[{\"a\":1},\n{\"a\":2} {\"a\":3}]", "expected \",\" or \"]\""},
      {"[{\"a\":1},\n{\"a\":2}]\n{}", "expected nothing after the array"}};
  for (const auto& entry : broken) {
    const auto& bytes = entry.first;
    const auto& says = entry.second;
    CAPTURE(bytes);
    const auto reading = read_files({folder.file("a.json", bytes)}, plan_of({"a"}), skipping());
    CHECK(reading.records.size() >= 1);
    REQUIRE(reading.malformed.size() == 1);
    CHECK(reading.malformed[0].malformed.message.find(says) != std::string::npos);
    CHECK(reading.malformed[0].malformed.line >= 2);
  }
  CHECK(message_of({folder.file("b.json", "{\"a\":1}")}, plan_of({"a"}), skipping(io::Format::json))
            .empty());
}

TEST_CASE("an empty array, an empty file and a file of blanks hold no records") {
  const Folder folder;
  for (const std::string bytes : {"", "\n\n \t\r\n", "[]", " [ \n ] \n", "\xEF\xBB\xBF"}) {
    const auto reading = read_files({folder.file("a", bytes)}, plan_of({"item"}), {}, {"item"});
    CHECK(reading.records.empty());
    CHECK(reading.malformed.empty());
    CHECK(reading.inputs.at(0).records == 0);
    CHECK(reading.headers.size() == 1);
  }
}

TEST_CASE("the format is found from the first bytes, and can be given") {
  const Folder folder;
  const auto first_item = [&](const std::string& name, const std::string& bytes,
                              io::Format format = io::Format::automatic) {
    const auto reading =
        read_files({folder.file(name, bytes)}, plan_of({"item"}), skipping(format), {"item"});
    return reading.records.empty() ? "" : reading.records[0].fields[0];
  };
  CHECK(first_item("x.csv", "{\"item\":\"a\"}\n") == "\"a\"");
  CHECK(first_item("x.txt", "\n [{\"item\":\"a\"}]") == "\"a\"");
  CHECK(first_item("x.json", "{\"item\":\"a\"}\n{\"item\":\"b\"}\n") == "\"a\"");
  CHECK(first_item("x", "item;label\na;1,5\n") == "<a>");
  CHECK(first_item("x", "label\titem\n1,5\ta;b\n") == "<a;b>");
  CHECK(first_item("x", "item\na,b\n") == "");
  CHECK(first_item("x", "item\na\n") == "<a>");
  CHECK(first_item("x", "text,with,commas;item;label\n1;a;2\n") == "<a>");
  CHECK(first_item("x", "{a,item\n1,2\n", io::Format::csv) == "<2>");
  CHECK(first_item("x", "item,x\tlabel\n", io::Format::csv) == "");
  CHECK(first_item("x", "item\tlab,el\na,b\tc\n", io::Format::tsv) == "<a,b>");
}

TEST_CASE("a header is checked once: columns missing, twice, near") {
  const Folder folder;
  const auto plan = plan_of({"item"});
  CHECK(message_of({folder.file("h.csv", "\n\nitm,label\n")}, plan, skipping(), {"item"}) ==
        folder.path("h.csv") +
            ":3:1: the header has no column \"item\" (did you mean \"itm\"?); it has: itm, label");
  CHECK(message_of({folder.file("h.csv", "item,label,item\na,b,c\n")}, plan, skipping()) ==
        folder.path("h.csv") +
            ":1:12: two columns are called \"item\", so neither can be told apart");
  CHECK(message_of({folder.file("h.csv", "item,la\"bel\n")}, plan, skipping())
            .find(":1:8: a quote") != std::string::npos);
  CHECK(message_of({folder.file("h.csv", "item,,\na,b,c\n")}, plan, skipping(), {"item"}).empty());
}

TEST_CASE("with on_error stop the first malformed record in order of input is the error") {
  const Folder folder;
  const auto good = folder.file("good.jsonl", "{\"item\":1}\n{\"item\":2}\n");
  const auto bad = folder.file(
      "b\x1b"
      "d.jsonl",
      "{\"item\":1}\n\n{\"item\":2,}\n{\"item\":3]\n");
  for (const unsigned threads : {1u, 2u, 3u}) {
    for (const std::size_t chunk : {1u, 5u, 1000u}) {
      io::ReadOptions options;
      options.threads = threads;
      options.chunk_bytes = chunk;
      test::Collector collector(1);
      std::string message;
      try {
        io::read_records({good, bad, good}, plan_of({"item"}), {}, options, collector);
      } catch (const base::Error& error) {
        message = error.what();
        CHECK(error.kind() == base::ErrorKind::input);
      }
      CHECK(
          message.ends_with("b\\x1bd.jsonl:3:11: expected a key after \",\", found \"}\"; JSON has "
                            "no trailing comma"));
      CHECK(collector.records.size() == 3);
      CHECK(collector.malformed.size() == 1);
    }
  }
}

TEST_CASE("an error of a later file is met after the records of the former ones") {
  const Folder folder;
  const auto good = folder.file("good.jsonl", "{\"item\":1}\n");
  const auto xml = folder.file("x.eaf", "<?xml version=\"1.0\"?>\n<ANNOTATION_DOCUMENT/>\n");
  const auto bad = folder.file("bad.jsonl", "{\n");
  for (const unsigned threads : {1u, 2u}) {
    io::ReadOptions options;
    options.threads = threads;
    CHECK(message_of({good, xml, bad}, plan_of({"item"}), options).find("x.eaf: is XML") !=
          std::string::npos);
  }
}

TEST_CASE("names that cannot be read are told before anything is read") {
  const Folder folder;
  const auto good = folder.file("good.jsonl", "{\"item\":1}\n");
  const auto plan = plan_of({"item"});
  CHECK(message_of({good, folder.path("none")}, plan) ==
        folder.path("none") + ": No such file or directory");
  CHECK(message_of({good, folder.path("")}, plan) == folder.path("") + ": is a directory");
  CHECK(message_of({"-", good, "-"}, plan) ==
        "standard input (\"-\") is named twice, as file 1 and file 3");
}

TEST_CASE("what is no text of records is refused in one line") {
  const Folder folder;
  const auto says = [&](const std::string& bytes) {
    return message_of({folder.file("x", bytes)}, plan_of({"item"}), skipping(), {"item"});
  };
  CHECK(says("<html>").find("XML or HTML") != std::string::npos);
  CHECK(says("File type = \"ooTextFile\"\n").find("TextGrid") != std::string::npos);
  CHECK(says("-DOCSTART- -X- O\n").find("CoNLL") != std::string::npos);
  CHECK(says("T1\tProtein 48 53\tPHO5\n").find("brat") != std::string::npos);
  CHECK(says("PK\x03\x04").find("zip archive") != std::string::npos);
  CHECK(says(std::string("\x7f"
                         "ELF\x02\x01\0",
                         7))
            .find("is not text") != std::string::npos);
  CHECK(says("\xFF\xFE{\0").find("UTF-16") != std::string::npos);
  CHECK(says("{\n \"item\": 1\n}\n").find("one JSON document over several lines") !=
        std::string::npos);
  CHECK(says("Hello, world\n").find("no column \"item\"") != std::string::npos);
}

TEST_CASE("the summary of an input counts its bytes as stored and digests them") {
  const Folder folder;
  const auto file = folder.file("a.jsonl", "{\"item\":1}\n{\"item\":\n");
  const auto reading = read_files({file}, plan_of({"item"}), skipping());
  CHECK(reading.inputs[0].name == file);
  CHECK(reading.inputs[0].bytes == 20);
  CHECK(reading.inputs[0].records == 1);
  CHECK(reading.inputs[0].malformed == 1);
  base::Digest digest;
  digest.update(test::bytes_of(file));
  CHECK(reading.inputs[0].xxh3 == digest.hex());
}

TEST_CASE("progress is told with the bytes read, the total and the records so far") {
  const Folder folder;
  const auto file = folder.file("a.jsonl", "{\"item\":1}\n{\"item\":2}\n");
  io::ReadOptions options;
  std::vector<std::uint64_t> last;
  options.progress = [&](std::uint64_t bytes, std::uint64_t total, std::uint64_t records) {
    last = {bytes, total, records};
  };
  read_files({file, file}, plan_of({"item"}), options);
  CHECK(last == std::vector<std::uint64_t>{44, 44, 4});
}

TEST_CASE("an exception of the consumer ends the reading and comes out") {
  struct Refusing : test::Collector {
    using Collector::Collector;
    void absorb(std::unique_ptr<io::ChunkWorker>) override { throw 42; }
  };
  const Folder folder;
  const auto file = folder.file("a.jsonl", "{\"item\":1}\n{\"item\":2}\n");
  Refusing consumer(1);
  CHECK_THROWS_AS(io::read_records({file}, plan_of({"item"}), {}, {}, consumer), int);
}

TEST_CASE(
    "records before the place where a packed file is cut are still read, whatever the chunks") {
  const Folder folder;
  std::string lines;
  for (int i = 0; i < 5000; ++i) lines += "{\"item\":" + std::to_string(i * 7919) + "}\n";
  const auto plain = folder.file("a", lines);
  REQUIRE(std::system(("gzip -k '" + plain + "'").c_str()) == 0);
  const std::string packed = test::bytes_of(plain + ".gz");
  const auto cut = folder.file("cut", packed.substr(0, packed.size() * 3 / 4));
  std::vector<std::size_t> counts;
  for (const std::size_t chunk : {std::size_t{10}, std::size_t{1000}, std::size_t{1} << 20}) {
    io::ReadOptions options;
    options.chunk_bytes = chunk;
    options.threads = 2;
    test::Collector collector(1);
    CHECK_THROWS_WITH_AS(io::read_records({cut}, plan_of({"item"}), {}, options, collector),
                         (cut + ": the gzip data is cut off before its end").c_str(), base::Error);
    counts.push_back(collector.records.size());
  }
  CHECK(counts[0] > 3000);
  CHECK(counts[1] == counts[0]);
  CHECK(counts[2] == counts[0]);
}

TEST_CASE("a table whose lines end in carriage returns alone is told how to mend it") {
  const Folder folder;
  const auto file = folder.file("mac.csv", "item,label\ra,pos\rb,neg\r");
  CHECK(message_of({file}, plan_of({"item"}), skipping(), {"item"}).find("tr '\\r' '\\n'") !=
        std::string::npos);
}
