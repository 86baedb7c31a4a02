// valijson with exceptions on: without them a bad schema ends the process.
#define VALIJSON_USE_EXCEPTIONS 1

#include "schemas/schema_validator.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace lbl::tests {

namespace {

using Json = nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

Json read_json(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error(file.string() + ": cannot open");
  return Json::parse(in);
}

// Rewrites references so that all of them point into one document: those of a bundled file `inside`
// (empty for the outermost one) to where that file stands, those to other files to where they will.
void rewrite_references(Json& node, const std::string& inside, std::set<std::string>& files) {
  for (auto& child : node) {
    if (child.is_structured()) rewrite_references(child, inside, files);
  }
  if (!node.is_object() || !node.contains("$ref") || !node["$ref"].is_string()) return;
  const std::string reference = node["$ref"];
  const std::size_t hash = std::min(reference.find('#'), reference.size());
  const std::string file = hash == 0 ? inside : reference.substr(0, hash);
  if (file.empty()) return;
  files.insert(file);
  node["$ref"] = "#/definitions/" + file + reference.substr(std::min(hash + 1, reference.size()));
}

Json bundled(const std::filesystem::path& schema_file) {
  Json schema = read_json(schema_file);
  std::set<std::string> wanted, done;
  rewrite_references(schema, "", wanted);
  while (done != wanted) {
    std::set<std::string> more;
    for (const std::string& file : wanted) {
      if (!done.insert(file).second) continue;
      Json other = read_json(schema_file.parent_path() / file);
      rewrite_references(other, file, more);
      schema["definitions"][file] = std::move(other);
    }
    wanted.merge(more);
  }
  return schema;
}

}  // namespace

struct SchemaValidator::State {
  valijson::Schema schema;
};

SchemaValidator::SchemaValidator(const std::string& schema_file)
    : state_(std::make_unique<State>()) {
  const Json json = bundled(schema_file);
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.populateSchema(Adapter(json), state_->schema);
}
SchemaValidator::~SchemaValidator() = default;
SchemaValidator::SchemaValidator(SchemaValidator&&) noexcept = default;

std::vector<std::string> SchemaValidator::problems(std::string_view json) const {
  Json document;
  try {
    document = Json::parse(json, nullptr, true, true);
  } catch (const Json::exception& error) {
    return {error.what()};
  }
  valijson::Validator validator;
  valijson::ValidationResults results;
  if (validator.validate(state_->schema, Adapter(document), &results)) return {};
  std::vector<std::string> lines;
  for (const auto& error : results) {
    std::string line;
    for (const std::string& step : error.context) line += step;
    lines.push_back(line + ": " + error.description);
  }
  return lines;
}

}  // namespace lbl::tests
