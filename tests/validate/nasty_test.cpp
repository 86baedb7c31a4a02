// The hostile inputs of ../shared/nasty: verdict and line of every row of its manifest.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "shared_folder.hpp"
#include "source_folder.hpp"
#include "validate/check_text.hpp"

using namespace lbl;

namespace {

struct Row {
  std::string file, verdict, line;
};

std::vector<Row> manifest(const std::string& folder) {
  std::ifstream in(folder + "/MANIFEST.tsv");
  std::vector<Row> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const std::vector<std::string> cells = base::split(line, '\t');
    rows.push_back({cells.at(0), cells.at(3), cells.at(4)});
  }
  return rows;
}

std::string read_file(const std::string& name) {
  std::ifstream in(name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string verdict_of(const validate::Result& result) {
  if (result.worst() == model::Severity::error) return "reject";
  return result.worst() == model::Severity::warning ? "warn" : "accept";
}

// Some finding of the verdict's severity stands on the manifest's line.
bool is_told_at(const validate::Result& result, const std::string& line) {
  if (line == "-") return true;
  return std::any_of(result.kept().begin(), result.kept().end(), [&](const auto& finding) {
    return finding.severity == result.worst() && std::to_string(finding.line) == line;
  });
}

}  // namespace

TEST_CASE("every hostile file of ../shared/nasty gets its verdict at its line") {
  const std::string folder = std::string(LBL_SOURCE_DIR) + "/../shared/nasty";
  if (!std::ifstream(folder + "/MANIFEST.tsv")) {
    MESSAGE("no ../shared here: hostile files are not tested");
    return;
  }
  const model::Guideline guideline = tests::guideline_of(read_file(folder + "/guide.json"));
  std::size_t files = 0;
  for (const Row& row : manifest(folder)) {
    if (row.file.find("--big") != std::string::npos) continue;
    CAPTURE(row.file);
    ++files;
    try {
      const validate::Result result = tests::check_file(folder + "/" + row.file, guideline, {});
      CHECK(verdict_of(result) == row.verdict);
      CHECK(is_told_at(result, row.line));
    } catch (const base::Error& error) {
      // What cannot be read on ends in exit 2, which counts as rejected; the whole file is meant.
      CHECK(row.verdict == "reject");
      CHECK(row.line == "1");
      CHECK(std::string(error.what()).find(row.file) != std::string::npos);
    }
  }
  CHECK(files > 70);
}

TEST_CASE("20 MB without a line end that are not JSON are refused in one short line") {
  const std::string line = "{\"item\": \"" + std::string(20'000'000, 'x');
  const validate::Result result = tests::check_text(line, tests::untyped_guideline());
  REQUIRE(result.kept().size() >= 1);
  CHECK(result.kept()[0].rule == &validate::rules::malformed_json);
  CHECK(result.kept()[0].line == 1);
  CHECK(result.kept()[0].message.size() < 300);
}

TEST_CASE("100,000 different keys in one record are read in time that grows with them") {
  std::string record = R"({"item": "a", "annotator": "kim", "label": "pos")";
  for (int i = 0; i < 100'000; ++i) record += ", \"key" + std::to_string(i) + "\": 1";
  const validate::Result result = tests::check_text(record + "}\n", tests::untyped_guideline());
  CHECK(result.total() == 0);
  CHECK(result.counts.valid == 1);
}

TEST_CASE("errors in every one of many lines are all counted") {
  std::string lines;
  for (int i = 0; i < 100'000; ++i) {
    lines += R"({"item": "i)" + std::to_string(i) +
             R"(", "annotator": "kim", "label": "zzz"})"
             "\n";
  }
  const validate::Result result = tests::check_text(
      lines, tests::guideline_of(R"({"guideline": "g", "version": "1", "tasks": {"label": {)"
                                 R"("type": "choice", "labels": ["pos"]}}})"));
  CHECK(result.of_rule(validate::rules::unknown_label) == 100'000);
  CHECK(result.counts.valid == 0);
}
