// Tasks of a guideline: each type takes exactly its keys, and a mistake is told at its place.
#include <doctest/doctest.h>

#include <string>

#include "lbl/model/guideline.hpp"
#include "model/guideline_helpers.hpp"

using namespace lbl::model;
using lbl::tests::Problems;
using lbl::tests::problems_of;
using lbl::tests::read_text;
using lbl::tests::task_problems;

namespace {

Task task_of(const std::string& inside) {
  const GuidelineResult result =
      read_text("{\"guideline\": \"g\", \"tasks\": {\"t\": {" + inside + "}}}");
  CHECK(problems_of(result) == Problems{});
  REQUIRE(result.guideline.tasks.size() == 1);
  return result.guideline.tasks[0];
}

}  // namespace

TEST_CASE("a task of each type is read with all its keys") {
  const std::string common =
      R"(, "field": "f", "title": "T", "definition": "D", "required": false, "$comment": "c")";
  const Task choice =
      task_of(R"("type": "choice", "labels": ["lo", "hi"], "ordered": true)" + common);
  CHECK(choice.type == TaskType::choice);
  CHECK(choice.ordered);
  CHECK(choice.field == "f");
  CHECK(choice.definition == "D");
  CHECK_FALSE(choice.required);
  const Task choices =
      task_of(R"("type": "choices", "labels": ["a", "b"], "min": 1, "max": 2)" + common);
  CHECK(choices.min_count == 1u);
  CHECK(choices.max_count == 2u);
  const Task rating = task_of(R"("type": "rating", "min": 0, "max": 1, "step": 0.1)" + common);
  CHECK(rating.step == 0.1);
  const Task number = task_of(R"("type": "number", "min": -1.5, "max": 1e3)" + common);
  CHECK(number.min == -1.5);
  CHECK(number.max == 1000.0);
  CHECK_FALSE(number.step.has_value());
  CHECK(task_of(R"("type": "text")" + common).type == TaskType::text);
  const Task spans = task_of(
      R"("type": "spans", "labels": ["a"], "overlap": "nested", "offsets": "utf16", "min": 1, "max": 9)" +
      common);
  CHECK(spans.overlap == Overlap::nested);
  CHECK(spans.offsets == Offsets::utf16);
  CHECK(spans.min_count == 1u);
  CHECK(spans.max_count == 9u);
  const Task segments = task_of(
      R"("type": "segments", "labels": ["a"], "overlap": "forbid", "min": 0, "max": 2)" + common);
  CHECK(segments.overlap == Overlap::forbid);
  CHECK(task_of(R"("type": "boxes", "labels": ["a"], "min": 1, "max": 3)" + common).max_count ==
        3u);
  CHECK(task_of(R"("type": "ranking", "labels": ["a", "b"], "min": 2, "max": 2)" + common)
            .min_count == 2u);
  CHECK(task_of(R"("type": "pairwise", "labels": ["left", "right"])" + common).labels.size() == 2);
}

TEST_CASE("what a task leaves out has its default") {
  const Task spans = task_of(R"("type": "spans")");
  CHECK(spans.name == "t");
  CHECK(spans.field == "t");
  CHECK(spans.required);
  CHECK(spans.labels.empty());
  CHECK(spans.overlap == Overlap::allow);
  CHECK(spans.offsets == Offsets::code_points);
  const Task pairwise = task_of(R"("type": "pairwise")");
  REQUIRE(pairwise.labels.size() == 3);
  CHECK(pairwise.labels[0].name == "a");
  CHECK(pairwise.labels[1].name == "b");
  CHECK(pairwise.labels[2].name == "tie");
  CHECK(task_of(R"("type": "rating", "min": 1, "max": 5)").step == 1.0);
  CHECK_FALSE(task_of(R"("type": "rating", "min": 0.5, "max": 3)").step.has_value());
  CHECK(task_of(R"("type": "spans", "offsets": "byte")").offsets == Offsets::bytes);
  CHECK(task_of(R"("type": "spans", "offsets": "codepoint")").offsets == Offsets::code_points);
}

