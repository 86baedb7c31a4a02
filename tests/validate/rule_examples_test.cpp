// The wrong and the right example on the page of every rule: the one fires, the other stays silent.
#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "lbl/base/error.hpp"
#include "validate/check_text.hpp"

using namespace lbl;
using validate::Rule;

namespace {

// Has everything that an example on a page uses.
constexpr const char* kGuideline = R"({
  "guideline": "pages", "version": "1",
  "fields": {"text": "text", "split": "split", "messages": "messages", "media_width": "w",
             "media_height": "h", "media_seconds": "duration", "seconds": "seconds", "turn": "turn"},
  "tasks": {
    "label": {"type": "choice", "required": false, "labels": [
      {"name": "pos", "aliases": ["positive"]}, "neg", "neutral", "hate", "é",
      {"name": "meh", "deprecated": "2"}]},
    "severity": {"type": "rating", "min": 1, "max": 5, "required": false},
    "topics": {"type": "choices", "labels": ["sports", "economy", "law"], "min": 1, "max": 2,
               "required": false},
    "spans": {"type": "spans", "labels": ["PER", "LOC", "X"], "overlap": "forbid",
              "required": false},
    "parts": {"type": "segments", "labels": ["verse"], "required": false},
    "boxes": {"type": "boxes", "labels": ["cat"], "required": false},
    "order": {"type": "ranking", "labels": ["x", "y"], "required": false}
  },
  "rules": [{"id": "severe-is-hate", "message": "only hate is that severe",
             "if": {"properties": {"severity": {"const": 5}, "label": {"const": "neutral"}},
                    "required": ["severity", "label"]}, "then": false}],
  "coverage": {"min_seconds_per_item": 1.5},
  "pii": {"detect": ["email", "phone", "card", "kr-rrn", "ip", "iban"], "severity": "warning"}
})";

constexpr const char* kInstructionGuideline = R"({
  "guideline": "instructions", "version": "1",
  "fields": {"instruction": "instruction", "input": "input", "output": "output"},
  "tasks": {"label": {"type": "choice", "required": false, "labels": ["pos"]}}
})";

// The same with one required task, two answers an item and known annotators.
constexpr const char* kStrictGuideline = R"({
  "guideline": "strict", "version": "1",
  "tasks": {"label": {"type": "choice", "labels": ["pos", "neg"]}},
  "coverage": {"labels_per_item": 2, "max_share_per_annotator": 0.5},
  "annotators": ["kim", "lee", "park"]
})";

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

// Pages write bytes that cannot be shown as <EF BB BF> and <U+0301>.
std::string as_bytes(std::string_view page) {
  std::string text(page);
  replace_all(text, "<E9>", "\xE9");
  replace_all(text, "<00>", std::string(1, '\0'));
  replace_all(text, "<EF BB BF>", "\xEF\xBB\xBF");
  replace_all(text, "<U+0301>", "\u0301");
  replace_all(text, "[[[[...]]]]", std::string(1100, '[') + std::string(1100, ']'));
  const bool has_header = text.front() == '{' || text.find("item,") != std::string::npos;
  return (has_header ? "" : "item,annotator,label\n") + text + "\n";
}

model::Guideline guideline_for(const Rule& rule) {
  using namespace validate::rules;
  if (&rule == &mixed_types) return tests::untyped_guideline();
  if (&rule == &instruction_parts) return tests::guideline_of(kInstructionGuideline);
  for (const Rule* strict : {&missing_field, &coverage_short, &coverage_over, &unused_label,
                             &unknown_annotator, &share_exceeded}) {
    if (&rule == strict) return tests::guideline_of(kStrictGuideline);
  }
  return tests::guideline_of(kGuideline);
}

// After a header with two equal names, or in another tool's export, there is nothing to read.
bool ends_the_reading(const Rule& rule) {
  return &rule == &validate::rules::foreign_format || &rule == &validate::rules::duplicate_column;
}

