// The ratings table: grouping, categories, repeats, and that order and splitting never matter.
#include "lbl/model/ratings.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <random>
#include <set>
#include <string>

#include "lbl/base/error.hpp"
#include "model/json_value.hpp"

using namespace lbl::model;
using lbl::test::JsonRecord;
using Facts = std::set<std::string>;

namespace {

RatingsSpec one_task(TaskType type = TaskType::choice) {
  RatingsSpec spec;
  Task& task = spec.tasks.emplace_back();
  task.name = task.field = "label";
  task.type = type;
  return spec;
}

RatingsTable build(const RatingsSpec& spec, const std::vector<std::string>& lines,
                   std::size_t chunk_size = 1000) {
  FieldPlan plan;
  RatingsBuilder builder(spec, plan);
  RatingsChunk chunk = builder.chunk();
  std::deque<JsonRecord> records;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    records.emplace_back(lines[i], plan, i + 1);
    chunk.add(records.back().record());
    if ((i + 1) % chunk_size == 0) {
      builder.absorb(chunk);
      chunk.clear();
    }
  }
  builder.absorb(chunk);
  return builder.finish();
}

std::string line(const std::string& item, const std::string& annotator, const std::string& label,
                 const std::string& more = "") {
  return R"({"item": ")" + item + R"(", "annotator": ")" + annotator + R"(", "label": )" + label +
         more + "}";
}

// The table as a set of facts, so that it can be compared whatever the order of its items.
Facts facts(const RatingsTable& table, std::size_t task = 0) {
  Facts out;
  const TaskRatings& ratings = table.tasks[task];
  for (std::uint32_t item = 0; item < ratings.items(); ++item) {
    std::string fact = std::string(table.items.text(item)) + ":";
    for (std::uint64_t at = ratings.item_begin[item]; at < ratings.item_begin[item + 1]; ++at) {
      fact += " " + table.annotators[ratings.annotators[at]] + "=" +
              ratings.category_names[ratings.values[at]];
      for (std::size_t c = 0; c < ratings.columns.size(); ++c) {
        const std::uint32_t value = ratings.columns[c][at];
        fact += value == TaskRatings::kNoValue ? "/-" : "/" + table.column_values[c][value];
      }
    }
    out.insert(fact);
  }
  return out;
}

}  // namespace

TEST_CASE("answers are grouped by item, annotators sorted, categories observed and sorted") {
  const RatingsTable table =
      build(one_task(), {line("b", "y", "\"neg\""), line("a", "x", "\"pos\""),
                         line("b", "x", "\"neg\""), line("a", "y", "null")});
  CHECK(facts(table) == Facts{"a: x=pos", "b: x=neg y=neg"});
  CHECK(table.items.text(0) == "b");
  CHECK(table.annotators == std::vector<std::string>{"x", "y"});
  CHECK(table.tasks[0].category_names == std::vector<std::string>{"neg", "pos"});
  CHECK(table.tasks[0].no_answer == 1);
  CHECK(table.tasks[0].unanswered_items == std::vector<std::uint32_t>{1});
}

TEST_CASE("records without an item or annotator are counted and left out") {
  const RatingsTable table =
      build(one_task(), {R"({"annotator": "x", "label": "a"})", R"({"item": "1", "label": "a"})",
                         R"({"item": "  ", "annotator": "x", "label": "a"})",
                         R"({"item": 9007199254740993, "annotator": 7, "label": "a"})"});
  CHECK(table.records == 4);
  CHECK(table.without_item == 2);
  CHECK(table.without_annotator == 1);
  CHECK(facts(table) == Facts{"9007199254740993: 7=a"});
}

TEST_CASE("an empty table has no items and no categories") {
  const RatingsTable table = build(one_task(), {});
  CHECK(table.tasks[0].items() == 0);
  CHECK(table.tasks[0].answers() == 0);
  CHECK(table.tasks[0].categories.empty());
}

TEST_CASE("equal repeats count once, conflicting ones are left out and counted") {
  const std::vector<std::string> lines = {line("a", "x", "\"p\""), line("a", "x", "\"p\""),
                                          line("a", "y", "\"p\""), line("a", "y", "\"q\""),
                                          line("a", "z", "\"q\"")};
  const RatingsTable table = build(one_task(), lines);
  CHECK(facts(table) == Facts{"a: x=p z=q"});
  CHECK(table.tasks[0].equal_repeats == 1);
  CHECK(table.tasks[0].conflicts == 1);
  CHECK(table.tasks[0].conflicting_answers == 2);
  RatingsSpec strict = one_task();
  strict.repeats = Repeats::error;
  CHECK_THROWS_WITH_AS(build(strict, lines), doctest::Contains("item \"a\": annotator \"y\""),
                       lbl::base::Error);
}

