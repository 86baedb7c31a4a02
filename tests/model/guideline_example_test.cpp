// The guideline of the design page and that of the hostile files are read whole.
#include <doctest/doctest.h>

#include <string>

#include "lbl/model/guideline.hpp"
#include "model/guideline_helpers.hpp"
#include "shared_folder.hpp"

using namespace lbl::model;
using lbl::tests::Problems;
using lbl::tests::problems_of;
using lbl::tests::read_text;

namespace {

const char* const kDesignExample = R"({
  "guideline": "comment-safety", "version": "2.1.0",
  "fields": {"item": "id", "annotator": "worker", "time": "submitted_at", "text": "comment"},
  "tasks": {
    "label":    {"type": "choice", "labels": [
                   {"name": "hate", "definition": "attacks a group", "aliases": ["Hate"], "examples": ["..."]},
                   {"name": "offensive", "definition": "..."},
                   {"name": "none", "definition": "...", "deprecated": false}]},
    "targets":  {"type": "choices", "labels": ["gender", "region", "other"], "min": 0, "max": 2, "required": false},
    "severity": {"type": "rating", "min": 1, "max": 5, "step": 1}
  },
  "rules": [{"id": "target-needs-hate", "if": {"properties": {"label": {"const": "none"}}},
             "then": {"properties": {"targets": {"maxItems": 0}}}, "severity": "error", "message": "no \"targets\" here"}],
  "slices": ["source", {"name": "length", "field": "comment", "measure": "length", "bins": [20, 100]}],
  "coverage": {"labels_per_item": 3, "max_share_per_annotator": 0.4, "min_seconds_per_item": 1.5},
  "pii": {"detect": ["email", "phone", "kr-rrn", "card"], "severity": "error"},
  // gates of two programs
  "gates": {"validate": ["findings.error == 0"], "agree": ["krippendorff_alpha.ci.low >= 0.667"],
            "bias": ["disparity.max <= 0.2"]}
})";

}  // namespace

TEST_CASE("the guideline of the design page is read whole: names, fields and tasks") {
  const GuidelineResult result = read_text(kDesignExample);
  CHECK(problems_of(result) == Problems{});
  const Guideline& guideline = result.guideline;
  CHECK(guideline.name == "comment-safety");
  CHECK(guideline.version == "2.1.0");
  CHECK(guideline.fields.item == "id");
  CHECK(guideline.fields.annotator == "worker");
  CHECK(guideline.fields.time == "submitted_at");
  CHECK(guideline.fields.text == "comment");
  CHECK(guideline.fields.label == "");
  CHECK(guideline.fields.gold == "gold");
  REQUIRE(guideline.tasks.size() == 3);
  const Task& label = guideline.tasks[0];
  CHECK(label.name == "label");
  CHECK(label.field == "label");
  CHECK(label.type == TaskType::choice);
  CHECK(label.required);
  CHECK_FALSE(label.ordered);
  REQUIRE(label.labels.size() == 3);
  CHECK(label.labels[0].name == "hate");
  CHECK(label.labels[0].definition == "attacks a group");
  CHECK(label.labels[0].aliases == std::vector<std::string>{"Hate"});
  CHECK(label.labels[0].examples == std::vector<std::string>{"..."});
  CHECK_FALSE(label.labels[2].deprecated);
  const Task* targets = guideline.task("targets");
  REQUIRE(targets != nullptr);
  CHECK(targets->type == TaskType::choices);
  CHECK_FALSE(targets->required);
  CHECK(targets->min_count == 0u);
  CHECK(targets->max_count == 2u);
  const Task* severity = guideline.task("severity");
  REQUIRE(severity != nullptr);
  CHECK(severity->min == 1.0);
  CHECK(severity->max == 5.0);
  CHECK(severity->step == 1.0);
  CHECK(guideline.task("sevreity") == nullptr);
}

TEST_CASE("the guideline of the design page is read whole: rules, slices, coverage and gates") {
  const GuidelineResult result = read_text(kDesignExample);
  const Guideline& guideline = result.guideline;
  REQUIRE(guideline.rules.size() == 1);
  CHECK(guideline.rules[0].id == "target-needs-hate");
  CHECK(
      guideline.rules[0].schema ==
      R"({"if":{"properties":{"label":{"const":"none"}}},"then":{"properties":{"targets":{"maxItems":0}}}})");
  CHECK(guideline.rules[0].severity == Severity::error);
  CHECK(guideline.rules[0].message == "no \"targets\" here");
  REQUIRE(guideline.slices.size() == 2);
  CHECK(guideline.slices[0].name == "source");
  CHECK(guideline.slices[0].field == "source");
  CHECK(guideline.slices[1].name == "length");
  CHECK(guideline.slices[1].field == "comment");
  CHECK(guideline.slices[1].measure == "length");
  CHECK(guideline.slices[1].bins == std::vector<double>{20, 100});
  CHECK(guideline.coverage.labels_per_item == 3u);
  CHECK(guideline.coverage.max_share_per_annotator == 0.4);
  CHECK(guideline.coverage.min_seconds_per_item == 1.5);
  CHECK(guideline.personal_data.detect ==
        std::vector<std::string>{"email", "phone", "kr-rrn", "card"});
  CHECK(guideline.personal_data.severity == Severity::error);
  REQUIRE(guideline.gates.size() == 3);
  CHECK(guideline.gates.at("validate").at(0).text == "findings.error == 0");
  CHECK(guideline.gates.at("agree").at(0).name == "krippendorff_alpha.ci.low");
  CHECK(guideline.gates.at("bias").at(0).bound == 0.2);
  CHECK(guideline.annotators.empty());
  CHECK(guideline.missing_values.empty());
}

TEST_CASE("the whole guideline is written out and reads back as the same") {
  const GuidelineResult result = read_text(kDesignExample);
  const GuidelineResult again = read_text(result.resolved);
  CHECK(problems_of(again) == Problems{});
  CHECK(again.resolved == result.resolved);
  CHECK(again.guideline.rules[0].schema == result.guideline.rules[0].schema);
  CHECK(again.guideline.digest != result.guideline.digest);
}

TEST_CASE("the guideline of the hostile files is read without a problem") {
  const auto bytes = lbl::tests::shared_file("nasty/guide.json");
  if (!bytes) return;
  const GuidelineResult result = read_text(*bytes);
  CHECK(problems_of(result) == Problems{});
  const Guideline& guideline = result.guideline;
  CHECK(guideline.fields.messages == "messages");
  CHECK(guideline.fields.media_width == "width");
  REQUIRE(guideline.tasks.size() == 4);
  CHECK(guideline.tasks[0].labels.at(4).name == "meh");
  CHECK(guideline.tasks[0].labels.at(4).deprecated);
  CHECK(guideline.tasks[1].type == TaskType::number);
  CHECK(guideline.tasks[1].max == 1.0);
  CHECK(guideline.tasks[2].overlap == Overlap::forbid);
  CHECK(guideline.tasks[2].offsets == Offsets::code_points);
  CHECK(guideline.tasks[3].type == TaskType::boxes);
  CHECK(guideline.personal_data.severity == Severity::warning);
}
