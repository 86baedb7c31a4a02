// --by: fields alone and crossed, slices of the guideline, and what is refused.
#include "lbl/cli/crossings.hpp"

#include <doctest/doctest.h>

#include "lbl/base/error.hpp"

using lbl::cli::Crossings;
using lbl::cli::crossings;
using Entries = std::vector<std::vector<std::size_t>>;

namespace {

std::vector<std::string> names_of(const Crossings& found) {
  std::vector<std::string> names;
  for (const lbl::model::SliceSpec& column : found.columns) names.push_back(column.name);
  return names;
}

}  // namespace

TEST_CASE("each name is a column, and a crossing names columns that may stand alone as well") {
  const Crossings found = crossings(nullptr, {"source", "source:lang", "lang"});
  CHECK(names_of(found) == std::vector<std::string>{"source", "lang"});
  CHECK(found.entries == Entries{{0}, {0, 1}, {1}});
}

TEST_CASE("an entry given twice counts once, and its order makes another one") {
  CHECK(crossings(nullptr, {"a", "a"}).entries == Entries{{0}});
  CHECK(crossings(nullptr, {"a:b", "b:a"}).entries == Entries{{0, 1}, {1, 0}});
}

TEST_CASE("a colon may be part of a field's name, or of a slice's") {
  CHECK(names_of(crossings(nullptr, {"meta\\:lang"})) == std::vector<std::string>{"meta:lang"});
  lbl::model::Guideline guideline;
  guideline.slices.push_back({"length:short", "text", "length", {20}});
  const Crossings found = crossings(&guideline, {"length:short"});
  REQUIRE(found.columns.size() == 1);
  CHECK(found.columns[0].field == "text");
}

TEST_CASE("empty names and a field crossed with itself are refused") {
  for (const char* entry : {"", ":", "a:", ":b", "a::b", "a:a"}) {
    CAPTURE(entry);
    CHECK_THROWS_AS(crossings(nullptr, {entry}), lbl::base::Error);
  }
}
