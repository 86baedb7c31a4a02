// A guideline that extends another one: what is inherited, what replaces, and where a mistake
// stands.
#include <doctest/doctest.h>

#include <string>

#include "lbl/base/hash.hpp"
#include "lbl/model/guideline.hpp"
#include "model/guideline_helpers.hpp"

using namespace lbl::model;
using lbl::tests::Problems;
using lbl::tests::problems_of;
using lbl::tests::read_guidelines;
using lbl::tests::read_text;

namespace {

const char* const kBase = R"({
  "guideline": "sentiment", "version": "1.0.0",
  "tasks": {"label": {"type": "choice", "labels": ["pos", "neg", "neutral"]},
            "note": {"type": "text", "required": false}},
  "slices": ["source"],
  "gates": {"agree": ["krippendorff_alpha.value >= 0.6"], "validate": ["findings.error == 0"]}
})";

}  // namespace

TEST_CASE("objects merge by key, lists and scalars replace, null takes away") {
  const GuidelineResult result = read_guidelines({{"sentiment", kBase}, {"g", R"({
    "extends": "sentiment", "guideline": "reviews",
    "tasks": {"label": {"labels": ["good", "bad"]}, "note": null, "stars": {"type": "rating", "min": 1, "max": 5}},
    "gates": {"agree": []}
  })"}},
                                                 "g");
  CHECK(problems_of(result) == Problems{});
  const Guideline& guideline = result.guideline;
  CHECK(guideline.name == "reviews");
  CHECK(guideline.version == "1.0.0");
  REQUIRE(guideline.tasks.size() == 2);
  CHECK(guideline.tasks[0].name == "label");
  CHECK(guideline.tasks[0].type == TaskType::choice);
  REQUIRE(guideline.tasks[0].labels.size() == 2);
  CHECK(guideline.tasks[0].labels[0].name == "good");
  CHECK(guideline.tasks[1].name == "stars");
  CHECK(guideline.slices.size() == 1);
  CHECK(guideline.gates.at("agree").empty());
  CHECK(guideline.gates.at("validate").size() == 1);
}

TEST_CASE("the whole guideline stands alone") {
  const GuidelineResult result = read_guidelines(
      {{"sentiment", kBase}, {"g", R"({"extends": "sentiment", "version": "2"})"}}, "g");
  CHECK(result.resolved.find("extends") == std::string::npos);
  const GuidelineResult alone = read_text(result.resolved);
  CHECK(problems_of(alone) == Problems{});
  CHECK(alone.guideline.name == "sentiment");
  CHECK(alone.guideline.version == "2");
  CHECK(alone.guideline.tasks.size() == 2);
  CHECK(alone.resolved == result.resolved);
}

TEST_CASE("a chain is folded from its farthest base") {
  const GuidelineResult result = read_guidelines(
      {{"a",
        R"({"guideline": "a", "version": "1", "title": "a", "tasks": {"t": {"type": "text"}}})"},
       {"b", R"({"extends": "a", "guideline": "b", "version": "2"})"},
       {"g", R"({"extends": "b", "guideline": "c"})"}},
      "g");
  CHECK(problems_of(result) == Problems{});
  CHECK(result.guideline.name == "c");
  CHECK(result.guideline.version == "2");
  CHECK(result.resolved.find("\"title\": \"a\"") != std::string::npos);
}

TEST_CASE("the digest is that of the bytes, of the base first") {
  const std::string child = R"({"extends": "sentiment"})";
  lbl::base::Digest alone, both;
  alone.update(kBase);
  both.update(kBase);
  both.update(child);
  CHECK(read_text(kBase).guideline.digest == alone.hex());
  CHECK(read_guidelines({{"sentiment", kBase}, {"g", child}}, "g").guideline.digest == both.hex());
}

