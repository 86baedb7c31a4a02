// Text helpers hold for hostile bytes: broken UTF-8, terminal escapes, Hangul in pieces, huge
// input.
#include "lbl/base/text.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string>

using namespace lbl::base;

namespace {

const std::string kHanNfd = "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB";  // U+D55C as three jamo

std::string random_bytes(std::mt19937_64& random) {
  // Half of the strings from bytes that make almost valid UTF-8.
  static const std::string kPieces("a \t\n\x1b\x7f\x80\xbf\xc0\xc2\xe1\xe3\xed\xef\xf0\xf4\xff\xa0",
                                   18);
  std::string bytes(random() % 24, '\0');
  const bool pieces = random() % 2 == 0;
  for (char& byte : bytes) {
    byte = pieces ? kPieces[random() % kPieces.size()] : static_cast<char>(random());
  }
  return bytes;
}

}  // namespace

TEST_CASE("escaped leaves plain text, Korean and emoji alone") {
  for (const char* text : {"", "plain \"text\" \\ here", "혐오 표현", "naïve", "😀", "١٢"}) {
    CHECK(escaped(text) == text);
  }
}

TEST_CASE("escaped shows control characters, so no data can act on a terminal") {
  CHECK(escaped("\x1b[31mred\x1b[0m") == "\\x1b[31mred\\x1b[0m");
  CHECK(escaped("a\nb\tc\rd") == "a\\nb\\tc\\rd");
  CHECK(escaped(std::string_view("a\0b", 3)) == "a\\x00b");
  CHECK(escaped("\x7f") == "\\x7f");
  CHECK(escaped("\xC2\x9B"
                "31m") == "\\u{009B}31m");  // the C1 form of ESC [
}

TEST_CASE("escaped shows what is invisible or changes direction") {
  CHECK(escaped("\u202Eabc") == "\\u{202E}abc");
  CHECK(escaped("\u2066x\u2069") == "\\u{2066}x\\u{2069}");
  CHECK(escaped("ha\u200Bte") == "ha\\u{200B}te");
  CHECK(escaped("\uFEFFx") == "\\u{FEFF}x");
  CHECK(escaped("a\u00A0b") == "a\\u{00A0}b");
  CHECK(escaped("a\u3000b") == "a\\u{3000}b");
  CHECK(escaped("a\u2028b") == "a\\u{2028}b");
  CHECK(escaped("\u3164") == "\\u{3164}");  // Hangul filler, a letter that shows nothing
  CHECK(escaped("\uFE0F\u034F\u2800") == "\\u{FE0F}\\u{034F}\\u{2800}");
  CHECK(escaped("\uE000") == "\\u{E000}");
  CHECK(escaped("\U000E0041") == "\\u{E0041}");
}

