// CSV rows: our splitter and parser against libcsv reading the whole text by itself.
#include <csv.h>
#include <doctest/doctest.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "lbl/io/csv_parser.hpp"
#include "lbl/io/splitter.hpp"

using namespace lbl;

namespace {

using Rows = std::vector<std::vector<std::string>>;

// Line feeds alone end rows, blanks are kept, quotes are strict; a carriage return before a line
// feed has been taken out before.
std::optional<Rows> read_with_libcsv(const std::string& text, char delimiter) {
  csv_parser parser;
  csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
  csv_set_delim(&parser, static_cast<unsigned char>(delimiter));
  csv_set_space_func(&parser, [](unsigned char) { return 0; });
  csv_set_term_func(&parser, [](unsigned char c) { return c == '\n' ? 1 : 0; });
  struct Target {
    Rows rows;
    std::vector<std::string> row;
  } target;
  const auto on_cell = [](void* cell, std::size_t size, void* data) {
    static_cast<Target*>(data)->row.emplace_back(static_cast<const char*>(cell), size);
  };
  const auto on_row = [](int, void* data) {
    auto& to = *static_cast<Target*>(data);
    to.rows.push_back(std::move(to.row));
    to.row.clear();
  };
  const bool whole =
      csv_parse(&parser, text.data(), text.size(), on_cell, on_row, &target) == text.size() &&
      csv_fini(&parser, on_cell, on_row, &target) == 0;
  csv_free(&parser);
  return whole ? std::optional(target.rows) : std::nullopt;
}

struct Read {
  Rows rows;
  std::vector<std::size_t> lines;
  bool all_well = true;
};

Read read_with_lbl(const std::string& text, char delimiter, std::size_t block) {
  Read read;
  auto splitter = io::make_csv_splitter(delimiter);
  io::CsvParser parser(delimiter);
  io::TextArena texts;
  std::size_t used = 0, line = 0;
  // As the reader does: the rest of a block comes again, with more behind it.
  for (std::size_t have = block; used < text.size(); have += block) {
    const bool all = have >= text.size();
    std::vector<io::Row> rows;
    const std::string_view bytes = std::string_view(text).substr(used, have - used);
    const auto split = splitter->split(bytes, all ? io::Rest::nothing : io::Rest::follows, rows);
    for (const io::Row& row : rows) {
      const bool fault =
          parser.parse(bytes.substr(row.begin, row.end - row.begin), texts).has_value();
      read.all_well = read.all_well && !fault;
      read.lines.push_back(line + row.line);
      std::vector<std::string> cells;
      if (!fault) {
        for (const io::Cell& cell : parser.cells()) cells.emplace_back(cell.text);
      }
      read.rows.push_back(cells);
    }
    used += split.used;
    line += split.lines;
  }
  return read;
}

// `text` without the carriage returns that a row of ours leaves to its line end, and without blank
// lines: what libcsv is given. Only sound where no quoted cell holds a line end.
std::string without_line_ends_of_ours(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool before_feed = i + 1 == text.size() || text[i + 1] == '\n';
    if (text[i] != '\r' || !before_feed) out += text[i];
  }
  return out;
}

}  // namespace

TEST_CASE("rows are those that libcsv finds, whatever the quotes, delimiters and blocks") {
  std::mt19937_64 random(99);
  const std::string letters = "ab,;\t\"\"\"\"\n\n\n x";
  int well_formed = 0;
  for (int round = 0; round < 200'000; ++round) {
    std::string text;
    const auto size = random() % 24;
    for (std::uint64_t i = 0; i < size; ++i) text += letters[random() % letters.size()];
    const char delimiter = ",;\t"[random() % 3];
    CAPTURE(text);
    const auto expected = read_with_libcsv(text, delimiter);
    const Read read = read_with_lbl(text, delimiter, 1 + random() % 30);
    REQUIRE(read.all_well == expected.has_value());
    if (!expected) continue;
    ++well_formed;
    REQUIRE(read.rows == *expected);
  }
  CHECK(well_formed > 20'000);
}

TEST_CASE("a carriage return before a line feed belongs to the line end, any other to its cell") {
  std::mt19937_64 random(5);
  const std::string letters = "ab,,\r\r\n\n";
  for (int round = 0; round < 50'000; ++round) {
    std::string text;
    const auto size = random() % 16;
    for (std::uint64_t i = 0; i < size; ++i) text += letters[random() % letters.size()];
    CAPTURE(text);
    const auto expected = read_with_libcsv(without_line_ends_of_ours(text), ',');
    const Read read = read_with_lbl(text, ',', 1 + random() % 20);
    REQUIRE(expected.has_value());
    REQUIRE(read.all_well);
    REQUIRE(read.rows == *expected);
  }
}

TEST_CASE("after a bad quote reading goes on with the next line") {
  const Read read =
      read_with_lbl("a,b\n\"open,c\nd,e\n\"f\"g,h\ni\"j,k\nl,\"m\nn\"\no,p", ',', 1000);
  const Rows expected = {{"a", "b"}, {}, {"d", "e"}, {}, {}, {"l", "m\nn"}, {"o", "p"}};
  CHECK(read.rows == expected);
  CHECK(read.lines == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 7});
}

TEST_CASE("faults of a row name the byte and what to do") {
  io::CsvParser parser(',');
  io::TextArena texts;
  const auto fault = [&](const std::string& row) {
    const auto found = parser.parse(row, texts);
    return found ? std::to_string(found->offset) + " " + found->message : "";
  };
  CHECK(fault("a,b\"c").starts_with("3 a quote stands inside a cell"));
  CHECK(fault("a,\"b\"c,d").starts_with("5 expected \",\" or the end of the row"));
  CHECK(fault("a,\"b\"\"") == "2 the quote that opens here is never closed");
  CHECK(fault("\"a\"\"\",\"\"").empty());
  CHECK(parser.cells()[0].text == "a\"");
  CHECK(parser.cells()[1].offset == 6);
}