TEST_CASE("a problem stands in the file that has it, the guideline's own first") {
  const GuidelineResult result = read_guidelines(
      {{"base",
        "{\"guideline\": \"b\",\n \"versoin\": \"1\", \"tasks\": {\"t\": {\"type\": \"rating\", "
        "\"min\": 1, \"max\": 5}}}"},
       {"g", "{\"extends\": \"base\",\n\n \"tasks\": {\"t\": {\"min\": 9, \"stpe\": 1}}}"}},
      "g");
  CHECK(problems_of(result) ==
        Problems{"3:25: /tasks/t/min: min 9 is above max 5",
                 "3:28: /tasks/t/stpe: unknown key \"stpe\" in a task of type rating (did you mean "
                 "\"step\"?)",
                 "base:2:2: /versoin: unknown key \"versoin\" (did you mean \"version\"?)"});
}

TEST_CASE("an inherited key that no longer fits is told where it stands") {
  const GuidelineResult result =
      read_guidelines({{"sentiment", kBase},
                       {"g", R"({"extends": "sentiment", "tasks": {"label": {"type": "text"}}})"}},
                      "g");
  CHECK(
      problems_of(result) ==
      Problems{"sentiment:3:41: /tasks/label/labels: no key \"labels\" in a task of type text; it "
               "belongs to choice, choices, rating, spans, segments, boxes, ranking or pairwise"});
  const GuidelineResult mended = read_guidelines(
      {{"sentiment", kBase},
       {"g", R"({"extends": "sentiment", "tasks": {"label": {"type": "text", "labels": null}}})"}},
      "g");
  CHECK(problems_of(mended) == Problems{});
}

TEST_CASE("a null that takes nothing away is a misspelled key") {
  const GuidelineResult result = read_guidelines(
      {{"sentiment", kBase}, {"g", R"({"extends": "sentiment", "tasks": {"lable": null}})"}}, "g");
  CHECK(problems_of(result) ==
        Problems{"1:36: /tasks/lable: null takes an inherited key away, but \"lable\" is not "
                 "inherited (did you mean \"label\"?)"});
}

TEST_CASE("what is extended must be found, and be a guideline") {
  CHECK(problems_of(read_guidelines({{"g", R"({"extends": "nowhere", "guideline": "g"})"}}, "g")) ==
        Problems{"1:13: /extends: no guideline \"nowhere\""});
  CHECK(problems_of(read_guidelines({{"base", "[1]"}, {"g", R"({"extends": "base"})"}}, "g")) ==
        Problems{"base:1:1: a guideline is a JSON object"});
  CHECK(problems_of(read_guidelines(
            {{"base", "{\"guideline\": }"}, {"g", R"({"extends": "base"})"}}, "g")) ==
        Problems{"base:1:15: \"}\" is unexpected here; expected a value"});
  CHECK(problems_of(read_guidelines(
            {{"g", R"({"extends": 3, "guideline": "g", "tasks": {"t": {"type": "text"}}})"}},
            "g")) == Problems{"1:13: /extends: expected the name of a guideline or a path"});
}

TEST_CASE("a circle of extends is told, not followed") {
  const GuidelineResult self = read_guidelines(
      {{"g", R"({"extends": "g", "guideline": "g", "tasks": {"t": {"type": "text"}}})"}}, "g");
  CHECK(problems_of(self) == Problems{"1:13: /extends: \"g\" extends itself in the end"});
  const GuidelineResult circle = read_guidelines(
      {{"a", R"({"extends": "b", "guideline": "a", "tasks": {"t": {"type": "text"}}})"},
       {"b", R"({"extends": "g"})"},
       {"g", R"({"extends": "a"})"}},
      "g");
  CHECK(problems_of(circle) == Problems{"b:1:13: /extends: \"g\" extends itself in the end"});
}

TEST_CASE("an endless chain of ever new names ends") {
  int made = 0;
  const auto find = [&](const std::string&, const std::string&) {
    ++made;
    return GuidelineSource{"n" + std::to_string(made),
                           "{\"extends\": \"n" + std::to_string(made + 1) + "\"}"};
  };
  const GuidelineResult result = read_guideline({"g", R"({"extends": "n1"})"}, find);
  CHECK(made == 15);
  REQUIRE(result.problems.size() == 1);
  CHECK(to_text(result.problems.back()) ==
        "n15:1:13: /extends: more than 16 guidelines extend each other");
}
