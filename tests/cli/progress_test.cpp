// The line of --progress.
#include "lbl/cli/progress.hpp"

#include <doctest/doctest.h>

using lbl::cli::progress_line;

TEST_CASE("progress tells records, share, rate and time left") {
  CHECK(progress_line("lbl-agree", 50, 100, 1234567, 2) ==
        "lbl-agree: 1,234,567 records, 50%, 617,283/s, 2 s left");
  CHECK(progress_line("lbl-agree", 1, 100, 10, 1) ==
        "lbl-agree: 10 records, 1%, 10/s, 1 min 39 s left");
  CHECK(progress_line("lbl-agree", 1, 10000, 10, 1) ==
        "lbl-agree: 10 records, 0%, 10/s, 2 h 46 min left");
}

TEST_CASE("progress leaves out what it does not know") {
  CHECK(progress_line("x", 50, 0, 10, 2) == "x: 10 records, 5/s");
  CHECK(progress_line("x", 50, 100, 10, 0.1) == "x: 10 records, 50%");
  CHECK(progress_line("x", 0, 100, 0, 1) == "x: 0 records, 0%, 0/s");
}

TEST_CASE("a file that grew while it was read has no share") {
  CHECK(progress_line("x", 150, 100, 10, 1) == "x: 10 records, 10/s");
}
