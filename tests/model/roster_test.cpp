// A roster keeps what it knows of each annotator and says what is wrong with a record.
#include "lbl/model/roster.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "model/json_value.hpp"

using lbl::model::Roster;
using lbl::model::RosterEntry;

namespace {

// What Roster::add says of a record.
std::string add(Roster& roster, const std::string& json, std::uint64_t line = 1) {
  const lbl::model::FieldPlan plan;
  const lbl::test::JsonRecord owner(json, plan, line);
  lbl::model::Record record = owner.record();
  record.root_node = 0;
  return roster.add(record);
}

}  // namespace

TEST_CASE("an annotator has a quota, hours, lists, and every other field by its name") {
  Roster roster;
  CHECK(add(roster, R"({"name": "kim", "quota": 40, "hours": 2.5, "languages": ["ko", "en"],
                        "groups": "expert | night", "may_not_see": ["c1", "source=forum"],
                        "age": 31, "country": "KR", "city": null})") == "");
  CHECK(add(roster, R"({"annotator": 17, "country": "US"})", 2) == "");
  const RosterEntry* kim = roster.find("kim");
  REQUIRE(kim != nullptr);
  CHECK(kim->quota == 40u);
  CHECK(kim->hours == 2.5);
  CHECK(kim->languages == std::vector<std::string>{"ko", "en"});
  CHECK(kim->groups == std::vector<std::string>{"expert", "night"});
  CHECK(kim->may_not_see == std::vector<std::string>{"c1", "source=forum"});
  CHECK(roster.value("kim", "age") == "31");
  CHECK(roster.value("kim", "languages") == "ko|en");
  CHECK_FALSE(roster.value("kim", "city").has_value());
  CHECK(roster.value("17", "country") == "US");
  CHECK_FALSE(roster.find("17")->quota.has_value());
  CHECK(roster.has_field("country"));
  CHECK_FALSE(roster.has_field("city"));
  CHECK(roster.field_names().front() == "age");
}

TEST_CASE("the batch's own name for annotators names them in a roster too") {
  Roster roster("worker");
  CHECK(add(roster, R"({"worker": "w1"})") == "");
  CHECK(roster.find("w1") != nullptr);
}

TEST_CASE("a record that is no annotator is told with what was expected") {
  Roster roster;
  CHECK(add(roster, R"({"quota": 3})").find("names no annotator") != std::string::npos);
  CHECK(add(roster, R"({"name": "lee"})", 4) == "");
  CHECK(add(roster, R"({"name": "lee"})", 5) == "annotator \"lee\" is already on line 4");
  for (const char* bad : {"-1", "2.5", "\"many\"", "1e300"}) {
    CHECK(add(roster, std::string(R"({"name": "a", "quota": )") + bad + "}").find("whole number") !=
          std::string::npos);
  }
  CHECK(add(roster, R"({"name": "a", "hours": -2})").find("hours") != std::string::npos);
  CHECK(roster.entries().size() == 1);
}