TEST_CASE("escaped shows each byte that is not UTF-8") {
  CHECK(escaped("caf\xE9") == "caf\\xe9");
  CHECK(escaped("\xC0\x80") == "\\xc0\\x80");                    // overlong NUL
  CHECK(escaped("\xED\xA0\x80") == "\\xed\\xa0\\x80");           // a surrogate
  CHECK(escaped("\xF4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");  // above U+10FFFF
  CHECK(escaped("\xED\x95") == "\\xed\\x95");                    // cut in the middle
}

TEST_CASE("escaped cuts after so many code points and says so") {
  CHECK(escaped("abcdef", 3) == "abc...");
  CHECK(escaped("abc", 3) == "abc");
  CHECK(escaped("가나다라", 3) == "가나다...");
  CHECK(escaped("abc", 0) == "...");
  CHECK(escaped(std::string(50'000'000, 'x')).size() == 83);
}

TEST_CASE("what escaped gives is valid UTF-8 in one line, and stays as it is, for any bytes") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 20'000; ++round) {
    const std::string shown = escaped(random_bytes(random));
    REQUIRE_FALSE(invalid_utf8(shown).has_value());
    REQUIRE(shown.find_first_of("\n\r\t\x1b\x7f") == std::string::npos);
    REQUIRE(escaped(shown, 1'000) == shown);
  }
}

TEST_CASE("quoted is escaped in double quotes") {
  CHECK(quoted("hat\x07") == "\"hat\\x07\"");
  CHECK(quoted("abcdef", 2) == "\"ab...\"");
}

TEST_CASE("nearest finds slips of one word") {
  const std::vector<std::string> labels = {"hate", "offensive", "none"};
  CHECK(nearest("hat", labels) == "hate");
  CHECK(nearest("HATE", labels) == "hate");
  CHECK(nearest("ahte", labels) == "hate");  // an adjacent swap is one edit
  CHECK(nearest("ofensiv", labels) == "offensive");
  CHECK_FALSE(nearest("spam", labels).has_value());
  CHECK_FALSE(nearest("", labels).has_value());
  CHECK_FALSE(nearest("hate", {}).has_value());
}

TEST_CASE("nearest sees through composition, width and invisible characters") {
  CHECK(nearest(kHanNfd, {"다른", "한"}) == "한");
  CHECK(nearest("긍점", {"부정", "긍정"}) == "긍정");
  CHECK(nearest("ｈａｔｅ", {"none", "hate"}) == "hate");
  CHECK(nearest("ha\u200Bte", {"none", "hate"}) == "hate");
}

TEST_CASE("nearest proposes nothing that has nothing in common") {
  CHECK_FALSE(nearest("a", {"b"}).has_value());
  CHECK_FALSE(nearest("1", {"2", "3"}).has_value());
  CHECK(nearest("A", {"b", "a"}) == "a");
}

TEST_CASE("nearest takes the earlier of two that are equally near, and bytes that are not UTF-8") {
  CHECK(nearest("cat", {"bat", "hat"}) == "bat");
  CHECK(nearest("hate\xFF", {"none", "hate"}) == "hate");
  CHECK_FALSE(nearest(std::string(1'000'000, 'x'), {std::string(1'000'000, 'x')}).has_value());
}

TEST_CASE("did_you_mean is a remark in brackets or nothing") {
  CHECK(did_you_mean("hat", {"hate"}) == " (did you mean \"hate\"?)");
  CHECK(did_you_mean("zebra", {"hate"}).empty());
}

TEST_CASE("number_text reads back to the same double") {
  for (const double value : {0.0, -0.0, 1.0, 0.1, 1.0 / 3, 1e300, 5e-324, 1e16, -123456.789,
                             std::numeric_limits<double>::max()}) {
    const std::optional<double> back = parse_number(number_text(value));
    REQUIRE(back.has_value());
    CHECK(std::memcmp(&*back, &value, sizeof value) == 0);
  }
  std::mt19937_64 random(2);
  for (int round = 0; round < 20'000; ++round) {
    const std::uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (std::isfinite(value)) REQUIRE(parse_number(number_text(value)) == value);
  }
  CHECK(number_text(1) == "1");
  CHECK(number_text(std::nan("")) == "null");
  CHECK(number_text(-INFINITY) == "null");
}

TEST_CASE("fixed writes tables without a negative zero") {
  CHECK(fixed(0.7434, 2) == "0.74");
  CHECK(fixed(-0.7434, 2) == "-0.74");
  CHECK(fixed(-0.001, 2) == "0.00");
  CHECK(fixed(-0.4, 0) == "0");
  CHECK(fixed(1234.5, 1) == "1234.5");
  CHECK(fixed(std::nan(""), 2) == "-");
  CHECK(fixed(INFINITY, 2) == "-");
}

TEST_CASE("with_commas groups by three") {
  CHECK(with_commas(0) == "0");
  CHECK(with_commas(999) == "999");
  CHECK(with_commas(1'000) == "1,000");
  CHECK(with_commas(1'234'567) == "1,234,567");
  CHECK(with_commas(UINT64_MAX) == "18,446,744,073,709,551,615");
}

TEST_CASE("parse_number takes JSON numbers and nothing else") {
  CHECK(parse_number("0") == 0.0);
  CHECK(parse_number("-12.5e+1") == -125.0);
  CHECK(parse_number("1E3") == 1000.0);
  for (const char* text :
       {"",     "-",   "+1",  "01",       "-007", ".5", "-.5", "1.",  "1.e5", "1e",  "1e+",
        "0x10", "inf", "nan", "Infinity", " 1",   "1 ", "1,5", "1_0", "١",    "--1", "1.2.3"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number(text).has_value());
  }
  CHECK_FALSE(parse_number(std::string_view("1\0", 2)).has_value());
}

TEST_CASE("parse_number tells too small, which is zero, from too large, which is no number") {
  const std::string zeros(400, '0');
  CHECK(parse_number("1e-400") == 0.0);
  CHECK(parse_number("-1e-400") == 0.0);
  CHECK(parse_number("2e-324") == 0.0);
  CHECK(parse_number("5e-324") == 5e-324);
  CHECK(parse_number("0." + zeros + "1") == 0.0);
  CHECK(parse_number("0." + zeros + "1e+9") == 0.0);
  CHECK(parse_number("1e-99999999999999999999") == 0.0);
  CHECK(parse_number("0." + zeros + "1e401") == 1.0);
  CHECK_FALSE(parse_number("1e400").has_value());
  CHECK_FALSE(parse_number("1" + zeros).has_value());
  CHECK_FALSE(parse_number("1" + zeros + "e-9").has_value());
  CHECK_FALSE(parse_number("1e99999999999999999999").has_value());
  CHECK(parse_number("0e99999999999999999999") == 0.0);
}

TEST_CASE("parse_integer takes decimal integers that fit") {
  CHECK(parse_integer("0") == 0);
  CHECK(parse_integer("010") == 10);
  CHECK(parse_integer("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
  CHECK(parse_integer("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
  for (const char* text : {"", "-", "+1", "1.0", "1e3", " 1", "1 ", "0x1", "9223372036854775808"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_integer(text).has_value());
  }
}

TEST_CASE("trimmed takes every Unicode white space off both ends and nothing else") {
  CHECK(trimmed("  a b\t\n") == "a b");
  CHECK(trimmed("\u00A0\u3000한\u2028 ") == "한");
  CHECK(trimmed("\u200Ba\u200B") == "\u200Ba\u200B");  // zero width is no white space
  CHECK(trimmed("").empty());
  CHECK(trimmed(std::string(1'000'000, ' ')).empty());
  CHECK(is_blank(" \t\u00A0\u1680\u205F"));
  CHECK(is_blank(""));
  CHECK_FALSE(is_blank("\u3164"));
  CHECK_FALSE(is_blank(" . "));
}

TEST_CASE("trimmed keeps bytes that are not UTF-8, also after a blank") {
  CHECK(trimmed("a \x80") == "a \x80");
  CHECK(trimmed("a\u3000\x80 ") == "a\u3000\x80");
  CHECK(trimmed(" \xC2") == "\xC2");
  std::mt19937_64 random(3);
  for (int round = 0; round < 20'000; ++round) {
    const std::string bytes = random_bytes(random);
    const std::string_view once = trimmed(bytes);
    REQUIRE(trimmed(once) == once);
    REQUIRE(is_blank(bytes) == once.empty());
  }
}

TEST_CASE("code_points counts characters, display_width the columns they take") {
  CHECK(code_points("") == 0);
  CHECK(code_points("한a😀") == 3);
  CHECK(display_width("") == 0);
  CHECK(display_width("abc") == 3);
  CHECK(display_width("한글") == 4);
  CHECK(display_width("😀") == 2);
  CHECK(display_width("e\u0301") == 1);
  CHECK(code_points(kHanNfd) == 3);
  CHECK(display_width(kHanNfd) == 2);
  CHECK(display_width("a\xFF") == 2);
}

TEST_CASE("invalid_utf8 finds the first byte that is wrong") {
  CHECK_FALSE(invalid_utf8("").has_value());
  CHECK_FALSE(invalid_utf8("plain 한글 😀 \uFFFE").has_value());
  CHECK(invalid_utf8("ab\xFF") == 2u);
  CHECK(invalid_utf8("한\xED\xA0\x80") == 3u);
  CHECK(invalid_utf8("\xC0\xAF") == 0u);
  CHECK(invalid_utf8("a\xE3\x80") == 1u);
  CHECK(invalid_utf8("\xF8\x88\x80\x80\x80") == 0u);
  CHECK(invalid_utf8(std::string(10'000'000, 'x') + "\x80") == 10'000'000u);
}

TEST_CASE("append_code_point writes one to four bytes") {
  std::string text;
  for (const std::uint32_t c : {0x41u, 0xE9u, 0xD55Cu, 0x1F600u, 0x10FFFFu})
    append_code_point(text, c);
  CHECK(text == "A\u00E9\uD55C\U0001F600\U0010FFFF");
}

TEST_CASE("split keeps every part, and join undoes it") {
  CHECK(split("", ',') == std::vector<std::string>{""});
  CHECK(split("a,b,,", ',') == std::vector<std::string>{"a", "b", "", ""});
  CHECK(join({}, ", ").empty());
  CHECK(join({"a"}, ", ") == "a");
  CHECK(join(split("x,,y,", ','), ",") == "x,,y,");
}
