// Values of options: decimal or refused, never guessed.
#include "lbl/cli/option_values.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "lbl/base/error.hpp"

using namespace lbl::cli;
using lbl::base::Error;

namespace {

template <class Read>
std::string message(Read&& read) {
  try {
    read();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a whole number is decimal digits, also with zeros in front") {
  CHECK(whole_number("-n", "0") == 0);
  CHECK(whole_number("-n", "010") == 10);
  CHECK(whole_number("-n", "18446744073709551615") == 18446744073709551615u);
  for (const char* text : {"", "1e3", "0x10", "-1", "+1", " 1", "1 ", "1.0", "1_000", "ten"}) {
    CAPTURE(text);
    CHECK(message([&] {
            whole_number("-n", text);
          }).ends_with("is not a whole number in decimal digits"));
  }
  CHECK(message([] { whole_number("--seed", "18446744073709551616"); }) ==
        "--seed: \"18446744073709551616\" is too large; at most 18446744073709551615");
}

TEST_CASE("a real number is finite and decimal") {
  CHECK(real_number("--level", "0.95") == 0.95);
  CHECK(real_number("--level", ".5") == 0.5);
  CHECK(real_number("--level", "-.5") == -0.5);
  CHECK(real_number("--level", "1e-3") == 0.001);
  CHECK(real_number("--level", "-2") == -2);
  for (const char* text : {"", ".", "-", "nan", "inf", "1e999", "0x1p3", "1,5", "1.", " 1"}) {
    CAPTURE(text);
    CHECK(message([&] { real_number("--level", text); }).find("is not a number") !=
          std::string::npos);
  }
  CHECK(message([] { real_number("--level", "95%"); }) ==
        "--level: \"95%\" is not a number; write 5% as 0.05");
}

TEST_CASE("a list is split at commas, and \\, is a comma in a value") {
  using Words = std::vector<std::string>;
  CHECK(list_values("--by", "a") == Words{"a"});
  CHECK(list_values("--by", "a,b c, d") == Words{"a", "b c", " d"});
  CHECK(list_values("--by", "a\\,b,c\\d\\") == Words{"a,b", "c\\d\\"});
  for (const char* text : {"", ",", "a,", ",a", "a,,b"}) {
    CAPTURE(text);
    CHECK(message([&] {
            list_values("--by", text);
          }).starts_with("--by: an empty value in the list"));
  }
}

TEST_CASE("a word outside the list is refused with all of them and the nearest") {
  CHECK(one_of("--fail-on", "never", {"never", "error"}) == "never");
  CHECK(message([] {
          one_of("--fail-on", "eror", {"never", "error"});
        }) == "--fail-on: \"eror\" is not one of never, error (did you mean \"error\"?)");
  CHECK(message([] {
          one_of("--fail-on", "Never", {"never", "error"});
        }) == "--fail-on: \"Never\" is not one of never, error (did you mean \"never\"?)");
}