TEST_CASE("tasks keep the order of the file") {
  const GuidelineResult result = read_text(
      R"({"guideline": "g", "tasks": {"z": {"type": "text"}, "a": {"type": "text"}, "m": {"type": "text"}}})");
  REQUIRE(result.guideline.tasks.size() == 3);
  CHECK(result.guideline.tasks[0].name == "z");
  CHECK(result.guideline.tasks[1].name == "a");
  CHECK(result.guideline.tasks[2].name == "m");
}

TEST_CASE("a guideline needs tasks") {
  CHECK(problems_of(read_text(R"({"guideline": "g"})")) ==
        Problems{"1:1: a guideline needs \"tasks\": what the annotators were asked"});
  CHECK(problems_of(read_text(R"({"guideline": "g", "tasks": {}})")) ==
        Problems{"1:29: /tasks: a guideline needs at least one task, found none"});
  CHECK(problems_of(read_text(R"({"guideline": "g", "tasks": []})")) ==
        Problems{"1:29: /tasks: expected an object, found an array"});
  CHECK(problems_of(read_text(R"({"guideline": "g", "tasks": {"t": 3}})")) ==
        Problems{"1:35: /tasks/t: expected an object that describes a task, found 3"});
}

TEST_CASE("a task needs a type that exists") {
  const std::string types =
      "choice, choices, rating, number, text, spans, segments, boxes, ranking or pairwise";
  CHECK(task_problems(R"("definition": "?")") ==
        Problems{"1:35: /tasks/t: a task needs a \"type\": " + types});
  CHECK(task_problems(R"("type": "chioce", "labels": ["a"])") ==
        Problems{"2:9: /tasks/t/type: expected " + types +
                 ", found the string \"chioce\" (did you mean \"choice\"?)"});
  CHECK(task_problems(R"("type": ["choice"])") ==
        Problems{"2:9: /tasks/t/type: expected " + types + ", found an array"});
}

TEST_CASE("an unknown key of a task is told with the nearest one, or where it belongs") {
  CHECK(task_problems(R"("type": "choice", "lables": ["a"], "labels": ["a"])") ==
        Problems{"2:19: /tasks/t/lables: unknown key \"lables\" in a task of type choice (did you "
                 "mean \"labels\"?)"});
  CHECK(task_problems(R"("type": "choice", "labels": ["a"], "step": 1)") ==
        Problems{"2:36: /tasks/t/step: no key \"step\" in a task of type choice; it belongs to "
                 "rating"});
  CHECK(task_problems(R"("type": "text", "xyzzy": 1)") ==
        Problems{"2:17: /tasks/t/xyzzy: unknown key \"xyzzy\" in a task of type text; expected "
                 "type, field, title, definition, required, edge_cases or $comment"});
}

TEST_CASE("a key belongs to the types that have a use for it, and to no other") {
  const auto has_problem = [](const std::string& type, const std::string& member) {
    std::string inside = "\"type\": \"" + type + "\", " + member;
    if (type == "rating" && member.find("\"min\"") == std::string::npos) inside += ", \"min\": 0";
    if (type == "rating" && member.find("\"max\"") == std::string::npos) inside += ", \"max\": 4";
    if (type == "choice" || type == "choices") inside += R"(, "labels": ["a", "b", "c"])";
    for (const std::string& line : task_problems(inside)) {
      if (line.find("no key") != std::string::npos) return true;
    }
    return false;
  };
  for (const char* type : {"choice", "text", "pairwise"}) {
    CHECK(has_problem(type, "\"min\": 1"));
    CHECK(has_problem(type, "\"max\": 1"));
  }
  for (const char* type :
       {"choices", "rating", "number", "spans", "segments", "boxes", "ranking"}) {
    CHECK_FALSE(has_problem(type, "\"min\": 1"));
    CHECK_FALSE(has_problem(type, "\"max\": 1"));
  }
  CHECK(has_problem("text", R"("labels": ["a"])"));
  CHECK(has_problem("number", R"("labels": ["a"])"));
  CHECK(has_problem("segments", R"("offsets": "byte")"));
  CHECK(has_problem("boxes", R"("overlap": "allow")"));
  CHECK(has_problem("choices", R"("ordered": true)"));
  CHECK(has_problem("number", R"("step": 1)"));
}

