// Labels of a task: every way to write one, and everything that makes a set of them useless.
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

Problems label_problems(const std::string& labels) {
  return task_problems("\"type\": \"choice\", \"labels\": [" + labels + "]");
}

}  // namespace

TEST_CASE("a label is a name, or an object with what people need to use it") {
  const GuidelineResult result =
      read_text(R"({"guideline": "g", "tasks": {"t": {"type": "choice", "labels": [
    "plain", 2, true, {"name": 1.0},
    {"name": "full", "title": "Full label", "definition": "what it means", "aliases": ["Full", 7],
     "examples": ["one", {"text": "two", "right": true, "note": "n", "lang": "en"},
                  {"text": "not this", "right": false}],
     "deprecated": "1.4.0", "$comment": "c"},
    {"name": "old", "deprecated": true}, {"name": "new", "deprecated": false}]}}})");
  CHECK(problems_of(result) == Problems{});
  const std::vector<LabelDefinition>& labels = result.guideline.tasks.at(0).labels;
  REQUIRE(labels.size() == 7);
  CHECK(labels[0].name == "plain");
  CHECK(labels[1].name == "2");
  CHECK(labels[2].name == "true");
  CHECK(labels[3].name == "1.0");
  CHECK(labels[4].definition == "what it means");
  CHECK(labels[4].aliases == std::vector<std::string>{"Full", "7"});
  CHECK(labels[4].examples == std::vector<std::string>{"one", "two"});
  CHECK(labels[4].deprecated);
  CHECK(labels[4].deprecated_since == "1.4.0");
  CHECK(labels[5].deprecated);
  CHECK(labels[5].deprecated_since == "");
  CHECK_FALSE(labels[6].deprecated);
}

TEST_CASE("labels of a closed set are needed") {
  CHECK(task_problems(R"("type": "choice")") ==
        Problems{"1:35: /tasks/t: a task of type choice needs \"labels\"; without a fixed set it "
                 "is a text"});
  CHECK(task_problems(R"("type": "choices")") ==
        Problems{"1:35: /tasks/t: a task of type choices needs \"labels\"; without a fixed set it "
                 "is a text"});
  CHECK(label_problems("") ==
        Problems{"2:29: /tasks/t/labels: expected at least 1 label, found 0"});
  CHECK(task_problems(R"("type": "pairwise", "labels": ["a"])") ==
        Problems{"2:31: /tasks/t/labels: expected at least 2 labels, found 1"});
  CHECK(task_problems(R"("type": "spans", "labels": "a")") ==
        Problems{"2:28: /tasks/t/labels: expected an array, found the string \"a\""});
}

TEST_CASE("a label has a name that data can hold") {
  CHECK(
      label_problems(R"("", "  ", " a", "a ", "b\tc", "a\u00a0")") ==
      Problems{"2:30: /tasks/t/labels/0: a label is blank; no answer is not a label, leave it out",
               "2:34: /tasks/t/labels/1: a label is blank; no answer is not a label, leave it out",
               "2:40: /tasks/t/labels/2: label \" a\" has white space at its ends",
               "2:46: /tasks/t/labels/3: label \"a \" has white space at its ends",
               "2:52: /tasks/t/labels/4: label \"b\\tc\" holds a control character",
               "2:60: /tasks/t/labels/5: label \"a\\u{00A0}\" has white space at its ends"});
  CHECK(label_problems(R"(null, ["a"], {"nmae": "a"}, {"name": null})") ==
        Problems{"2:30: /tasks/t/labels/0: expected a label: its name, or an object with \"name\", "
                 "found null",
                 "2:36: /tasks/t/labels/1: expected a label: its name, or an object with \"name\", "
                 "found an array",
                 "2:43: /tasks/t/labels/2: a label needs a \"name\"",
                 "2:44: /tasks/t/labels/2/nmae: unknown key \"nmae\" (did you mean \"name\"?)",
                 "2:67: /tasks/t/labels/3/name: expected a string, a number or a boolean, found "
                 "null"});
  CHECK(task_problems(R"("type": "choices", "labels": ["a|b"])") ==
        Problems{"2:31: /tasks/t/labels/0: label \"a|b\" holds \"|\", which joins choices in CSV"});
  CHECK(label_problems(R"("a|b")") == Problems{});
}

