// What a guideline says of the batch: fields, slices, coverage, personal data, gates, annotators.
#include <doctest/doctest.h>

#include <string>

#include "lbl/model/guideline.hpp"
#include "model/guideline_helpers.hpp"

using namespace lbl::model;
using lbl::tests::member_problems;
using lbl::tests::Problems;
using lbl::tests::problems_of;
using lbl::tests::read_text;

TEST_CASE("every key of the top is read") {
  const GuidelineResult result =
      read_text(R"({"$schema": "guideline.schema.json", "$comment": ["any"],
    "guideline": "g", "version": "1", "title": "T", "description": "D",
    "fields": {"item": "i", "annotator": "a", "label": "l", "text": "t", "time": "w", "seconds": "s",
               "messages": "m", "split": "p", "media_width": "mw", "media_height": "mh",
               "media_seconds": "ms", "gold": "/meta/gold", "$comment": ""},
    "tasks": {"x": {"type": "text"}}, "rules": [], "slices": [], "coverage": {"$comment": ""},
    "pii": {"detect": ["ip", "iban"], "severity": "off", "$comment": ""},
    "gates": {"sample": ["a < 1"], "$comment": ""},
    "missing_values": ["N/A", -1], "annotators": ["kim", 7]})");
  CHECK(problems_of(result) == Problems{});
  const Guideline& guideline = result.guideline;
  const FieldNames& fields = guideline.fields;
  CHECK(fields.item == "i");
  CHECK(fields.annotator == "a");
  CHECK(fields.label == "l");
  CHECK(fields.text == "t");
  CHECK(fields.time == "w");
  CHECK(fields.seconds == "s");
  CHECK(fields.messages == "m");
  CHECK(fields.split == "p");
  CHECK(fields.media_width == "mw");
  CHECK(fields.media_height == "mh");
  CHECK(fields.media_seconds == "ms");
  CHECK(fields.gold == "/meta/gold");
  CHECK(guideline.tasks.at(0).field == "l");
  CHECK(guideline.personal_data.severity == Severity::off);
  CHECK(guideline.gates.size() == 1);
  CHECK(guideline.missing_values == std::vector<std::string>{"N/A", "-1"});
  CHECK(guideline.annotators == std::vector<std::string>{"kim", "7"});
}

TEST_CASE("a guideline has a name") {
  CHECK(problems_of(read_text(R"({"tasks": {"t": {"type": "text"}}})")) ==
        Problems{"1:1: a guideline needs its name as \"guideline\""});
  CHECK(problems_of(
            read_text(R"({"guideline": " ", "version": 2, "tasks": {"t": {"type": "text"}}})")) ==
        Problems{"1:15: /guideline: expected a name, found none",
                 "1:31: /version: expected a string, found 2"});
}

TEST_CASE("a guideline is an object") {
  CHECK(problems_of(read_text("[1]")) == Problems{"1:1: a guideline is a JSON object"});
  CHECK(problems_of(read_text("\"sentiment\"")) == Problems{"1:1: a guideline is a JSON object"});
}

TEST_CASE("an unknown key of the top is told with the nearest one") {
  CHECK(member_problems(R"("taks": {})") ==
        Problems{"2:1: /taks: unknown key \"taks\" (did you mean \"tasks\"?)"});
}

TEST_CASE("fields are named by strings, and each names a field of its own") {
  CHECK(member_problems(R"("fields": {"item": 3, "text": "", "anotator": "w", "time": "/a~b"})") ==
        Problems{"2:20: /fields/item: expected a string, found 3",
                 "2:31: /fields/text: expected a name, found none",
                 "2:35: /fields/anotator: unknown key \"anotator\" (did you mean \"annotator\"?)",
                 "2:60: /fields/time: field \"/a~b\": in a JSON Pointer \"~\" is written \"~0\""});
  CHECK(member_problems(R"("fields": {"item": "id", "annotator": "id"})") ==
        Problems{"2:39: /fields/annotator: fields.annotator reads \"id\", which is fields.item "
                 "already"});
  CHECK(member_problems(R"("fields": {"item": "annotator"})") ==
        Problems{"2:11: /fields: fields.annotator reads \"annotator\", which is fields.item "
                 "already"});
  CHECK(member_problems(R"("fields": {"split": "label"})") ==
        Problems{"1:39: /tasks/label: task \"label\" reads field \"label\", which fields.split "
                 "reads already; name another with \"field\""});
}

