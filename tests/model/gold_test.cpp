// Gold joined to a ratings table: from a field, a table of its own, an annotator; never two
// answers to one item.
#include "lbl/model/gold.hpp"

#include <doctest/doctest.h>

#include <deque>
#include <string>
#include <vector>

#include "lbl/base/error.hpp"
#include "model/json_value.hpp"

using namespace lbl::model;
using lbl::test::JsonRecord;

namespace {

RatingsSpec one_task() {
  RatingsSpec spec;
  Task& task = spec.tasks.emplace_back();
  task.name = task.field = "label";
  return spec;
}

RatingsTable build(const RatingsSpec& spec, const std::vector<std::string>& lines) {
  FieldPlan plan;
  RatingsBuilder builder(spec, plan);
  RatingsChunk chunk = builder.chunk();
  std::deque<JsonRecord> records;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    records.emplace_back(lines[i], plan, i + 1);
    chunk.add(records.back().record());
  }
  builder.absorb(chunk);
  return builder.finish();
}

/// The gold of an item as text; "-" without.
std::string gold_of(const RatingsTable& table, const TaskGold& gold, const std::string& item) {
  const std::uint32_t value = gold.values[table.items.find(item).value()];
  return value == TaskRatings::kNoValue ? "-" : gold.category_names[value];
}

const std::vector<std::string> kAnswers = {
    R"({"item": "1", "annotator": "kim", "label": "a", "right": "a"})",
    R"({"item": "1", "annotator": "lee", "label": "b", "right": "a"})",
    R"({"item": "2", "annotator": "kim", "label": "b", "right": "c"})",
    R"({"item": "3", "annotator": "lee", "label": "a"})"};

}  // namespace

TEST_CASE("gold in a field of the records is one answer an item and leaves the table") {
  RatingsSpec spec = one_task();
  spec.gold.first_task = 1;
  spec.tasks.push_back(spec.tasks.front());
  spec.tasks.back().field = "right";
  RatingsTable table = build(spec, kAnswers);
  const Gold gold = take_gold_tasks(table, 1);
  REQUIRE(table.tasks.size() == 1);
  REQUIRE(gold.tasks.size() == 1);
  CHECK(gold_of(table, gold.tasks[0], "1") == "a");
  CHECK(gold_of(table, gold.tasks[0], "2") == "c");
  CHECK(gold_of(table, gold.tasks[0], "3") == "-");
  CHECK(gold.tasks[0].items == 2);
  // "c" is nobody's answer, so it stands after the categories of the task.
  CHECK(gold.tasks[0].category_names == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("an item with two gold labels is an error, whoever's records they stand in") {
  RatingsSpec spec = one_task();
  spec.gold.first_task = 1;
  spec.tasks.push_back(spec.tasks.front());
  spec.tasks.back().field = "right";
  CHECK_THROWS_WITH_AS(
      build(spec, {R"({"item": "1", "annotator": "kim", "label": "a", "right": "a"})",
                   R"({"item": "1", "annotator": "lee", "label": "a", "right": "b"})"}),
      doctest::Contains("item \"1\": two different gold labels, \"a\" and \"b\""),
      lbl::base::Error);
  RatingsSpec of_annotator = one_task();
  of_annotator.gold.annotator = "boss";
  CHECK_THROWS_AS(build(of_annotator, {R"({"item": "1", "annotator": "boss", "label": "a"})",
                                       R"({"item": "1", "annotator": "boss", "label": "b"})"}),
                  lbl::base::Error);
}

TEST_CASE("a table of gold needs no annotator and may call its fields item, label or gold") {
  RatingsSpec spec = one_task();
  spec.fields.item = "id";
  spec.tasks[0].field = "verdict";
  spec.gold.first_task = 0;
  spec.gold.other_item_fields = {"item"};
  spec.gold.other_label_fields = {"gold", "label"};
  const RatingsTable gold_table =
      build(spec, {R"({"id": 1, "verdict": "a"})", R"({"item": "2", "gold": "b"})",
                   R"({"item": "9", "label": "b"})"});
  const RatingsTable table = build(one_task(), kAnswers);
  const Gold gold = join_gold(table, gold_table);
  CHECK(gold_of(table, gold.tasks[0], "1") == "a");
  CHECK(gold_of(table, gold.tasks[0], "2") == "b");
  CHECK(gold.tasks[0].items == 2);
  CHECK(gold.tasks[0].not_in_batch == 1);
}

TEST_CASE("a gold annotator's answers leave the table, and a wrong name is an error") {
  RatingsTable table = build(one_task(), kAnswers);
  const Gold gold = take_gold_annotator(table, "lee");
  CHECK(gold_of(table, gold.tasks[0], "1") == "b");
  CHECK(gold_of(table, gold.tasks[0], "2") == "-");
  CHECK(table.tasks[0].answers() == 2);
  CHECK(table.tasks[0].item_begin == std::vector<std::uint64_t>{0, 1, 2, 2});
  CHECK_THROWS_WITH_AS(take_gold_annotator(table, "le"), doctest::Contains("lee"),
                       lbl::base::Error);
}
