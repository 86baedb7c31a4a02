// Whatever bytes a guideline file holds, reading it ends with a guideline or with problems.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "lbl/base/random.hpp"
#include "lbl/base/text.hpp"
#include "lbl/model/guideline.hpp"
#include "model/guideline_helpers.hpp"

using namespace lbl::model;
using lbl::tests::Problems;
using lbl::tests::problems_of;
using lbl::tests::read_text;

namespace {

// Something of everything, so that mutations reach every part of the reader.
const std::string kSeed = R"({"$schema": "s", "guideline": "g", "version": "1", // comment
 "fields": {"item": "id", "text": "/a/b"},
 "tasks": {"c": {"type": "choice", "labels": [{"name": "x", "aliases": ["y"], "examples": ["e"]}, "z"]},
  "m": {"type": "choices", "labels": ["a", "b"], "min": 0, "max": 2},
  "r": {"type": "rating", "min": 1, "max": 5, "step": 0.5, "labels": [{"value": 1.5}]},
  "s": {"type": "spans", "labels": ["p"], "overlap": "nested", "offsets": "byte"},
  "p": {"type": "pairwise", "edge_cases": [{"text": "t", "answer": "tie"}]}}, /* more */
 "rules": [{"id": "r1", "if": {"properties": {"c": {"const": "x"}}}, "then": {"required": ["m"]}}],
 "slices": ["q", {"name": "l", "field": "t", "measure": "length", "bins": [1, 2.5]}],
 "coverage": {"labels_per_item": 2, "max_share_per_annotator": 0.5}, "annotators": ["k", "l"],
 "pii": {"detect": ["email"]}, "gates": {"agree": ["a[b=c] >= 1e-3"]}, "missing_values": ["-"]})";

// What must hold of any result: a place for each problem, one line each, nothing unescaped.
void check_sound(const GuidelineResult& result, const std::string& bytes) {
  if (result.problems.empty()) {
    REQUIRE_FALSE(result.guideline.tasks.empty());
    REQUIRE_FALSE(result.guideline.name.empty());
  }
  for (const GuidelineProblem& problem : result.problems) {
    const std::string line = to_text(problem);
    REQUIRE(problem.line >= 1);
    REQUIRE(problem.column >= 1);
    REQUIRE(problem.line <=
            1 + static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n')));
    REQUIRE(line.find('\n') == std::string::npos);
    REQUIRE(line.find('\x1B') == std::string::npos);
    REQUIRE_FALSE(lbl::base::invalid_utf8(line).has_value());
  }
}

std::string mutated(std::string text, lbl::base::Random& random) {
  static const std::string kBytes =
      std::string("\0\n\r\x1B{}[]\",:/*\\019-+.eEtfn \x80\xFF\xC3", 30);
  const std::size_t changes = 1 + random.below(4);
  for (std::size_t i = 0; i < changes && !text.empty(); ++i) {
    const std::size_t at = random.below(text.size());
    const std::size_t length = random.below(12);
    switch (random.below(4)) {
      case 0:
        text[at] = kBytes[random.below(kBytes.size())];
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, 1, kBytes[random.below(kBytes.size())]);
        break;
      default:
        text.insert(at, text.substr(random.below(text.size()), length));
        break;
    }
  }
  return text;
}

}  // namespace

TEST_CASE("the seed of the mutations is itself a sound guideline") {
  CHECK(problems_of(read_text(kSeed)) == Problems{});
}

TEST_CASE("every truncation of a guideline is refused, at the end or where a token was cut") {
  for (std::size_t length = 0; length < kSeed.size() - 1; ++length) {
    const std::string cut = kSeed.substr(0, length);
    const GuidelineResult result = read_text(cut);
    REQUIRE(result.problems.size() == 1);
    check_sound(result, cut);
  }
}

TEST_CASE("no mutation of a guideline ends the program") {
  lbl::base::Random random(20240501);
  for (int round = 0; round < 20'000; ++round) {
    const std::string bytes = mutated(kSeed, random);
    check_sound(read_text(bytes), bytes);
  }
}

TEST_CASE("a byte order mark and CRLF line ends change nothing but the digest") {
  std::string text = "\xEF\xBB\xBF" + kSeed;
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) {
    text.insert(at, 1, '\r');
  }
  const GuidelineResult result = read_text(text);
  CHECK(problems_of(result) == Problems{});
  CHECK(result.resolved == read_text(kSeed).resolved);
}

TEST_CASE("a guideline nested too deeply is refused, and one that is deep but legal is read") {
  const auto rule_of_depth = [](std::size_t depth) {
    std::string text =
        R"({"guideline": "g", "tasks": {"t": {"type": "text"}}, "rules": [{"id": "r", "not": )";
    for (std::size_t i = 0; i < depth; ++i) text += R"({"not": )";
    text += "{}" + std::string(depth, '}');
    return text + "}]}";
  };
  CHECK(problems_of(read_text(rule_of_depth(1000))) == Problems{});
  const GuidelineResult deep = read_text(rule_of_depth(100'000));
  REQUIRE(deep.problems.size() == 1);
  CHECK(deep.problems[0].message == "nested deeper than 1,024");
}

TEST_CASE("many labels are read in no time that people notice") {
  std::string text = R"({"guideline": "g", "tasks": {"t": {"type": "choice", "labels": [)";
  for (int i = 0; i < 100'000; ++i) text += (i > 0 ? ",\"l" : "\"l") + std::to_string(i) + '"';
  const GuidelineResult result = read_text(text + "]}}}");
  CHECK(result.problems.empty());
  CHECK(result.guideline.tasks.at(0).labels.size() == 100'000);
}
