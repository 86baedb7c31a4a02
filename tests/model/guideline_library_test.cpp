// The ready guidelines: each loads without a problem and is complete enough to hand to annotators.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/model/guideline.hpp"
#include "lbl/model/json_document.hpp"
#include "source_folder.hpp"

using namespace lbl::model;

namespace {

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

GuidelineSource no_base(const std::string& name, const std::string& /*from_file*/) {
  throw lbl::base::Error(lbl::base::ErrorKind::input, "no guideline " + name);
}

bool has_hangul(const std::string& text) {
  // U+AC00 to U+D7A3 are EA B0 80 to ED 9E A3 in UTF-8.
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xEA && byte <= 0xED;
  });
}

// Examples of a label or edge cases of a task in a language; right, wrong or either.
std::size_t count_in(Value list, const std::string& language, const char* right) {
  std::size_t count = 0;
  if (list.missing()) return 0;
  for_each_element(list, [&](Value one) {
    const Value lang = one.member("lang"), is_right = one.member("right");
    const bool fits = right == nullptr || (is_right && is_right.text() == right);
    if (lang && lang.text() == language && fits) ++count;
  });
  return count;
}

}  // namespace

TEST_CASE("every task of a ready guideline has examples and edge cases in Korean and English") {
  const std::filesystem::path folder = std::filesystem::path(LBL_SOURCE_DIR) / "schemas/guidelines";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    CAPTURE(entry.path().string());
    const JsonDocument document(entry.path().string(), bytes_of(entry.path()));
    REQUIRE(document.faults().empty());
    std::size_t wrong_korean = 0, wrong_english = 0;
    for_each_member(document.root().member("tasks"), [&](Value name, Value task) {
      CAPTURE(std::string(name.text()));
      CHECK(count_in(task.member("edge_cases"), "ko", nullptr) >= 1);
      CHECK(count_in(task.member("edge_cases"), "en", nullptr) >= 1);
      if (task.member("labels").missing()) return;
      for_each_element(task.member("labels"), [&](Value label) {
        CAPTURE(std::string(label.member("name").text()));
        const Value examples = label.member("examples");
        CHECK(has_hangul(std::string(label.member("definition").text())));
        CHECK(count_in(examples, "ko", "true") >= 1);
        CHECK(count_in(examples, "en", "true") >= 1);
        wrong_korean += count_in(examples, "ko", "false");
        wrong_english += count_in(examples, "en", "false");
      });
    });
    CHECK(wrong_korean >= 1);
    CHECK(wrong_english >= 1);
  }
}

TEST_CASE(
    "every ready guideline loads, is named as its file, and defines its labels in two languages") {
  const std::vector<std::string> names = {
      "audio-segments",      "dialogue-turns",       "document-relevance", "grounded-answers",
      "image-boxes",         "instruction-response", "multi-label-topics", "named-entities",
      "pairwise-preference", "semantic-similarity",  "sentiment",          "toxicity"};
  for (const std::string& name : names) {
    CAPTURE(name);
    const std::filesystem::path path =
        std::filesystem::path(LBL_SOURCE_DIR) / "schemas/guidelines" / (name + ".json");
    const GuidelineResult result = read_guideline({path.string(), bytes_of(path)}, no_base);
    for (const GuidelineProblem& problem : result.problems) FAIL_CHECK(to_text(problem));
    CHECK(result.guideline.name == name);
    CHECK_FALSE(result.guideline.gates.empty());
    CHECK(result.guideline.coverage.labels_per_item.has_value());
    for (const Task& task : result.guideline.tasks) {
      CAPTURE(task.name);
      CHECK(has_hangul(task.definition));
      if (!task.required) continue;
      for (const LabelDefinition& label : task.labels) {
        CAPTURE(label.name);
        CHECK(has_hangul(label.definition));
      }
    }
  }
}
