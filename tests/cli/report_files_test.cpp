// --report [FORMAT:]FILE, and outputs that would meet.
#include "lbl/cli/report_files.hpp"

#include <doctest/doctest.h>

#include "lbl/base/error.hpp"
#include "source_folder.hpp"

using namespace lbl::cli;

namespace {

const std::vector<std::string> kFormats = {"text", "json", "html"};

std::string parsed(const std::string& text) {
  const ReportFile file = parse_report_file(text, kFormats);
  return file.format + " " + file.name;
}

}  // namespace

TEST_CASE("a report is JSON unless a format of the program stands before the first colon") {
  CHECK(parsed("a.json") == "json a.json");
  CHECK(parsed("html:a.html") == "html a.html");
  CHECK(parsed("html:a:b") == "html a:b");
  CHECK(parsed("C:\\a.json") == "json C:\\a.json");
  CHECK(parsed("2024-01-01T10:00.json") == "json 2024-01-01T10:00.json");
  CHECK(parsed("./html:a") == "json ./html:a");
  CHECK(parsed("text:-") == "text -");
}

TEST_CASE("a format misspelled is refused, with the way to write such a file name") {
  CHECK_THROWS_WITH_AS(parse_report_file("htlm:a.html", kFormats),
                       "--report: \"htlm\" is not a format (did you mean \"html\"?); for a file of "
                       "that name write ./htlm:a.html",
                       lbl::base::Error);
}

TEST_CASE("a report never replaces a file that is read") {
  CHECK_NOTHROW(
      check_not_inputs({"-", "/dev/null", "new"}, {"-", "/dev/null", LBL_SOURCE_DIR "/LICENSE"}));
  CHECK_THROWS_AS(
      check_not_inputs({LBL_SOURCE_DIR "/lib/../LICENSE"}, {"a", LBL_SOURCE_DIR "/LICENSE"}),
      lbl::base::Error);
}

TEST_CASE("a report without a file name is refused") {
  CHECK_THROWS_AS(parse_report_file("html:", kFormats), lbl::base::Error);
}

TEST_CASE("two outputs to one place are refused, but not to a device") {
  CHECK_NOTHROW(check_distinct({"-", "a", "b"}));
  CHECK_NOTHROW(check_distinct({"-", "./-"}));
  CHECK_NOTHROW(check_distinct({"/dev/null", "/dev/null"}));
  CHECK_THROWS_WITH_AS(check_distinct({"-", "a", "-"}),
                       "two outputs go to standard output; name a file for one", lbl::base::Error);
  CHECK_THROWS_WITH_AS(check_distinct({"a", "-", "a"}), "two outputs go to the same file \"a\"",
                       lbl::base::Error);
  CHECK_THROWS_AS(check_distinct({LBL_SOURCE_DIR "/LICENSE", LBL_SOURCE_DIR "/./LICENSE"}),
                  lbl::base::Error);
}
