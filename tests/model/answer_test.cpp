// What a label says, by the rules of its task.
#include "lbl/model/answer.hpp"

#include <doctest/doctest.h>

#include <string>

#include "model/json_value.hpp"

using namespace lbl::model;
using lbl::test::CellValue;
using lbl::test::JsonValue;

namespace {

Task safety() {
  Task task;
  task.name = task.field = "label";
  task.labels.resize(3);
  task.labels[0].name = "hate";
  task.labels[0].aliases = {"Hate", "증오"};
  task.labels[1].name = "offensive";
  task.labels[2].name = "none";
  task.labels[2].deprecated = true;
  task.labels[2].deprecated_since = "2.0.0";
  return task;
}

Task of_type(TaskType type) {
  Task task;
  task.name = task.field = "t";
  task.type = type;
  return task;
}

Reading read(const Task& task, const char* json) {
  const JsonValue value(json);
  return AnswerReader(task, {"N/A"}).read(value.value());
}

Reading read_cell(const Task& task, const char* text) {
  const CellValue cell(text);
  return AnswerReader(task, {"N/A"}).read(cell.value());
}

std::string text(const Reading& reading) {
  return answer_text(reading.answer);
}

AnswerFault fault(const Reading& reading) {
  REQUIRE(reading.problems.size() == 1);
  return reading.problems[0].fault;
}

}  // namespace

TEST_CASE("null, blank text, white space of any script and missing values are no answer") {
  for (const char* json : {"null", "\"\"", "\"  \\t\"", "\"\\u3000\"", "\"N/A\""}) {
    CAPTURE(json);
    CHECK(read(safety(), json).no_answer());
  }
  CHECK(AnswerReader(safety()).read(Value()).no_answer());
  CHECK(read_cell(safety(), "").no_answer());
}

TEST_CASE("a choice is its name, an alias counts as it, and an unknown label names the nearest") {
  CHECK(text(read(safety(), "\"hate\"")) == "hate");
  const Reading alias = read(safety(), "\"증오\"");
  CHECK(text(alias) == "hate");
  CHECK(fault(alias) == AnswerFault::alias_label);
  const Reading unknown = read(safety(), "\"hat\"");
  CHECK_FALSE(unknown.usable());
  CHECK(fault(unknown) == AnswerFault::unknown_label);
  CHECK(unknown.problems[0].message ==
        "label \"hat\" is not in task \"label\" (did you mean \"hate\"?)");
  const Reading old = read(safety(), "\"none\"");
  CHECK(old.usable());
  CHECK(old.problems[0].message == "label \"none\" is deprecated since version 2.0.0");
}

TEST_CASE("labels are compared exactly: case and spaces make another label") {
  CHECK(fault(read(safety(), "\"HATE\"")) == AnswerFault::unknown_label);
  CHECK(fault(read(safety(), "\"hate \"")) == AnswerFault::unknown_label);
  CHECK(text(read(of_type(TaskType::choice), "\"A\"")) == "A");
}

TEST_CASE("a choice takes one label: lists and objects are of the wrong type") {
  const Reading list = read(safety(), "[\"hate\"]");
  CHECK(fault(list) == AnswerFault::wrong_type);
  CHECK(list.problems[0].message.find("write \"hate\"") != std::string::npos);
  CHECK(fault(read(safety(), "{\"a\": 1}")) == AnswerFault::wrong_type);
  CHECK(text(read(of_type(TaskType::choice), "1")) == "1");
  CHECK(text(read(of_type(TaskType::choice), "true")) == "true");
}

TEST_CASE(
    "choices are a set: order does not matter, repeats are told, the empty set is an answer") {
  Task task = safety();
  task.type = TaskType::choices;
  task.min_count = 1;
  task.max_count = 2;
  CHECK(text(read(task, "[\"offensive\", \"hate\"]")) == "hate|offensive");
  CHECK(text(read_cell(task, "offensive|hate")) == "hate|offensive");
  const Reading repeated = read(task, "[\"hate\", \"Hate\"]");
  CHECK(text(repeated) == "hate");
  REQUIRE(repeated.problems.size() == 2);  // the alias and the repeat
  CHECK(repeated.problems[1].fault == AnswerFault::repeated_choice);
  const Reading empty = read(task, "[]");
  CHECK(empty.usable());
  CHECK(fault(empty) == AnswerFault::too_few_choices);
  CHECK_FALSE(empty.no_answer());
  CHECK(fault(read(task, "\"hate\"")) == AnswerFault::wrong_type);
  CHECK(fault(read(task, "[\"hate\", \"zzz\"]")) == AnswerFault::unknown_label);
}

