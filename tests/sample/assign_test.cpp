// Assignments keep every promise: k answers, nobody twice, limits, conflicts, calibration, gold,
// pairs; and say what fails when they cannot.
#include "lbl/sample/assign.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lbl/base/error.hpp"
#include "model/json_value.hpp"

using lbl::base::Error;
using lbl::model::Roster;
using lbl::sample::AssignItem;
using lbl::sample::Assignment;
using lbl::sample::assignment;
using lbl::sample::AssignSpec;
using lbl::sample::Workload;

namespace {

Roster roster_of(const std::vector<std::string>& records) {
  Roster roster;
  const lbl::model::FieldPlan plan;
  for (const std::string& json : records) {
    const lbl::test::JsonRecord record(json, plan, roster.entries().size() + 1);
    REQUIRE(roster.add(record.record()) == "");
  }
  return roster;
}

Roster people(int count, const std::string& more = "") {
  std::vector<std::string> records;
  for (int i = 0; i < count; ++i) {
    records.push_back("{\"name\": \"a" + std::to_string(i) + "\"" + more + "}");
  }
  return roster_of(records);
}

std::vector<AssignItem> items_of(int count, const std::string& prefix = "i") {
  std::vector<AssignItem> items;
  for (int i = 0; i < count; ++i) items.push_back({prefix + std::to_string(i), {}, {}});
  return items;
}

AssignSpec answers(std::uint64_t k) {
  AssignSpec spec;
  spec.k = k;
  return spec;
}

std::map<std::string, std::set<std::size_t>> tasks_of(const Assignment& result) {
  std::map<std::string, std::set<std::size_t>> tasks;
  for (const Workload& load : result.annotators) {
    tasks[load.annotator] = {load.tasks.begin(), load.tasks.end()};
    CHECK(tasks[load.annotator].size() == load.tasks.size());  // nobody twice
  }
  return tasks;
}

std::string failure(const AssignSpec& spec, const Roster& roster,
                    const std::vector<AssignItem>& items) {
  try {
    assignment(spec, roster, items, {});
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("every item has k answers, loads are even, and pairs share about the same") {
  for (const int count : {3, 7, 12}) {
    const Assignment result = assignment(answers(3), people(count), items_of(600), {});
    std::map<std::size_t, int> seen;
    for (const auto& [name, tasks] : tasks_of(result)) {
      for (const std::size_t item : tasks) ++seen[item];
    }
    CHECK(seen.size() == 600);
    for (const auto& [item, times] : seen) CHECK(times == 3);
    std::uint64_t least = 600, most = 0;
    for (const Workload& load : result.annotators) {
      least = std::min<std::uint64_t>(least, load.tasks.size());
      most = std::max<std::uint64_t>(most, load.tasks.size());
    }
    CHECK(most - least <= 1);
    const double mean = 600.0 * 6 / (count * (count - 1));
    for (const auto& pair : result.pairs) {
      INFO(count, " annotators, mean ", mean, ", a pair with ", pair.items);
      CHECK(std::fabs(static_cast<double>(pair.items) - mean) <= 0.12 * mean + 2);
    }
  }
}

TEST_CASE("one more annotator moves few items, wherever the roster names them") {
  std::vector<std::string> records;
  for (int i = 0; i < 9; ++i) records.push_back("{\"name\": \"a" + std::to_string(i) + "\"}");
  const auto items = items_of(1'000);
  auto before = tasks_of(assignment(answers(2), roster_of(records), items, {}));
  for (const std::ptrdiff_t place : {0, 4, 9}) {
    auto longer = records;
    longer.insert(longer.begin() + place, "{\"name\": \"new\"}");
    auto after = tasks_of(assignment(answers(2), roster_of(longer), items, {}));
    std::size_t kept = 0;
    for (const auto& [name, tasks] : before) {
      for (const std::size_t item : tasks) kept += after[name].count(item);
    }
    // A tenth must go to the newcomer.
    INFO("kept ", kept, " of 2000");
    CHECK(kept >= 1'500);
    CHECK(after["new"].size() == 200);
  }
}

TEST_CASE("quotas, hours and minutes limit loads; weights share the rest") {
  const Roster roster = roster_of({R"({"name": "a", "quota": 20})", R"({"name": "b", "quota": 60})",
                                   R"({"name": "c", "quota": 120})"});
  const Assignment tight = assignment(answers(2), roster, items_of(80), {});
  CHECK(tight.annotators[0].tasks.size() == 20);
  CHECK(tight.annotators[1].tasks.size() == 60);
  CHECK(tight.annotators[2].tasks.size() == 80);
  CHECK(failure(answers(2), roster, items_of(81)).find("1 short") != std::string::npos);

  const Roster hours = roster_of({R"({"name": "a", "hours": 1})", R"({"name": "b", "hours": 3})"});
  const Assignment shared = assignment(answers(1), hours, items_of(100), {});
  CHECK(shared.annotators[0].tasks.size() == 25);
  AssignSpec spec = answers(1);
  spec.minutes = 2;
  CHECK(assignment(spec, hours, items_of(120), {}).annotators[0].limit == 30u);
  CHECK(failure(spec, hours, items_of(121)) ==
        "121 items x 1 answers are 121 tasks, but the quotas leave room for 120: 1 short");
}

TEST_CASE("languages, groups, conflicts and earlier answers are kept") {
  const Roster roster = roster_of(
      {R"({"name": "ko", "languages": ["ko"], "groups": ["expert"]})",
       R"({"name": "en", "languages": "en", "may_not_see": ["i3", "source=forum"]})",
       R"({"name": "both", "languages": "ko|en", "groups": "expert"})", R"({"name": "any"})"});
  AssignSpec spec = answers(2);
  spec.fields = {"lang", "source", "needs"};
  spec.language = 0;
  spec.group = 2;
  std::vector<AssignItem> items;
  for (int i = 0; i < 200; ++i) {
    const bool expert = i % 10 == 0;
    items.push_back({"i" + std::to_string(i),
                     {i % 2 == 0 ? "ko" : "en", i % 7 == 0 ? "forum" : "news", std::nullopt},
                     {}});
    if (expert) items.back().values[2] = "expert";
    if (i % 18 == 4) items.back().barred = {"any"};
  }
  auto tasks = tasks_of(assignment(spec, roster, items, {}));
  for (const std::size_t i : tasks["ko"]) CHECK(items[i].values[0] == "ko");
  for (const std::size_t i : tasks["en"]) {
    CHECK(items[i].values[0] == "en");
    CHECK(items[i].values[1] == "news");
    CHECK(i != 3);
  }
  for (const std::size_t i : tasks["any"]) {
    CHECK(items[i].barred.empty());
    CHECK_FALSE(items[i].values[2].has_value());
  }
  items[1].barred = {"en", "both"};
  CHECK(failure(spec, roster, items).find("one item cannot have 2 answers: item \"i1\"") == 0);
}

TEST_CASE("when a few must do too much, it says who and by how much") {
  const Roster roster = roster_of({R"({"name": "kim", "languages": "ko", "quota": 30})",
                                   R"({"name": "lee", "languages": "ko", "quota": 30})",
                                   R"({"name": "joe", "languages": "en", "quota": 500})"});
  AssignSpec spec = answers(1);
  spec.fields = {"lang"};
  spec.language = 0;
  std::vector<AssignItem> items = items_of(100);
  for (std::size_t i = 0; i < items.size(); ++i) items[i].values = {i < 70 ? "ko" : "en"};
  CHECK(failure(spec, roster, items)
            .find("70 tasks can go only to \"kim\", \"lee\", who have room for 60: 10 short") == 0);
  for (std::size_t i = 60; i < 70; ++i) items[i].values = {"en"};
  CHECK(failure(spec, roster, items) == "");  // it just fits
  CHECK(failure(answers(4), roster, items).find("1 short") != std::string::npos);
}

TEST_CASE("calibration items reach everybody, gold is spread evenly and never twice") {
  AssignSpec spec = answers(2);
  spec.calibration = 10;
  spec.gold_rate = 0.1;
  const Assignment result =
      assignment(spec, people(6, ", \"quota\": 200"), items_of(310), items_of(30, "g"));
  CHECK(result.calibration.size() == 10);
  std::map<std::size_t, int> used;
  for (const Workload& load : result.annotators) {
    CHECK(load.calibration == 10);
    CHECK(load.items == 100);
    CHECK(load.gold == 12);  // 110 / 0.9 x 0.1
    CHECK(load.tasks.size() == 122);
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < load.tasks.size(); ++i) {
      if (load.tasks[i] < 310) continue;
      places.push_back(i);
      ++used[load.tasks[i]];
    }
    for (std::size_t i = 1; i < places.size(); ++i) {
      CHECK(places[i] - places[i - 1] >= 9);
      CHECK(places[i] - places[i - 1] <= 12);
    }
    for (const std::size_t item : result.calibration) {
      CHECK(std::count(load.tasks.begin(), load.tasks.end(), item) == 1);
    }
  }
  CHECK(used.size() == 30);  // 72 tasks over 30 gold items: 2 or 3 each
  for (const auto& [item, times] : used) CHECK((times == 2 || times == 3));
  for (const auto& pair : result.pairs) CHECK(pair.items >= 10);

  spec.calibration = 311;
  CHECK(failure(spec, people(6), items_of(310)).find("1 short") != std::string::npos);
  spec.calibration = 5;
  spec.gold_rate = 0.5;
  const Assignment few = assignment(spec, people(6), items_of(60), items_of(3, "g"));
  CHECK(few.annotators[0].gold == 3);
  CHECK(few.annotators[0].gold_missing > 0);
}

TEST_CASE("the same seed gives the same assignment, another one another") {
  AssignSpec spec = answers(2);
  const auto first = tasks_of(assignment(spec, people(8), items_of(100), {}));
  CHECK(tasks_of(assignment(spec, people(8), items_of(100), {})) == first);
  spec.seed = 2;
  CHECK(tasks_of(assignment(spec, people(8), items_of(100), {})) != first);
}