TEST_CASE("first and last choose by the time field, and refuse where it cannot tell") {
  RatingsSpec spec = one_task();
  const auto timed = [&](const char* label, const char* time) {
    return line("a", "x", label, std::string(", \"time\": ") + time);
  };
  const std::vector<std::string> lines = {timed("\"p\"", "\"2024-01-02\""),
                                          timed("\"q\"", "\"2024-01-10\""),
                                          timed("\"r\"", "\"2024-01-01\"")};
  spec.repeats = Repeats::first;
  CHECK(facts(build(spec, lines)) == Facts{"a: x=r"});
  spec.repeats = Repeats::last;
  CHECK(facts(build(spec, lines)) == Facts{"a: x=q"});
  CHECK(build(spec, lines).tasks[0].conflicting_answers == 2);
  // Numbers are compared as numbers: 9 is before 10.
  CHECK(facts(build(spec, {timed("\"p\"", "9"), timed("\"q\"", "10")})) == Facts{"a: x=q"});
  CHECK_THROWS_AS(build(spec, {timed("\"p\"", "9"), line("a", "x", "\"q\"")}), lbl::base::Error);
  CHECK_THROWS_AS(build(spec, {timed("\"p\"", "9"), timed("\"q\"", "9")}), lbl::base::Error);
}

TEST_CASE("a guideline's labels are the categories in its order, aliases count, unknown drop") {
  RatingsSpec spec = one_task();
  spec.tasks[0].labels.resize(3);
  spec.tasks[0].labels[0].name = "pos";
  spec.tasks[0].labels[0].aliases = {"positive"};
  spec.tasks[0].labels[1].name = "neutral";
  spec.tasks[0].labels[2].name = "neg";
  const std::vector<std::string> lines = {line("a", "x", "\"positive\""), line("a", "y", "\"zzz\""),
                                          line("b", "x", "\"yyy\""), line("b", "y", "[1]"),
                                          line("c", "x", "\"zzz\"")};
  const RatingsTable table = build(spec, lines);
  CHECK(table.tasks[0].category_names == std::vector<std::string>{"pos", "neutral", "neg"});
  CHECK(table.tasks[0].declared_categories == 3);
  CHECK(table.tasks[0].aliases == 1);
  CHECK(table.tasks[0].unknown_labels == 3);
  CHECK(table.tasks[0].invalid == 1);
  CHECK(table.tasks[0].first_refused_place.line == 2);
  CHECK(table.tasks[0].first_refused.find("\"zzz\" is not in task") != std::string::npos);
  CHECK(facts(table) == Facts{"a: x=pos", "b:", "c:"});
  spec.unknown_label = UnknownLabel::keep;
  const RatingsTable kept = build(spec, lines);
  CHECK(kept.tasks[0].category_names ==
        std::vector<std::string>{"pos", "neutral", "neg", "yyy", "zzz"});
  CHECK(kept.tasks[0].declared_categories == 3);
  CHECK(kept.tasks[0].unknown_labels == 3);
  CHECK(facts(kept) == Facts{"a: x=pos y=zzz", "b: x=yyy", "c: x=zzz"});
}

TEST_CASE("a scale gives its points, and 1 and 1.0 are one rating") {
  RatingsSpec spec = one_task(TaskType::rating);
  spec.tasks[0].min = 0;
  spec.tasks[0].max = 1;
  spec.tasks[0].step = 0.25;
  const RatingsTable table =
      build(spec, {line("a", "x", "1"), line("a", "y", "1.0"), line("a", "z", "0.5")});
  CHECK(table.tasks[0].category_names == std::vector<std::string>{"0", "0.25", "0.5", "0.75", "1"});
  CHECK(facts(table) == Facts{"a: x=1 y=1 z=0.5"});
  CHECK(table.tasks[0].number(1) == 0.25);
}

TEST_CASE("types are found from the values") {
  const auto type_of = [](const std::vector<std::string>& labels) {
    RatingsSpec spec = one_task();
    spec.infer_type = true;
    std::vector<std::string> lines;
    for (const std::string& label : labels) {
      lines.push_back(line("i" + std::to_string(lines.size()), "x", label));
    }
    return build(spec, lines).tasks[0].task.type;
  };
  CHECK(type_of({}) == TaskType::choice);
  CHECK(type_of({"\"a\"", "\"b\""}) == TaskType::choice);
  CHECK(type_of({"1", "0"}) == TaskType::choice);
  CHECK(type_of({"1", "2", "3"}) == TaskType::rating);
  CHECK(type_of({"1", "2", "\"3\""}) == TaskType::choice);
  CHECK(type_of({"1.5", "2"}) == TaskType::number);
  std::vector<std::string> many;
  for (int i = 0; i < 21; ++i) many.push_back(std::to_string(i));
  CHECK(type_of(many) == TaskType::number);
  CHECK(type_of({"[]", "[\"a\"]"}) == TaskType::choices);
  CHECK(type_of({"[]"}) == TaskType::choices);
  CHECK(type_of({R"([{"start": 1, "end": 2, "label": "a"}])"}) == TaskType::spans);
  CHECK(type_of({R"([{"start": 1.5, "end": 2, "label": "a"}])"}) == TaskType::segments);
  CHECK(type_of({R"([{"x": 1, "y": 2, "width": 1, "height": 1}])"}) == TaskType::boxes);
  CHECK_THROWS_AS(type_of({"[]", "\"a\""}), lbl::base::Error);
  CHECK_THROWS_AS(type_of({"{\"a\": 1}"}), lbl::base::Error);
}

