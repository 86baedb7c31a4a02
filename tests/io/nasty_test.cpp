// Every row of ../shared/nasty/MANIFEST.tsv that the reader alone decides: accepted or refused, on
// which line, by which rule. (The other rows are well-formed and belong to the guideline.)
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "io/collect.hpp"
#include "lbl/base/error.hpp"
#include "source_folder.hpp"

using namespace lbl;
using model::InputRule;

namespace {

const std::string kNasty = LBL_SOURCE_DIR "/../shared/nasty/";

struct Refused {
  std::uint64_t line;
  InputRule rule;
  std::string says;  // a part of the message
};

// One bad record, and the records around it are read.
const std::map<std::string, Refused> kMalformed = {
    {"json_trailing_comma.jsonl", {2, InputRule::malformed_json, "no trailing comma"}},
    {"json_single_quotes.jsonl",
     {2, InputRule::malformed_json, "double quotes (this looks like Python"}},
    {"json_truncated.jsonl", {2, InputRule::malformed_json, "cut off"}},
    {"json_array_line.jsonl", {2, InputRule::malformed_json, "a record must be an object"}},
    {"json_scalar_line.jsonl", {2, InputRule::malformed_json, "a record must be an object"}},
    {"json_python_true.jsonl", {2, InputRule::malformed_json, "JSON writes true"}},
    {"json_bad_escape.jsonl", {2, InputRule::malformed_json, "no JSON escape"}},
    {"json_plus_number.jsonl", {2, InputRule::malformed_json, "no plus sign"}},
    {"key_duplicate_conflict.jsonl", {2, InputRule::duplicate_key, "\"label\" stands twice"}},
    {"key_duplicate_escaped.jsonl", {2, InputRule::duplicate_key, "\"label\" stands twice"}},
    {"deep_10k_arrays.jsonl", {2, InputRule::too_deep, "1024"}},
    {"deep_10k_unclosed.jsonl", {2, InputRule::too_deep, "1024"}},
    {"num_1e400.jsonl", {2, InputRule::malformed_json, "too large"}},
    {"num_nan.jsonl", {2, InputRule::malformed_json, "NaN is not JSON"}},
    {"num_infinity.jsonl", {2, InputRule::malformed_json, "null"}},
    {"utf8_overlong.jsonl", {2, InputRule::invalid_utf8, "not UTF-8"}},
    {"utf8_latin1.jsonl", {2, InputRule::invalid_utf8, "CP1252"}},
    {"utf8_bad_unread.jsonl", {2, InputRule::invalid_utf8, "\"\\xff\""}},
    {"utf8_cp949.jsonl", {2, InputRule::invalid_utf8, "iconv -f CP949 -t UTF-8"}},
    {"raw_nul.jsonl", {2, InputRule::nul_byte, "NUL"}},
    {"csv_quote_in_bare.csv", {2, InputRule::malformed_csv, "quote stands inside"}},
    {"csv_short_row.csv", {2, InputRule::ragged_row, "2 cells, the header has 3"}},
    {"csv_trailing_comma_rows.csv", {2, InputRule::ragged_row, "delimiter at the end"}},
};

// The whole file cannot be read.
const std::map<std::string, std::string> kUnreadable = {
    {"json_array_file.jsonl", "jq -c '.[]'"},
    {"utf16.jsonl", "iconv"},
    {"csv_missing_column.csv", "no column \"label\""},
    {"csv_header_space.csv", "\" label\""},
};

// Files of which every record is read, and how many they hold.
const std::map<std::string, std::size_t> kAccepted = {
    {"key_escaped_only.jsonl", 3},
    {"key_empty.jsonl", 3},
    {"deep_1000.jsonl", 3},
    {"num_1e-400.jsonl", 3},
    {"num_2p63.jsonl", 3},
    {"num_2p53.jsonl", 3},
    {"bom.jsonl", 2},
    {"bom_middle.jsonl", 2},
    {"gzip.jsonl", 1},
    {"crlf.jsonl", 2},
    {"mixed_eol.jsonl", 2},
    {"empty.jsonl", 0},
    {"whitespace_only.jsonl", 0},
    {"u2028.jsonl", 2},
    {"csv_ok_quotes.csv", 2},
    {"csv_embedded_newline.csv", 2},
    {"csv_header_only.csv", 0},
    {"csv_bom.csv", 1},
    {"csv_formula.csv", 3},
    {"csv_empty_label.csv", 2},
    {"csv_sci_id.csv", 2},
    {"csv_num_locale.csv", 1},
    {"csv_blank_line.csv", 2},
    {"csv_tabs.csv", 1},
};

bool have_shared() {
  if (std::filesystem::exists(kNasty)) return true;
  MESSAGE("../shared/nasty is not here: skipped");
  return false;
}

test::Reading read_nasty(const std::string& name) {
  model::FieldPlan plan;
  plan.want_identifier("item");
  plan.want_identifier("annotator");
  plan.want("label");
  io::ReadOptions options;
  options.on_error = io::OnError::skip;
  return test::read_files({kNasty + name}, plan, options, {"item", "annotator", "label"});
}

std::size_t remarks_of(const test::Reading& reading, InputRule rule, std::uint64_t line) {
  std::size_t count = 0;
  for (const auto& record : reading.records) {
    for (const auto& remark : record.remarks) count += remark.rule == rule && record.line == line;
  }
  for (const auto& [at, remark] : reading.header_remarks)
    count += remark.rule == rule && at == line;
  return count;
}

std::size_t all_remarks(const test::Reading& reading) {
  std::size_t count = reading.header_remarks.size();
  for (const auto& record : reading.records) count += record.remarks.size();
  return count;
}

}  // namespace

