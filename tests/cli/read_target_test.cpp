// The file of --target: JSON or CSV, and what is said of one that is neither.
#include <doctest/doctest.h>

#include "lbl/base/error.hpp"
#include "lbl/cli/read_target.hpp"

using namespace lbl;

TEST_CASE("a target is read from JSON or CSV, and what is wrong has its line") {
  const auto json = cli::parse_target("t.json", "{\"source\": {\"forum\": 0.5, \"\": 0.5}}");
  CHECK(json.front().rows.back().slice == "null");
  const auto csv =
      cli::parse_target("t.csv", "field,slice,share\nsource,forum,0.25\nsource,x,0.75\n");
  CHECK(csv.front().rows.size() == 2);
  CHECK_THROWS_WITH(cli::parse_target("t.json", "{\"source\": {\"forum\": 0.5}}"),
                    "t.json: the shares of \"source\" sum to 0.5, not to 1");
  CHECK_THROWS_WITH(
      cli::parse_target("t.csv", "field,slice,share\nsource,forum,half\n"),
      "t.csv:2: the share of \"forum\" in \"source\" is \"half\"; a share is a number from 0 to 1");
}
