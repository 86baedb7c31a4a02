// Envelopes and estimates that the library writes are those of schemas/report.schema.json.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>

#include "lbl/report/envelope.hpp"
#include "schemas/schema_validator.hpp"
#include "source_folder.hpp"

using lbl::report::dump;
using lbl::report::Envelope;
using lbl::report::to_json;
using lbl::stats::Estimate;
using lbl::tests::SchemaValidator;
using Json = nlohmann::json;
using Problems = std::vector<std::string>;

namespace {

const char* const kSchemaFile = LBL_SOURCE_DIR "/schemas/report.schema.json";

std::string file_bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Envelope envelope_with_all() {
  Envelope envelope;
  envelope.program = "lbl-agree";
  envelope.inputs.push_back({"batch.jsonl", 12, 1, std::string(32, 'a')});
  envelope.guideline_name = "comment-safety";
  envelope.guideline_xxh3 = std::string(32, '0');
  envelope.note("seed", std::uint64_t{1});
  envelope.note("by", std::vector<std::string>{"source"});
  envelope.summary.push_back({"krippendorff_alpha.value", {}, 0.74, "", true});
  envelope.summary.push_back(
      {"krippendorff_alpha.value", {{"source", "forum"}}, std::nullopt, "one-label", false});
  envelope.gates = lbl::report::check_gates(
      {lbl::model::parse_gate("krippendorff_alpha.value >= 0.7"),
       lbl::model::parse_gate("krippendorff_alpha.value[source=forum] >= 0.7")},
      envelope.summary);
  return envelope;
}

// The reasons in the sources of lib/: what is given to an estimate that is undefined or unreliable.
std::set<std::string> reasons_in_use() {
  const std::regex reason(
      R"re((?:undefined\(|undefined_figure\(sample,|mark\(|reason = |\? (?:"" : )?)\s*"([a-z]+(?:-[a-z]+)+)")re");
  std::set<std::string> reasons;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(LBL_SOURCE_DIR "/lib/lbl")) {
    const std::string room = entry.path().parent_path().filename().string();
    if (entry.path().extension() != ".cpp") continue;
    if (room != "agree" && room != "bias" && room != "sample" && room != "report") continue;
    const std::string code = file_bytes(entry.path());
    for (std::sregex_iterator at(code.begin(), code.end(), reason), end; at != end; ++at) {
      reasons.insert((*at)[1]);
    }
  }
  return reasons;
}

}  // namespace

TEST_CASE("an envelope with everything in it, and an empty one, are valid") {
  const SchemaValidator schema(kSchemaFile);
  CHECK(schema.problems(dump(to_json(envelope_with_all()))) == Problems{});
  Envelope empty;
  empty.program = "lbl-validate";
  CHECK(schema.problems(dump(to_json(empty))) == Problems{});
}

TEST_CASE("an envelope that is not one is refused") {
  const SchemaValidator schema(kSchemaFile);
  const auto refused = [&](const char* pointer, const Json& value) {
    Json json = Json::parse(dump(to_json(envelope_with_all())));
    json[Json::json_pointer(pointer)] = value;
    return !schema.problems(json.dump()).empty();
  };
  CHECK(refused("/report", "lbl-guess"));
  CHECK(refused("/version", "now"));
  CHECK(refused("/inputs/0/xxh3", "12"));
  CHECK(refused("/inputs/0/host", "mine"));
  CHECK(refused("/guideline/name", 3));
  CHECK(refused("/summary/x", "high"));
  CHECK(refused("/gates/0/passed", "yes"));
  CHECK(refused("/gates/1/passed", true));
  CHECK(refused("/gates/1/reason", "bad luck"));
  CHECK_FALSE(refused("/measures", Json::array()));
}

TEST_CASE("an estimate says by its status whether it has a value and a reason") {
  Json schema_json = Json::parse(file_bytes(kSchemaFile));
  schema_json["$ref"] = "#/definitions/estimate";
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / fmt::format("lbl-estimate-{}.json", getpid());
  std::ofstream(file) << schema_json;
  const SchemaValidator schema(file.string());
  std::filesystem::remove(file);

  Estimate estimate;
  estimate.value = 0.5;
  estimate.se = 0.1;
  estimate.ci = {0.3, 0.7, 0.95, "wilson"};
  CHECK(schema.problems(to_json(estimate).dump()) == Problems{});
  estimate.reason = "skewed";
  CHECK_FALSE(schema.problems(to_json(estimate).dump()).empty());
  estimate.status = lbl::stats::Status::unreliable;
  CHECK(schema.problems(to_json(estimate).dump()) == Problems{});
  estimate.reason = "a hunch";
  CHECK_FALSE(schema.problems(to_json(estimate).dump()).empty());
  CHECK(schema.problems(to_json(Estimate::undefined("one-label", "one label only")).dump()) ==
        Problems{});
  Estimate contradiction = Estimate::undefined("one-label", "");
  contradiction.value = 1;
  CHECK_FALSE(schema.problems(to_json(contradiction).dump()).empty());
}

TEST_CASE("every reason that the library gives is in the closed list") {
  const Json schema = Json::parse(file_bytes(kSchemaFile));
  const Json& reasons = schema["definitions"]["reason"];
  CHECK(reasons["enum"].size() == reasons["enumDescriptions"].size());
  const std::set<std::string> listed = reasons["enum"];
  for (const std::string& reason : reasons_in_use()) CHECK_MESSAGE(listed.contains(reason), reason);
}