TEST_CASE("malformed records of the hostile files are refused on their line by their rule") {
  if (!have_shared()) return;
  for (const auto& entry : kMalformed) {
    const auto& file = entry.first;
    const auto& expected = entry.second;
    CAPTURE(file);
    const test::Reading reading = read_nasty(file);
    REQUIRE_FALSE(reading.malformed.empty());
    const model::Malformed& bad = reading.malformed.front().malformed;
    CHECK(bad.line == expected.line);
    CHECK(bad.rule == expected.rule);
    CHECK_MESSAGE(bad.message.find(expected.says) != std::string::npos, bad.message);
    CHECK(bad.message.size() < 300);
    if (file.ends_with(".jsonl")) {
      CHECK(reading.malformed.size() == 1);
      REQUIRE(reading.records.size() == 2);
      CHECK(reading.records[1].line == 3);
      CHECK(reading.records[1].record == 3);
    }
  }
}

TEST_CASE("files that cannot be read on are refused as a whole, with what to do") {
  if (!have_shared()) return;
  for (const auto& entry : kUnreadable) {
    const auto& file = entry.first;
    const auto& says = entry.second;
    CAPTURE(file);
    std::string message;
    try {
      read_nasty(file);
    } catch (const base::Error& error) {
      message = error.what();
    }
    CHECK_MESSAGE(message.find(says) != std::string::npos, message);
    CHECK(message.find(file) != std::string::npos);
  }
}

TEST_CASE("hostile files without a fault of the reader are read whole") {
  if (!have_shared()) return;
  for (const auto& entry : kAccepted) {
    const auto& file = entry.first;
    const auto& records = entry.second;
    CAPTURE(file);
    const test::Reading reading = read_nasty(file);
    CHECK(reading.malformed.empty());
    CHECK(reading.records.size() == records);
    CHECK(reading.inputs.at(0).records == records);
  }
}

TEST_CASE("hostile files are remarked on where the record can still be read") {
  if (!have_shared()) return;
  CHECK(remarks_of(read_nasty("bom.jsonl"), InputRule::bom, 1) == 1);
  CHECK(remarks_of(read_nasty("bom_middle.jsonl"), InputRule::bom, 2) == 1);
  CHECK(remarks_of(read_nasty("csv_bom.csv"), InputRule::bom, 1) == 1);
  CHECK(remarks_of(read_nasty("num_2p63.jsonl"), InputRule::number_precision, 2) == 1);
  for (const std::string file : {"num_2p53.jsonl", "crlf.jsonl", "key_escaped_only.jsonl",
                                 "gzip.jsonl", "csv_ok_quotes.csv", "csv_tabs.csv"}) {
    CAPTURE(file);
    CHECK(all_remarks(read_nasty(file)) == 0);
  }
}

TEST_CASE("hostile files show what was meant") {
  if (!have_shared()) return;
  CHECK(read_nasty("key_escaped_only.jsonl").records[1].fields[2] == "\"pos\"");
  CHECK(read_nasty("num_2p53.jsonl").records[1].fields[0] == "9007199254740993");
  CHECK(read_nasty("csv_bom.csv").records[0].fields[0] == "<a>");
  CHECK(read_nasty("csv_tabs.csv").records[0].fields ==
        std::vector<std::string>{"<a>", "<x>", "<pos>"});
  CHECK(read_nasty("csv_embedded_newline.csv").records[0].fields[0] == "<a\nb>");
  CHECK(read_nasty("csv_embedded_newline.csv").records[1].line == 4);
  CHECK(read_nasty("csv_embedded_newline.csv").records[1].record == 2);
  CHECK(read_nasty("csv_blank_line.csv").records[1].line == 4);
  CHECK(read_nasty("csv_empty_label.csv").records[0].fields[2] == "-");
  CHECK(read_nasty("csv_empty_label.csv").records[1].fields[2] == "-");
  CHECK(read_nasty("crlf.jsonl").records[0].line_end == "\r\n");
  CHECK(read_nasty("u2028.jsonl").records[1].line == 2);
}

TEST_CASE("every row of the manifest is accounted for") {
  if (!have_shared()) return;
  // Rows whose fault is one of meaning: the reader passes them on whole.
  const std::vector<std::string> meaning = {
      "key_case",  "num_out", "label_", "nfc_", "case_twin", "space_twin", "dup_",
      "item_text", "split_",  "span_",  "box_", "chat_",     "pii_"};
  std::ifstream manifest(kNasty + "MANIFEST.tsv");
  std::string line;
  std::getline(manifest, line);
  while (std::getline(manifest, line)) {
    const std::string file = line.substr(0, line.find('\t'));
    CAPTURE(file);
    if (file.find("--big") != std::string::npos) continue;  // see the tests of large records
    const bool of_meaning = std::any_of(meaning.begin(), meaning.end(),
                                        [&](const auto& start) { return file.starts_with(start); });
    CHECK(of_meaning + kMalformed.count(file) + kUnreadable.count(file) + kAccepted.count(file) ==
          1);
    if (of_meaning) CHECK(read_nasty(file).malformed.empty());
  }
}
