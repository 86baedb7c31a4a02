// argv is read by getopt's rules, without abbreviations and without guessing.
#include "lbl/cli/arguments.hpp"

#include <doctest/doctest.h>

#include "lbl/base/error.hpp"

using lbl::base::Error;
using lbl::cli::Arguments;
using lbl::cli::read_arguments;

namespace {

const std::vector<lbl::cli::OptionName> kKnown = {
    {"-o", "--output", true},  {"-j", "--threads", true},  {"", "--by", true},
    {"-q", "--quiet", false},  {"-v", "--verbose", false}, {"-n", "-n", true},
    {"", "--pair", true, true}};

Arguments read(const std::vector<std::string>& words) {
  return read_arguments(words, kKnown);
}

// The options as "--name=value" words.
std::vector<std::string> options(const Arguments& arguments) {
  std::vector<std::string> out;
  for (const auto& option : arguments.options) out.push_back(option.long_name + "=" + option.value);
  return out;
}

std::string message(const std::vector<std::string>& words) {
  try {
    read(words);
  } catch (const Error& error) {
    CHECK(error.kind() == lbl::base::ErrorKind::usage);
    return error.what();
  }
  return "";
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a value stands in the same or in the next argument") {
  CHECK(options(read({"--output=x", "--output", "y", "-oz", "-o", "w", "-n", "5", "-n7"})) ==
        Words{"--output=x", "--output=y", "--output=z", "--output=w", "-n=5", "-n=7"});
}

TEST_CASE("an option takes exactly one argument and leaves the FILE after it alone") {
  const Arguments arguments = read({"--by", "a,b", "FILE", "-j2", "OTHER"});
  CHECK(options(arguments) == Words{"--by=a,b", "--threads=2"});
  CHECK(arguments.files == Words{"FILE", "OTHER"});
}

TEST_CASE("an empty value is a value") {
  const Arguments arguments = read({"--output=", "FILE"});
  CHECK(options(arguments) == Words{"--output="});
  CHECK(arguments.files == Words{"FILE"});
  CHECK(options(read({"--output", ""})) == Words{"--output="});
}

TEST_CASE("a value may hold = and begin with - where it cannot be an option") {
  CHECK(options(read({"--output=a=b", "--by", "-5", "-o", "-"})) ==
        Words{"--output=a=b", "--by=-5", "--output=-"});
  CHECK(options(read({"--output=--quiet"})) == Words{"--output=--quiet"});
}

TEST_CASE("flags cluster, and the last of a cluster may take a value") {
  CHECK(options(read({"-qvv", "-vj4"})) ==
        Words{"--quiet=", "--verbose=", "--verbose=", "--verbose=", "--threads=4"});
}

TEST_CASE("after -- everything is a FILE, and - is always one") {
  CHECK(read({"-", "a", "--", "-q", "--", "[b]"}).files == Words{"-", "a", "-q", "--", "[b]"});
  CHECK(read({""}).files == Words{""});
}

TEST_CASE("an unknown option is refused with the nearest one") {
  CHECK(message({"--outptu=3"}) == "unknown option \"--outptu\" (did you mean \"--output\"?)");
  CHECK(message({"-x"}) == "unknown option \"-x\"");
  CHECK(message({"-qx"}) == "unknown option \"-x\"");
  CHECK(message({"-5"}) == "unknown option \"-5\"");
  CHECK(message({"--\x1b[0m"}) == "unknown option \"--\\x1b[0m\"");
}

TEST_CASE("an abbreviation is an unknown option that names what it begins") {
  CHECK(message({"--thr", "2"}) == "unknown option \"--thr\" (did you mean \"--threads\"?)");
  CHECK(message({"--quie"}) == "unknown option \"--quie\" (did you mean \"--quiet\"?)");
}

TEST_CASE("a missing value is refused, also when an option stands in its place") {
  CHECK(message({"--output"}) == "--output needs a value");
  CHECK(message({"-qo"}) == "-o needs a value");
  CHECK(message({"--by", "--quiet"}) ==
        "--by needs a value, but the option --quiet follows (for the value --quiet itself write "
        "--by=--quiet)");
  CHECK(message({"--by", "--output=x"}).starts_with("--by needs a value, but the option"));
  CHECK(message({"--by", "--"}).starts_with("--by needs a value, but the option --"));
}

TEST_CASE("a flag takes no value") {
  CHECK(message({"--quiet=yes"}) == "--quiet takes no value, but \"yes\" was given");
  CHECK(message({"--quiet="}) == "--quiet takes no value, but \"\" was given");
}

TEST_CASE("a pair takes two words, or one that holds both") {
  const Arguments arguments = read({"--pair", "1", "2", "FILE", "--pair", "3,4", "--pair=5", "6"});
  CHECK(options(arguments) == Words{"--pair=1,2", "--pair=3,4", "--pair=5,6"});
  CHECK(arguments.files == Words{"FILE"});
  CHECK(message({"--pair", "1"}) == "--pair needs two values, but only \"1\" follows");
  CHECK(message({"--pair", "1", "-q"}) == "--pair needs two values, but only \"1\" follows");
}
