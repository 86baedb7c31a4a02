// Reads a schema and the files it refers to, and rewrites references to places in one document.
#include "lbl/cli/schema_bundle.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/cli/guideline_files.hpp"
#include "lbl/model/edit.hpp"
#include "lbl/model/json_document.hpp"
#include "lbl/model/schema_keywords.hpp"

namespace lbl::cli {

namespace {

using model::Value;
using model::ValueKind;

// Where the added files stand in the document; draft-07 ignores keywords that it does not know.
constexpr std::string_view kFilesKey = "lbl:files";

std::string_view without_hash(std::string_view address) {
  if (address.size() > 1 && address.ends_with('#')) address.remove_suffix(1);
  return address;
}

// Values under these keywords are data, in which "$ref" is a key like any other.
bool holds_data(std::string_view key) {
  return key == "const" || key == "enum" || key == "default" || key == "examples";
}

// The strings that are a "$ref", and what the "$id"s of the schema say.
struct Addresses {
  std::vector<Value> references;
  std::set<std::string, std::less<>> ids;
};

void collect(Value value, Addresses& found) {
  std::vector<Value> open = {value};
  while (!open.empty()) {
    const Value next = open.back();
    open.pop_back();
    model::for_each_element(next.is(ValueKind::array) ? next : Value(),
                            [&](Value element) { open.push_back(element); });
    model::for_each_member(next.is(ValueKind::object) ? next : Value(),
                           [&](Value key, Value member) {
                             const bool is_text = member.is(ValueKind::string);
                             if (is_text && key.text() == "$ref")
                               found.references.push_back(member);
                             if (is_text && key.text() == "$id")
                               found.ids.emplace(without_hash(member.text()));
                             if (!holds_data(key.text())) open.push_back(member);
                           });
  }
}

class Bundle {
 public:
  explicit Bundle(Log& log) : log_(log) {}

  std::string of(const std::string& name) {
    number_of(name);
    for (std::size_t i = 0; i < names_.size(); ++i) read(i);  // reading one may name more
    std::string root = std::move(files_.front());
    if (files_.size() == 1) return root;
    std::vector<std::string> others(files_.begin() + 1, files_.end());
    root.pop_back();  // its last brace: a schema that refers to a file is an object
    return root + fmt::format(",{}:[{}]}}", model::json_string(kFilesKey), base::join(others, ","));
  }

 private:
  std::size_t number_of(const std::string& name) {
    const std::string path = std::filesystem::path(name).lexically_normal().string();
    const auto [at, is_new] = numbers_.emplace(path, names_.size());
    if (is_new) names_.push_back(name);
    return at->second;
  }

  void read(std::size_t number) {
    const std::string name = names_[number];
    const model::JsonDocument source(name, read_whole(name));
    const std::vector<model::GuidelineProblem> problems = model::schema_problems(source);
    for (std::size_t i = 0; i + 1 < problems.size(); ++i) log_.error(model::to_text(problems[i]));
    if (!problems.empty()) {
      throw base::Error(base::ErrorKind::input, model::to_text(problems.back()));
    }
    // On one line without comments, so that places of references are places in `json`.
    const std::string json = model::compact_json(source.root());
    const model::JsonDocument document(name, json);
    Addresses addresses;
    collect(document.root(), addresses);
    std::vector<model::Edit> edits;
    for (const Value& reference : addresses.references) {
      const std::string target = target_of(reference.text(), number, addresses);
      const std::size_t at = reference.offset();
      edits.push_back({at, model::json_scalar_end(json, at), model::json_string(target)});
    }
    files_.push_back(model::edited(json, std::move(edits)));
  }

  // The reference as one within the document.
  std::string target_of(std::string_view reference, std::size_t from, const Addresses& addresses) {
    const std::size_t hash = std::min(reference.find('#'), reference.size());
    const std::string_view address = reference.substr(0, hash);
    const std::string_view fragment = reference.substr(std::min(hash + 1, reference.size()));
    if (!address.empty() && addresses.ids.find(address) != addresses.ids.end()) {
      return std::string(reference);
    }
    const bool is_name = !fragment.empty() && fragment.front() != '/';
    std::size_t number = from;
    if (!address.empty()) number = number_of(local_path(address, names_[from]));
    if (is_name) return fmt::format("#{}", fragment);
    if (number == 0) return fmt::format("#{}", fragment);
    return fmt::format("#/{}/{}{}", kFilesKey, number - 1, fragment);
  }

  static std::string local_path(std::string_view address, const std::string& from) {
    if (address.find(':') != std::string_view::npos || address.starts_with("//")) {
      throw base::Error(base::ErrorKind::input,
                        fmt::format("{}: \"$ref\": {} is on another host, and lbl-validate reads "
                                    "local files only; save it beside this file and name it by its "
                                    "path",
                                    base::escaped(from), base::quoted(std::string(address))));
    }
    const std::filesystem::path path =
        (std::filesystem::path(from).parent_path() / std::string(address)).lexically_normal();
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
      throw base::Error(
          base::ErrorKind::input,
          fmt::format("{}: \"$ref\": {} names the file {}, which is not there", base::escaped(from),
                      base::quoted(std::string(address)), base::quoted(path.string())));
    }
    return path.string();
  }

  Log& log_;
  std::vector<std::string> names_;
  std::map<std::string, std::size_t> numbers_;
  std::vector<std::string> files_;  // as JSON, references rewritten
};

}  // namespace

std::string bundled_schema(const std::string& name, Log& log) {
  return Bundle(log).of(name);
}

}  // namespace lbl::cli