TEST_CASE("a scale must have its ends in order and its steps meet them") {
  CHECK(task_problems(R"("type": "rating", "min": 5, "max": 1)") ==
        Problems{"2:26: /tasks/t/min: min 5 is above max 1"});
  CHECK(task_problems(R"("type": "number", "min": 0.2, "max": 0.1)") ==
        Problems{"2:26: /tasks/t/min: min 0.2 is above max 0.1"});
  CHECK(task_problems(R"("type": "rating", "min": 1, "max": 5, "step": 0)") ==
        Problems{"2:47: /tasks/t/step: step is 0; expected a number above 0"});
  CHECK(task_problems(R"("type": "rating", "min": 1, "max": 5, "step": -1)") ==
        Problems{"2:47: /tasks/t/step: step is -1; expected a number above 0"});
  CHECK(task_problems(R"("type": "rating", "min": 1, "max": 5, "step": 3)") ==
        Problems{"2:47: /tasks/t/step: steps of 3 from min 1 do not reach max 5"});
  CHECK(task_problems(R"("type": "rating", "min": -1e308, "max": 1e308, "step": 1e-300)") ==
        Problems{"2:56: /tasks/t/step: steps of 1e-300 from min -1e308 do not reach max 1e308"});
  CHECK(task_problems(R"("type": "rating", "min": 0, "max": 1, "step": 0.1)") == Problems{});
  CHECK(task_problems(R"("type": "rating", "min": 1, "max": 1)") == Problems{});
  CHECK(task_problems(R"("type": "rating")") ==
        Problems{"1:35: /tasks/t: a rating needs \"min\" and \"max\"; without a scale it is a "
                 "number"});
  CHECK(task_problems(R"("type": "rating", "min": "1", "max": true)") ==
        Problems{"2:26: /tasks/t/min: expected a number, found the string \"1\"",
                 "2:38: /tasks/t/max: expected a number, found true"});
}

TEST_CASE("the points of a rating's scale may be named, each once and on the scale") {
  CHECK(task_of(R"("type": "rating", "min": 1, "max": 2, "labels": [{"value": 1, "name": "mild",
            "definition": "d", "examples": ["e"], "$comment": ""}, {"value": 2.0}])")
            .labels.empty());
  CHECK(task_problems(R"("type": "rating", "min": 1, "max": 3, "labels": [
{"value": 4}, {"value": 1.5}, {"value": 1}, {"value": 1}, {"name": "x"}, "y", {"valeu": 2},
{"value": "2"}])") ==
        Problems{"3:11: /tasks/t/labels/0/value: 4 is no point of the scale",
                 "3:25: /tasks/t/labels/1/value: 1.5 is no point of the scale",
                 "3:55: /tasks/t/labels/3/value: point 1 stands twice",
                 "3:59: /tasks/t/labels/4: a point of a scale needs a \"value\"",
                 "3:74: /tasks/t/labels/5: expected an object with \"value\" and \"name\", found "
                 "the string \"y\"",
                 "3:79: /tasks/t/labels/6: a point of a scale needs a \"value\"",
                 "3:80: /tasks/t/labels/6/valeu: unknown key \"valeu\" (did you mean \"value\"?)",
                 "4:11: /tasks/t/labels/7/value: expected a number, found the string \"2\""});
}

TEST_CASE("counts are whole numbers, in order, and possible") {
  const std::string labels = R"("type": "choices", "labels": ["a", "b"], )";
  CHECK(task_problems(labels + R"("min": 2, "max": 1)") ==
        Problems{"2:49: /tasks/t/min: min 2 is above max 1"});
  CHECK(task_problems(labels + R"("min": -1)") ==
        Problems{"2:49: /tasks/t/min: expected a whole number, 0 or more, found -1"});
  CHECK(task_problems(labels + R"("max": 1.5)") ==
        Problems{"2:49: /tasks/t/max: expected a whole number, 0 or more, found 1.5"});
  CHECK(task_problems(labels + R"("max": 1e300)") ==
        Problems{"2:49: /tasks/t/max: expected a whole number, 0 or more, found 1e300"});
  CHECK(task_problems(labels + R"("min": 3)") ==
        Problems{"2:49: /tasks/t/min: min 3 of 2 labels is impossible"});
  CHECK(task_problems(R"("type": "spans", "labels": ["a"], "min": 3)") == Problems{});
}