TEST_CASE("a ranking keeps its order and may not repeat") {
  const Task task = of_type(TaskType::ranking);
  CHECK(text(read(task, "[\"b\", \"a\"]")) == "b|a");
  CHECK_FALSE(read(task, "[\"b\", \"b\"]").usable());
}

TEST_CASE("a rating stays on its scale and its steps") {
  Task task = of_type(TaskType::rating);
  task.min = 1;
  task.max = 5;
  task.step = 0.5;
  CHECK(std::get<double>(read(task, "1.0").answer) == 1);
  CHECK(std::get<double>(read_cell(task, "4.5").answer) == 4.5);
  CHECK(fault(read(task, "5.5")) == AnswerFault::out_of_range);
  CHECK(fault(read(task, "0")) == AnswerFault::out_of_range);
  CHECK(fault(read(task, "1.25")) == AnswerFault::off_step);
  CHECK(fault(read(task, "\"3\"")) == AnswerFault::wrong_type);
  const Reading comma = read_cell(task, "0,9");
  CHECK(fault(comma) == AnswerFault::wrong_type);
  CHECK(comma.problems[0].message.find("write 0.9") != std::string::npos);
  for (const char* not_a_number : {"NaN", "inf", "1e999", "0x10", "1.", "+1", "1 "}) {
    CAPTURE(not_a_number);
    CHECK_FALSE(read_cell(task, not_a_number).usable());
  }
}

TEST_CASE("steps of 0.1 are met although no double is exactly on them") {
  Task task = of_type(TaskType::rating);
  task.min = 0;
  task.max = 1;
  task.step = 0.1;
  for (const char* on_step : {"0.1", "0.3", "0.30000000000000004", "0.7", "1"}) {
    CAPTURE(on_step);
    CHECK(read(task, on_step).problems.empty());
  }
  CHECK(fault(read(task, "0.35")) == AnswerFault::off_step);
}

TEST_CASE("spans need whole offsets, a start before the end, and a known label") {
  Task task = safety();
  task.type = TaskType::spans;
  const auto span = [&](const char* json) { return read(task, json); };
  CHECK(text(span(R"([{"start": 7, "end": 9, "label": "hate"},
                      {"start": 0, "end": 2, "label": "hate"}])")) == "0-2:hate; 7-9:hate");
  CHECK(span("[]").usable());
  CHECK(fault(span(R"([{"start": 3, "end": 3, "label": "hate"}])")) == AnswerFault::span_empty);
  CHECK(fault(span(R"([{"start": 3, "end": 1, "label": "hate"}])")) == AnswerFault::span_empty);
  CHECK(fault(span(R"([{"start": -1, "end": 1, "label": "hate"}])")) == AnswerFault::out_of_range);
  CHECK(fault(span(R"([{"start": 0.5, "end": 1, "label": "hate"}])")) == AnswerFault::wrong_type);
  const Reading as_float = span(R"([{"start": 4.0, "end": 6, "label": "hate"}])");
  CHECK(as_float.usable());
  CHECK(fault(as_float) == AnswerFault::float_offset);
  CHECK(fault(span(R"([{"end": 6, "label": "hate"}])")) == AnswerFault::wrong_type);
  CHECK(fault(span(R"([{"start": 0, "end": 6, "label": "zzz"}])")) == AnswerFault::unknown_label);
  CHECK(fault(span(R"(["a"])")) == AnswerFault::wrong_type);
  CHECK(fault(span(R"({"start": 0})")) == AnswerFault::wrong_type);
}

TEST_CASE("segments may start between seconds, boxes need an area") {
  CHECK(text(read(of_type(TaskType::segments), R"([{"start": 0.5, "end": 1.25, "label": "x"}])")) ==
        "0.5-1.25:x");
  CHECK(text(read(of_type(TaskType::boxes),
                  R"([{"x": 1, "y": 2, "width": 3, "height": 4, "label": "cat"}])")) ==
        "1,2,3,4:cat");
  CHECK(fault(read(of_type(TaskType::boxes),
                   R"([{"x": 1, "y": 2, "width": 0, "height": 4, "label": "cat"}])")) ==
        AnswerFault::box_degenerate);
}

TEST_CASE("bytes from the data come out escaped in messages") {
  const Reading reading = read(safety(), "\"\\u001b[31mred\"");
  REQUIRE(reading.problems.size() == 1);
  CHECK(reading.problems[0].message.find('\x1b') == std::string::npos);
  CHECK(reading.problems[0].message.find("\\x1b[31mred") != std::string::npos);
}