// Rules that need many records, or a file: tested in files of their own.
bool has_own_test(const Rule& rule) {
  using namespace validate::rules;
  return &rule == &straight_lining || &rule == &follows_previous || &rule == &schema;
}

}  // namespace

TEST_CASE("every rule fires on its wrong example and is silent on its right one") {
  for (const Rule* rule : validate::all_rules()) {
    if (ends_the_reading(*rule) || has_own_test(*rule)) continue;
    CAPTURE(rule->id);
    const model::Guideline guideline = guideline_for(*rule);
    for (const std::size_t chunk_bytes : {std::size_t{1}, std::size_t{1} << 20}) {
      io::ReadOptions options;
      options.chunk_bytes = chunk_bytes;
      CHECK(tests::check_text(as_bytes(rule->wrong), guideline, options).of_rule(*rule) > 0);
      CHECK(tests::check_text(as_bytes(rule->right), guideline, options).of_rule(*rule) == 0);
    }
  }
}

TEST_CASE("an export of another tool ends the reading with the line that flattens it") {
  const std::string export_file =
      R"([{"id": 1, "annotations": [{"completed_by": 1, "result": [{"type": "choices", "value": {"choices": ["pos"]}}]}], "data": {"text": "x"}}])";
  CHECK_THROWS_WITH_AS(tests::check_text(export_file, tests::guideline_of(kGuideline)),
                       doctest::Contains("jq"), base::Error);
}

TEST_CASE("a header that names a column twice ends the reading") {
  const Rule& rule = validate::rules::duplicate_column;
  const model::Guideline guideline = tests::guideline_of(kGuideline);
  CHECK_THROWS_WITH_AS(tests::check_text(as_bytes(rule.wrong), guideline),
                       doctest::Contains("two columns are called \"note\""), base::Error);
  CHECK(tests::check_text(as_bytes(rule.right), guideline).of_rule(rule) == 0);
}

TEST_CASE("every rule has a page: summary, explanation, and an id in kebab case") {
  for (const Rule* rule : validate::all_rules()) {
    CAPTURE(rule->id);
    CHECK_FALSE(rule->summary.empty());
    CHECK(rule->summary.back() != '.');
    CHECK(rule->explanation.size() > 60);
    CHECK(rule->id.find_first_not_of("abcdefghijklmnopqrstuvwxyz-0123456789") ==
          std::string_view::npos);
    CHECK(validate::find_rule(rule->id) == rule);
  }
}

TEST_CASE("a later conflicting record is left out, a duplicate and a warning are not") {
  const std::string lines = R"({"item": "a", "annotator": "kim", "label": "pos"}
{"item": "a", "annotator": "kim", "label": "neg"}
{"item": "a", "annotator": "lee", "label": "positive"}
{"item": "a", "annotator": "lee", "label": "pos"}
{"item": "b", "annotator": "kim", "label": "zzz"}
{"item": "b", "annotator": "kim", "label": "pos"}
)";
  const validate::Result result = tests::check_text(lines, tests::guideline_of(kGuideline));
  CHECK(result.counts.records == 6);
  CHECK(result.counts.valid == 4);
  CHECK(result.of_rule(validate::rules::conflicting_annotation) == 1);
  CHECK(result.of_rule(validate::rules::duplicate_annotation) == 1);
  // The first answer to b has an error of its own, so the second is no repeat.
  CHECK(result.of_rule(validate::rules::unknown_label) == 1);
}

TEST_CASE("severities change by rule, and off means that nothing is counted") {
  validate::Severities severities;
  severities.set("unknown-label=off");
  CHECK_FALSE(severities.is_on(validate::rules::unknown_label));
  CHECK_THROWS_WITH_AS(severities.set("unknown-lable=off"), doctest::Contains("unknown-label"),
                       base::Error);
  CHECK_THROWS_AS(severities.set("unknown-label=fatal"), base::Error);
  CHECK_THROWS_AS(severities.set("unknown-label"), base::Error);
}