TEST_CASE("two tasks do not read one field") {
  CHECK(problems_of(read_text(R"({"guideline": "g", "tasks": {"a": {"type": "text"},
    "b": {"type": "number", "field": "a"}, "item": {"type": "text"}}})")) ==
        Problems{"2:38: /tasks/b/field: task \"b\" reads field \"a\", which task \"a\" reads "
                 "already; name another with \"field\"",
                 "2:52: /tasks/item: task \"item\" reads field \"item\", which fields.item reads "
                 "already; name another with \"field\""});
  CHECK(problems_of(read_text(R"({"guideline": "g", "fields": {"label": "l"},
    "tasks": {"a": {"type": "text"}, "b": {"type": "text"}}})")) ==
        Problems{"2:43: /tasks/b: task \"b\" reads field \"l\", which task \"a\" reads already; "
                 "name another with \"field\""});
}

TEST_CASE("a task may have the name of a default field that the guideline does not name") {
  CHECK(problems_of(read_text(R"({"guideline": "g", "tasks": {"text": {"type": "text"},
    "time": {"type": "number"}, "gold": {"type": "text"}}})")) == Problems{});
}

TEST_CASE("slices have their keys, bins in order and names of their own") {
  CHECK(
      member_problems(
          R"("slices": ["source", {"field": "lang"}, {"name": "n", "field": "f", "bins": [1, 2.5]},
{"name": "len", "field": "text", "measure": "length", "$comment": ""}])") == Problems{});
  CHECK(member_problems(R"("slices": ["a", "a", {"name": "a", "field": "b"}, "", 3, {"name": "x"},
{"field": "f", "measure": "lenght"}, {"field": "g", "bin": [1]}, {"field": "h", "bins": [2, 2, 1, "3"]},
{"field": "i", "bins": []}])") ==
        Problems{"2:17: /slices/1: slice \"a\" stands twice",
                 "2:22: /slices/2: slice \"a\" stands twice",
                 "2:51: /slices/3: expected the name of a field, found none",
                 "2:55: /slices/4: expected a field, or an object with \"field\", found 3",
                 "2:58: /slices/5: a slice needs a \"field\"",
                 "3:27: /slices/6/measure: expected length, found the string \"lenght\" (did you "
                 "mean \"length\"?)",
                 "3:53: /slices/7/bin: unknown key \"bin\" (did you mean \"bins\"?)",
                 "3:93: /slices/8/bins/1: edge 2 does not stand above the one before it",
                 "3:96: /slices/8/bins/2: edge 1 does not stand above the one before it",
                 "3:99: /slices/8/bins/3: expected a number, found the string \"3\"",
                 "4:24: /slices/9/bins: expected at least one edge, found none"});
  CHECK(member_problems(R"("slices": "source")") ==
        Problems{"2:11: /slices: expected an array, found the string \"source\""});
}

TEST_CASE("coverage is in its bounds") {
  CHECK(
      member_problems(
          R"("coverage": {"labels_per_item": 0, "max_share_per_annotator": 0, "min_seconds_per_item": -1})") ==
      Problems{"2:33: /coverage/labels_per_item: expected 1 or more labels per item, found 0",
               "2:63: /coverage/max_share_per_annotator: expected a share above 0 and up to 1, "
               "found 0",
               "2:90: /coverage/min_seconds_per_item: expected 0 seconds or more, found -1"});
  CHECK(
      member_problems(
          R"("coverage": {"labels_per_item": 2.5, "max_share_per_annotator": 40, "labels_per_items": 3})") ==
      Problems{"2:33: /coverage/labels_per_item: expected a whole number, 0 or more, found 2.5",
               "2:65: /coverage/max_share_per_annotator: expected a share above 0 and up to 1, "
               "found 40",
               "2:69: /coverage/labels_per_items: unknown key \"labels_per_items\" (did you mean "
               "\"labels_per_item\"?)"});
  CHECK(
      member_problems(R"("coverage": {"max_share_per_annotator": 1, "min_seconds_per_item": 0})") ==
      Problems{});
}

