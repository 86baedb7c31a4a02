// The sample batch is what samples/README.md says, and the published tables are the published ones.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>

#include "lbl/base/text.hpp"
#include "lbl/model/guideline.hpp"
#include "model/guideline_helpers.hpp"
#include "schemas/schema_validator.hpp"
#include "shared_folder.hpp"
#include "source_folder.hpp"

using lbl::tests::Problems;
using Json = nlohmann::json;

namespace {

const std::string kSamples = LBL_SOURCE_DIR "/samples/";

std::string file_bytes(const std::string& name) {
  std::ifstream in(kSamples + name, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), name);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

const std::vector<Json>& batch() {
  static const std::vector<Json> kRecords = [] {
    std::vector<Json> records;
    std::istringstream in(file_bytes("batch.jsonl"));
    for (std::string line; std::getline(in, line);) records.push_back(Json::parse(line));
    return records;
  }();
  return kRecords;
}

const Json& line(std::size_t number) {
  return batch().at(number - 1);
}

// "item worker label" of a line.
std::string answer(std::size_t number) {
  const Json& record = line(number);
  return record["id"].get<std::string>() + " " + record["worker"].get<std::string>() + " " +
         record["label"].get<std::string>();
}

std::size_t answers_to(const std::string& id) {
  return static_cast<std::size_t>(
      std::count_if(batch().begin(), batch().end(), [&](const Json& r) { return r["id"] == id; }));
}

// (item, annotator) to label; empty cells left out.
using Table = std::map<std::pair<std::string, std::string>, std::string>;

Table table_of(const std::string& csv) {
  Table table;
  std::istringstream in(csv);
  std::string row;
  std::getline(in, row);
  CHECK(row.find("item") != std::string::npos);
  while (std::getline(in, row)) {
    std::erase(row, '"');
    std::erase(row, '\r');
    const std::vector<std::string> cells = lbl::base::split(row, ',');
    REQUIRE(cells.size() == 3);
    if (!cells[2].empty() && cells[2] != "NA") table[{cells[0], cells[1]}] = cells[2];
  }
  return table;
}

// Per item, how often each label was given; labels by `same_word`.
template <class Word>
std::map<std::string, std::multiset<std::string>> counts_of(const Table& table, Word same_word) {
  std::map<std::string, std::multiset<std::string>> counts;
  for (const auto& [cell, label] : table) counts[cell.first].insert(same_word(label));
  return counts;
}

}  // namespace

TEST_CASE("the guideline of the sample batch is sound, for the loader and for the schema") {
  const std::string text = file_bytes("guide.json");
  CHECK(lbl::tests::problems_of(lbl::tests::read_text(text)) == Problems{});
  const lbl::tests::SchemaValidator schema(LBL_SOURCE_DIR "/schemas/guideline.schema.json");
  CHECK(schema.problems(text) == Problems{});
}

TEST_CASE("the sample batch has 313 comments in two languages, three answers each") {
  std::map<std::string, std::string> comments, languages;
  std::set<std::string> workers, texts;
  for (const Json& record : batch()) {
    const std::string id = record["id"], text = record["comment"];
    comments.emplace(id, text);
    CHECK(comments.at(id) == text);
    languages[id] = record["lang"];
    workers.insert(record["worker"].get<std::string>());
    CHECK(lbl::base::code_points(text) >= 20);
    CHECK(lbl::base::code_points(text) <= 160);
  }
  for (const auto& [id, text] : comments) texts.insert(text);
  CHECK(batch().size() == 945);
  CHECK(comments.size() == 313);
  CHECK(texts.size() == 313);
  CHECK(workers.size() == 7);
  CHECK(std::count_if(languages.begin(), languages.end(),
                      [](const auto& entry) { return entry.second == "ko"; }) == 156);
}

TEST_CASE("the planted problems stand on the lines that the README names") {
  for (const std::size_t number : {65u, 67u, 74u, 80u, 97u, 106u}) {
    CHECK(line(number)["label"] == "Hate");
    CHECK(line(number)["worker"] == "w3");
  }
  for (const std::size_t number : {465u, 752u, 847u}) CHECK(line(number)["id"] == "c204");
  CHECK(line(465)["comment"].get<std::string>().find("@example.com") != std::string::npos);
  CHECK(answer(309) == answer(310));
  CHECK(answer(302) == answer(303));
  CHECK(answer(878) == answer(879));
  CHECK(answer(133) == "c036 w4 none");
  CHECK(answer(943) == "c036 w4 offensive");
  CHECK(answer(120) == "c009 w4 none");
  CHECK(answer(944) == "c009 w4 offensive");
  CHECK(answer(753) == "c187 w4 none");
  CHECK(answer(945) == "c187 w4 offensive");
  CHECK(answer(321) == "c051 w6 none");
  CHECK(line(321)["targets"] == Json({"region"}));
  CHECK(line(214)["id"] == "c039");
  CHECK(line(214)["severity"] == 7);
  CHECK(answers_to("c118") == 2);
  CHECK(answers_to("c262") == 4);
  int straight = 0;
  for (std::size_t number = 572; number <= 670; ++number) {
    if (line(number)["worker"] != "w7") continue;
    CHECK(line(number)["label"] == "none");
    ++straight;
  }
  CHECK(straight == 84);
}

TEST_CASE("the table of Krippendorff 2011 is the published one") {
  const auto gold = lbl::tests::shared_file("gold/agree/data/kripp2011_C_4obs_missing.csv");
  if (!gold) return;
  CHECK(table_of(file_bytes("published/krippendorff2011_c.csv")) == table_of(*gold));
}

TEST_CASE("the table of Cohen 1960 is the published one") {
  const auto gold = lbl::tests::shared_file("gold/agree/data/cohen1960_3x3_n200.csv");
  if (!gold) return;
  const auto cells = [](const Table& table) {
    std::map<std::string, std::string> pair_of;
    for (const auto& [cell, label] : table) pair_of[cell.first] += label.substr(0, 2) + " ";
    std::multiset<std::string> pairs;
    for (const auto& [item, pair] : pair_of) pairs.insert(pair);
    return pairs;
  };
  CHECK(cells(table_of(file_bytes("published/cohen1960.csv"))) == cells(table_of(*gold)));
}

TEST_CASE("the table of Fleiss 1971 is the published one") {
  const auto gold = lbl::tests::shared_file("gold/agree/data/irr_diagnoses_fleiss1971.csv");
  if (!gold) return;
  const auto letter = [](std::string label) {
    if (label.find(". ") == 1) label.erase(0, 3);
    label[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(label[0])));
    return label.substr(0, 4);
  };
  CHECK(counts_of(table_of(file_bytes("published/fleiss1971.csv")), letter) ==
        counts_of(table_of(*gold), letter));
}
