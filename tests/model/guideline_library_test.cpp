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

}  // namespace

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