TEST_CASE("coverage that the listed annotators cannot reach is a contradiction") {
  CHECK(
      member_problems(
          R"("annotators": ["a", "b"], "coverage": {"labels_per_item": 3, "max_share_per_annotator": 0.4})") ==
      Problems{"2:59: /coverage/labels_per_item: 3 labels per item from 2 annotators is "
               "impossible",
               "2:89: /coverage/max_share_per_annotator: with 2 annotators somebody has a share "
               "of 0.500 at least"});
  CHECK(
      member_problems(
          R"("annotators": ["a", "b", "c"], "coverage": {"labels_per_item": 3, "max_share_per_annotator": 0.3333333333333333})") ==
      Problems{});
}

TEST_CASE("kinds of personal data are known ones") {
  CHECK(
      member_problems(
          R"("pii": {"detect": ["email", "phnoe", "email", 3], "severity": "fatal", "detct": []})") ==
      Problems{"2:29: /pii/detect/1: expected email, phone, card, kr-rrn, ip or iban, found the "
               "string \"phnoe\" (did you mean \"phone\"?)",
               "2:38: /pii/detect/2: \"email\" stands twice",
               "2:47: /pii/detect/3: expected email, phone, card, kr-rrn, ip or iban, found 3",
               "2:63: /pii/severity: expected off, note, warning or error, found the string "
               "\"fatal\"",
               "2:72: /pii/detct: unknown key \"detct\" (did you mean \"detect\"?)"});
  CHECK(member_problems(R"("pii": {"severity": "note"})") ==
        Problems{"2:8: /pii: \"pii\" needs \"detect\": a list of email, phone, card, kr-rrn, ip or "
                 "iban"});
}

TEST_CASE("a bad gate is told where it stands") {
  CHECK(member_problems(
            R"("gates": {"agree": ["a >= 1", "b => 1", 3, "c[task=lable] > 0", "c[task=label] > 0"],
"validat": [], "bias": "x > 1"})") ==
        Problems{"2:31: /gates/agree/1: gate \"b => 1\": \"=\" is no comparison; expected NAME OP "
                 "NUMBER, such as \"findings.error == 0\"; write \"==\"",
                 "2:41: /gates/agree/2: expected a gate, such as \"findings.error == 0\", found 3",
                 "2:44: /gates/agree/3: there is no task \"lable\" (did you mean \"label\"?)",
                 "3:1: /gates/validat: unknown key \"validat\" (did you mean \"validate\"?)",
                 "3:24: /gates/bias: expected an array of gates, found the string \"x > 1\""});
}

TEST_CASE("annotators and missing values stand once, and no label is a missing value") {
  CHECK(member_problems(R"("annotators": ["kim", "lee", "kim", "", null])") ==
        Problems{"2:30: /annotators/2: annotator \"kim\" stands twice",
                 "2:37: /annotators/3: an annotator has no name",
                 "2:41: /annotators/4: expected a string or a number, found null"});
  CHECK(member_problems(R"("missing_values": ["-", "-", "no", {}])") ==
        Problems{"2:25: /missing_values/1: value \"-\" stands twice",
                 "2:30: /missing_values/2: \"no\" is a label of task \"label\", so it is an answer",
                 "2:36: /missing_values/3: expected a string or a number, found an object"});
}

TEST_CASE("all problems are told in one go, in the order of the file") {
  CHECK(problems_of(
            read_text("{\"version\": 1,\n \"tasks\": {\"a\": {\"type\": \"rating\", \"min\": 2, "
                      "\"max\": 1}},\n \"coverage\": 7,\n \"guidelin\": \"x\"}")) ==
        Problems{"1:1: a guideline needs its name as \"guideline\"",
                 "1:13: /version: expected a string, found 1",
                 "2:43: /tasks/a/min: min 2 is above max 1",
                 "3:14: /coverage: expected an object, found 7",
                 "4:2: /guidelin: unknown key \"guidelin\" (did you mean \"guideline\"?)"});
}