TEST_CASE("one record may answer several tasks") {
  RatingsSpec spec = one_task();
  Task& severity = spec.tasks.emplace_back();
  severity.name = severity.field = "severity";
  severity.type = TaskType::rating;
  const RatingsTable table = build(spec, {line("a", "x", "\"p\"", ", \"severity\": 3"),
                                          line("a", "y", "null", ", \"severity\": 2")});
  CHECK(facts(table, 0) == Facts{"a: x=p"});
  CHECK(facts(table, 1) == Facts{"a: x=3 y=2"});
}

TEST_CASE("a wide table has one column an annotator, by name or pattern") {
  RatingsSpec spec = one_task();
  spec.wide = {"rater_*", "expert"};
  const RatingsTable table =
      build(spec, {R"({"item": "a", "rater_1": "p", "rater_2": "q", "expert": "p", "note": "z"})",
                   R"({"item": "b", "rater_1": null, "expert": "q"})"});
  CHECK(facts(table) == Facts{"a: expert=p rater_1=p rater_2=q", "b: expert=q"});
  CHECK(table.tasks[0].no_answer == 1);
  spec.tasks.push_back(spec.tasks[0]);
  FieldPlan plan;
  CHECK_THROWS_AS(RatingsBuilder(spec, plan), lbl::base::Error);
}

TEST_CASE("slices are kept an answer, with bins and lengths") {
  RatingsSpec spec = one_task();
  spec.columns = {slice_by_field("source"),
                  {"length", "text", "length", {3, 10}},
                  {"year", "year", "", {2000}}};
  const RatingsTable table =
      build(spec, {line("a", "x", "\"p\"", R"(, "source": "news", "text": "가나", "year": "1999")"),
                   line("a", "y", "\"p\"", R"(, "source": null, "text": "가나다", "year": 2000)"),
                   line("b", "x", "\"q\"", R"(, "text": "0123456789", "year": "old")"),
                   line("b", "y", "null", R"(, "source": "forum")")});
  CHECK(facts(table) ==
        Facts{"a: x=p/news/<3/<2000 y=p/-/3 to <10/>=2000", "b: x=q/-/>=10/not a number"});
  CHECK(table.column_values[1] == std::vector<std::string>{"<3", "3 to <10", ">=10"});
  CHECK(table.column_values[0][table.tasks[0].unanswered_columns[0][0]] == "forum");
}

TEST_CASE("order, splitting and merging never change the table") {
  std::mt19937_64 random(7);
  std::vector<std::string> lines;
  for (int i = 0; i < 600; ++i) {
    lines.push_back(line("i" + std::to_string(random() % 97), "a" + std::to_string(random() % 5),
                         "\"l" + std::to_string(random() % 3) + "\"",
                         ", \"s\": " + std::to_string(random() % 4)));
  }
  RatingsSpec spec = one_task();
  spec.columns = {slice_by_field("s")};
  const RatingsTable whole = build(spec, lines);
  CHECK(whole.tasks[0].conflicts > 10);
  for (const std::size_t chunk : {1u, 7u, 100u}) {
    CHECK(facts(build(spec, lines, chunk)) == facts(whole));
  }
  for (int round = 0; round < 5; ++round) {
    std::shuffle(lines.begin(), lines.end(), random);
    const RatingsTable shuffled = build(spec, lines);
    CHECK(facts(shuffled) == facts(whole));
    CHECK(shuffled.tasks[0].conflicting_answers == whole.tasks[0].conflicting_answers);
    CHECK(shuffled.tasks[0].equal_repeats == whole.tasks[0].equal_repeats);
  }
}

TEST_CASE("two builders merge into the table of one pass") {
  const RatingsSpec spec = one_task();
  FieldPlan plan, same_plan;
  RatingsBuilder left(spec, plan), right(spec, same_plan);
  const JsonRecord a(line("a", "x", "\"p\""), plan, 1), b(line("a", "y", "\"q\""), plan, 2),
      c(line("b", "x", "\"q\""), plan, 3);
  RatingsChunk first = left.chunk(), second = right.chunk();
  first.add(a.record());
  second.add(b.record());
  second.add(c.record());
  left.absorb(first);
  right.absorb(second);
  left.merge(right);
  const RatingsTable table = left.finish();
  CHECK(facts(table) == Facts{"a: x=p y=q", "b: x=q"});
  CHECK(table.records == 3);
}