TEST_CASE("a label is written in NFC, so that it equals what records hold") {
  // U+1112 U+1161 is the decomposed form of U+D558.
  CHECK(
      label_problems("\"\xE1\x84\x92\xE1\x85\xA1\"") ==
      Problems{"2:30: /tasks/t/labels/0: label \"\xE1\x84\x92\xE1\x85\xA1\" is not in Unicode NFC; "
               "records in NFC would not match it (uconv -x nfc)"});
  CHECK(label_problems("\"\xED\x95\x98\"") == Problems{});
}

TEST_CASE("a label stands once") {
  CHECK(label_problems(R"("a", "b", {"name": "a"}, 1, "1", "A")") ==
        Problems{"2:49: /tasks/t/labels/2/name: label \"a\" stands twice",
                 "2:58: /tasks/t/labels/4: label \"1\" stands twice"});
}

TEST_CASE("an alias means one label and is none itself, whichever comes first") {
  CHECK(label_problems(R"({"name": "a", "aliases": ["b", "a", "x", "x", " ", null]},
{"name": "b", "aliases": ["x", "a"]}, {"name": "c", "aliases": "d"})") ==
        Problems{"2:56: /tasks/t/labels/0/aliases/0: alias \"b\" of \"a\" is a label itself",
                 "2:61: /tasks/t/labels/0/aliases/1: alias \"a\" is the label's own name",
                 "2:71: /tasks/t/labels/0/aliases/3: alias \"x\" stands twice",
                 "2:76: /tasks/t/labels/0/aliases/4: an alias is blank; no answer is not a label",
                 "2:81: /tasks/t/labels/0/aliases/5: expected a string, found null",
                 "3:27: /tasks/t/labels/1/aliases/0: alias \"x\" of \"b\" is an alias of \"a\" as "
                 "well",
                 "3:32: /tasks/t/labels/1/aliases/1: alias \"a\" of \"b\" is a label itself",
                 "3:64: /tasks/t/labels/2/aliases: expected an array, found the string \"d\""});
}

TEST_CASE("details of a label have their kinds") {
  CHECK(label_problems(R"({"name": "a", "title": 1, "definition": 2, "deprecated": 3,
"examples": [4, {"right": 5, "text": 6}, {"note": "n"}, {"text": "t", "wrong": true}]},
{"name": "b", "deprecated": ""}, {"name": "c", "definiton": "d"})") ==
        Problems{"2:53: /tasks/t/labels/0/title: expected a string, found 1",
                 "2:70: /tasks/t/labels/0/definition: expected a string, found 2",
                 "2:87: /tasks/t/labels/0/deprecated: expected true, false or the version since "
                 "when, found 3",
                 "3:14: /tasks/t/labels/0/examples/0: expected a string or an object, found 4",
                 "3:27: /tasks/t/labels/0/examples/1/right: expected true or false, found 5",
                 "3:38: /tasks/t/labels/0/examples/1/text: expected a string, found 6",
                 "3:42: /tasks/t/labels/0/examples/2: an example needs a \"text\"",
                 "3:71: /tasks/t/labels/0/examples/3/wrong: unknown key \"wrong\"; expected text, "
                 "right, note or lang",
                 "4:29: /tasks/t/labels/1/deprecated: expected a name, found none",
                 "4:48: /tasks/t/labels/2/definiton: unknown key \"definiton\" (did you mean "
                 "\"definition\"?)"});
}

TEST_CASE("escape sequences in a name do not reach the terminal") {
  const Problems lines = label_problems("\"\\u001b[31m\", \"\\u202eabc \"");
  REQUIRE(lines.size() == 2);
  for (const std::string& line : lines) {
    CHECK(line.find('\x1B') == std::string::npos);
    CHECK(line.find("\xE2\x80\xAE") == std::string::npos);
  }
}
