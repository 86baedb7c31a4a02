// Tables line up for eyes, and survive Markdown and CSV readers.
#include "lbl/report/text_table.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "lbl/base/text.hpp"

using namespace lbl::report;

namespace {

std::string text(const Table& table, std::size_t indent = 0, std::size_t width = 80) {
  std::ostringstream out;
  write_text_table(table, out, indent, width);
  return out.str();
}

const Table kTable{{{"label"}, {"n", Align::right}},
                   {{"혐오", "12"}, {"none", "1,234"}, {"offensive"}}};

}  // namespace

TEST_CASE("columns line up when Hangul takes two columns a character") {
  CHECK(text(kTable) ==
        "label          n\n"
        "혐오          12\n"
        "none       1,234\n"
        "offensive\n");
}

TEST_CASE("indentation stands before every line") {
  CHECK(text({{{"a"}}, {{"b"}}}, 2) == "  a\n  b\n");
}

TEST_CASE("a table that is too wide is cut in its widest text column, never in a number") {
  const Table table{{{"slice"}, {"why"}, {"n", Align::right}},
                    {{"short", std::string(100, 'x'), "1234567890"}}};
  const std::string out = text(table, 0, 40);
  CHECK(out ==
        "slice  why                             n\n"
        "short  xxxxxxxxxxxxxxxxxx...  1234567890\n");
  for (const std::string& line : lbl::base::split(out, '\n')) {
    CHECK(lbl::base::display_width(line) <= 40);
  }
}

TEST_CASE("control characters in a cell cannot act on the terminal") {
  CHECK(text({{{"a"}}, {{"x\n\x1b[31m"}}}) == "a\nx\\n\\x1b[31m\n");
}

TEST_CASE("text is cut between characters and never leaves half a wide one") {
  CHECK(cut_to_width("abcdef", 6) == "abcdef");
  CHECK(cut_to_width("abcdefg", 6) == "abc...");
  CHECK(cut_to_width("가나다라", 6) == "가...");
  CHECK(cut_to_width("abc", 2) == "..");
  CHECK(cut_to_width("", 0).empty());
}

TEST_CASE("text is wrapped at spaces by display width") {
  using Words = std::vector<std::string>;
  CHECK(wrapped("one two three", 7) == Words{"one two", "three"});
  CHECK(wrapped("가나다 라", 6) == Words{"가나다", "라"});
  CHECK(wrapped("", 6).empty());
  CHECK(wrapped("toolongword a", 4) == Words{"toolongword", "a"});
}

TEST_CASE("a Markdown table escapes what would end a cell or format it") {
  std::ostringstream out;
  write_markdown_table({{{"a|b"}, {"n", Align::right}}, {{"x\ny*<b>", "1"}, {"z"}}}, out);
  CHECK(out.str() ==
        "| a\\|b | n |\n"
        "| --- | ---: |\n"
        "| x<br>y\\*\\<b\\> | 1 |\n"
        "| z |  |\n");
}

TEST_CASE("CSV cells are quoted exactly when they must be") {
  CHECK(csv_cell("plain text") == "plain text");
  CHECK(csv_cell("a,b") == "\"a,b\"");
  CHECK(csv_cell("say \"hi\"") == "\"say \"\"hi\"\"\"");
  CHECK(csv_cell("a\nb") == "\"a\nb\"");
  CHECK(csv_cell("a\rb") == "\"a\rb\"");
  std::ostringstream out;
  write_csv_table({{{"a"}, {"b"}}, {{"1", "x,y"}, {"2"}}}, out);
  CHECK(out.str() == "a,b\n1,\"x,y\"\n2,\n");
}

TEST_CASE("colour is there only when asked for") {
  CHECK(bold("x", Style::plain) == "x");
  CHECK(red("x", Style::color) == "\x1b[31mx\x1b[0m");
}