TEST_CASE("words of a closed list are told with the nearest one") {
  CHECK(task_problems(R"("type": "spans", "overlap": "forbidden", "offsets": "bytes")") ==
        Problems{"2:29: /tasks/t/overlap: expected forbid, nested or allow, found the string "
                 "\"forbidden\" (did you mean \"forbid\"?)",
                 "2:53: /tasks/t/offsets: expected codepoint, utf16 or byte, found the string "
                 "\"bytes\" (did you mean \"byte\"?)"});
}

TEST_CASE("members of a task have their kinds") {
  CHECK(task_problems(
            R"("type": "text", "field": 3, "title": 4, "definition": [], "required": "no")") ==
        Problems{"2:26: /tasks/t/field: expected a string, found 3",
                 "2:38: /tasks/t/title: expected a string, found 4",
                 "2:55: /tasks/t/definition: expected a string, found an array",
                 "2:71: /tasks/t/required: expected true or false, found the string \"no\""});
  CHECK(task_problems(R"("type": "choice", "labels": ["a"], "ordered": 1)") ==
        Problems{"2:47: /tasks/t/ordered: expected true or false, found 1"});
  CHECK(task_problems(R"("type": "text", "field": " ")") ==
        Problems{"2:26: /tasks/t/field: expected a name, found none"});
  CHECK(task_problems(R"("type": "text", "field": "/a~2")") ==
        Problems{"2:26: /tasks/t/field: field \"/a~2\": in a JSON Pointer \"~\" is written "
                 "\"~0\""});
}

TEST_CASE("a task's name can be told in a gate") {
  CHECK(
      problems_of(read_text(
          R"({"guideline": "g", "tasks": {" t": {"type": "text"}, "a[b]": {"type": "text"}, "": {"type": "text"}}})")) ==
      Problems{"1:30: /tasks/ t: task name \" t\" is blank or has white space at its ends",
               "1:54: /tasks/a[b]: task name \"a[b]\" holds one of [ ] , = \"",
               "1:80: /tasks/: task name \"\" is blank or has white space at its ends"});
}

TEST_CASE("edge cases carry the answer that was agreed on, and it must be one") {
  const std::string choice = R"("type": "choice", "labels": ["yes", "no"], )";
  CHECK(task_problems(choice + R"("edge_cases": ["a text",
{"text": "t", "answer": "no", "note": "n", "lang": "ko"}, {"text": "t"}])") == Problems{});
  CHECK(task_problems(choice + R"("edge_cases": [
{"text": "t", "answer": "yess"}, {"answer": "no"}, 3, {"text": "t", "anwser": "no"}])") ==
        Problems{"3:25: /tasks/t/edge_cases/0/answer: label \"yess\" is not in task \"t\" (did you "
                 "mean \"yes\"?)",
                 "3:34: /tasks/t/edge_cases/1: an edge case needs a \"text\"",
                 "3:52: /tasks/t/edge_cases/2: expected a string or an object, found 3",
                 "3:69: /tasks/t/edge_cases/3/anwser: unknown key \"anwser\" (did you mean "
                 "\"answer\"?)"});
  CHECK(task_problems(R"("type": "rating", "min": 1, "max": 5, "edge_cases": [
{"text": "t", "answer": 6}, {"text": "t", "answer": 2.5}])") ==
        Problems{"3:25: /tasks/t/edge_cases/0/answer: 6 is outside the scale of task \"t\" (1 to "
                 "5)",
                 "3:53: /tasks/t/edge_cases/1/answer: 2.5 is not on a step of 1 from 1 in task "
                 "\"t\""});
}
