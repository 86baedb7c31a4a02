// Exports of other tools: each is recognised, its jq line makes records that lbl reads, and nothing
// that is a file of records is mistaken for one.
#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "io/collect.hpp"
#include "lbl/base/error.hpp"
#include "source_folder.hpp"

using namespace lbl;

namespace {

const std::string kShared = LBL_SOURCE_DIR "/../shared/";

bool have_shared() {
  if (std::filesystem::exists(kShared + "formats")) return true;
  MESSAGE("../shared/formats is not here: skipped");
  return false;
}

bool have_jq() {
  if (std::system("command -v jq >/dev/null 2>&1") == 0) return true;
  MESSAGE("jq is not here: skipped");
  return false;
}

std::string refusal_of(const std::string& file) {
  io::ReadOptions options;
  options.on_error = io::OnError::skip;
  try {
    test::read_files({file}, test::plan_of({"item"}), options, {"item", "annotator", "label"});
  } catch (const base::Error& error) {
    return error.what();
  }
  return "";
}

// Runs the jq line of a refusal on its file and reads what comes out.
test::Reading flattened(const test::Folder& folder, const std::string& file) {
  const std::string message = refusal_of(file);
  CAPTURE(message);
  const std::size_t at = message.find("jq -c '");
  REQUIRE(at != std::string::npos);
  const std::string out = folder.path("flat.jsonl");
  const std::string command = message.substr(at) + " '" + file + "' > '" + out + "'";
  REQUIRE(std::system(command.c_str()) == 0);
  return test::read_files({out}, test::plan_of({"item", "annotator", "label", "messages"}));
}

}  // namespace

TEST_CASE("the jq line for each export makes records with item, annotator and label") {
  if (!have_shared() || !have_jq()) return;
  const test::Folder folder;
  struct Expected {
    std::string file, tool;
    std::size_t records;
    std::string item, annotator, label;
  };
  const std::vector<Expected> exports = {
      {"label_studio/csv_test2.json", "Label Studio export", 1, "4", "\"test@heartex.com\"",
       "[\"Yes \" \"\" \n \t \t а б в \n\"]"},
      {"label_studio/data.json", "Label Studio export", 3, "1", "\"2\"", ""},
      {"label_studio/data_polygons.json", "Label Studio export", 1, "68501", "\"1\"", ""},
      {"label_studio/csv_test.json", "Label Studio export", 2, "1", "\"hakan@heartex.com\"", ""},
      {"label_studio_json_min/data.json", "Label Studio export", 1, "87", "\"1\"",
       "[\"Airplane\"]"},
      {"prodigy/annotated_github-issues-DOCUMENTATION-textcat.jsonl", "Prodigy export", 782,
       "-1728445858", "\"prodigy\"", "\"reject\""},
      {"prodigy/annotated_news_headlines-ORG-PERSON-LOCATION-ner.jsonl", "Prodigy export", 372,
       "1886699658", "\"prodigy\"",
       "[{\"start\":0,\"end\":4,\"label\":\"ORG\"},{\"start\":15,\"end\":29,\"label\":\"LOCATION\"}"
       "]"},
      {"doccano/classification.jsonl", "doccano export", 3, "2591", "\"1\"", "[\"15\"]"},
      {"doccano/labeling.jsonl", "doccano export", 3, "2578", "\"1\"", ""},
      {"doccano/labeling_text_label.jsonl", "doccano export", 2, "2578", "\"doccano\"", ""},
  };
  for (const Expected& expected : exports) {
    const std::string file = kShared + "formats/" + expected.file;
    CAPTURE(file);
    CHECK(refusal_of(file).find("is a " + expected.tool) != std::string::npos);
    const auto reading = flattened(folder, file);
    CHECK(reading.records.size() == expected.records);
    for (const auto& record : reading.records) {
      CHECK(record.fields[0] != "-");
      CHECK(record.fields[1] != "-");
      CHECK(record.fields[2] != "-");
    }
    if (reading.records.empty()) continue;
    CHECK(reading.records[0].fields[0] == expected.item);
    CHECK(reading.records[0].fields[1] == expected.annotator);
    if (!expected.label.empty()) CHECK(reading.records[0].fields[2] == expected.label);
  }
}

TEST_CASE("a ShareGPT file becomes records with messages and no labels yet") {
  if (!have_shared() || !have_jq()) return;
  const test::Folder folder;
  const std::string file = kShared + "formats/sharegpt/dummy_conversation.json";
  const auto reading = flattened(folder, file);
  CHECK(reading.records.size() == 500);
  CHECK(reading.records.at(0).fields[0] == "\"identity_0\"");
  CHECK(reading.records.at(0).fields[2] == "null");
  CHECK(reading.records.at(0).fields[3].starts_with(
      "[{\"role\":\"user\",\"content\":\"Who are you?\"},{\"role\":\"assistant\""));
}

TEST_CASE("the short Label Studio export is flattened by the name of its control") {
  if (!have_jq()) return;
  const test::Folder folder;
  const auto file = folder.file(
      "min.json",
      R"([{"text": "t", "id": 7, "sentiment": "Positive", "annotator": 3, )"
      R"("annotation_id": 9, "created_at": "2024", "updated_at": "2024", "lead_time": 1.5}])");
  const auto reading = flattened(folder, file);
  REQUIRE(reading.records.size() == 1);
  CHECK(reading.records[0].fields[0] == "7");
  CHECK(reading.records[0].fields[1] == "3");
  CHECK(reading.records[0].fields[2] == "\"Positive\"");
}

TEST_CASE("a foreign file whose fields are named is read as it is") {
  const test::Folder folder;
  const auto file = folder.file(
      "p.jsonl", "{\"text\":\"t\",\"_input_hash\":1,\"_task_hash\":2,\"answer\":\"accept\"}\n");
  const auto plan = test::plan_of({"_task_hash", "answer"});
  CHECK(test::read_files({file}, plan, {}, {"_task_hash", "answer"}).records.size() == 1);
  CHECK_THROWS_AS(test::read_files({file}, plan, {}, {"item", "answer"}), base::Error);
}

TEST_CASE("no set of real records is taken for a foreign export") {
  if (!have_shared()) return;
  std::size_t sets = 0;
  for (const auto& set : std::filesystem::directory_iterator(kShared + "data")) {
    const std::string file = set.path().string() + "/data.jsonl";
    if (!std::filesystem::exists(file)) continue;
    CAPTURE(file);
    CHECK(refusal_of(file).empty());
    ++sets;
  }
  CHECK(sets == 7);
}

TEST_CASE("formats that are no JSON are refused in one line") {
  if (!have_shared()) return;
  const std::vector<std::pair<std::string, std::string>> files = {
      {"elan/sample_3.0.eaf", "is XML"},
      {"cvat/annotations.xml", "is XML"},
      {"voc/2007_000001.xml", "is XML"},
      {"textgrid/long_format.TextGrid", "TextGrid"},
      {"textgrid/short_format.TextGrid", "TextGrid"},
      {"conll2003/labeling.conll2003.user1", "CoNLL"},
      {"conll_wnut17/emerging.dev.conll", "no column \"item\""},
      {"webanno_tsv/1sentenceNE.tsv", "WebAnno"},
      {"yolo/img_1.txt", "no column \"item\""},
      {"brat/PMID-16583246.ann", "brat"},
      {"coco/instances_train.json", ""}};
  for (const auto& entry : files) {
    const auto& file = entry.first;
    const auto& says = entry.second;
    CAPTURE(file);
    const std::string message = refusal_of(kShared + "formats/" + file);
    CHECK_FALSE(message.empty());
    CHECK(message.find(says) != std::string::npos);
  }
}
