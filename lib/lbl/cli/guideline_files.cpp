// The guideline library and the files beside it.
#include "lbl/cli/guideline_files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <set>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::cli {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& message) {
  throw base::Error(base::ErrorKind::input, message);
}

// Where the library may be: the environment's word, beside the installed program, the source tree.
std::vector<fs::path> library_folders() {
  std::vector<fs::path> folders;
  const char* chosen = std::getenv("LBL_SCHEMAS");
  if (chosen != nullptr && *chosen != '\0') folders.push_back(fs::path(chosen) / "guidelines");
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  if (!program.empty()) {
    folders.push_back(program.parent_path().parent_path() / "share/lbl/schemas/guidelines");
  }
  folders.emplace_back(fs::path(LBL_SCHEMAS_SOURCE) / "guidelines");
  return folders;
}

bool is_library_name(const std::string& name) {
  return name != "-" && name.find_first_of("/.") == std::string::npos;
}

std::vector<std::string> library_names(const std::vector<fs::path>& folders) {
  std::set<std::string> names;
  for (const fs::path& folder : folders) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
      if (entry.path().extension() == ".json") names.insert(entry.path().stem().string());
    }
  }
  return {names.begin(), names.end()};
}

model::GuidelineSource from_library(const std::string& name) {
  const std::vector<fs::path> folders = library_folders();
  for (const fs::path& folder : folders) {
    const fs::path file = folder / (name + ".json");
    std::error_code ignored;
    if (fs::exists(file, ignored)) return {file.string(), read_whole(file.string())};
  }
  const std::vector<std::string> names = library_names(folders);
  std::string hint = base::did_you_mean(name, names);
  if (hint.empty() && !names.empty()) hint = "; it has " + base::join(names, ", ");
  fail(fmt::format("guideline {}: no such file, and none of that name in the library{}",
                   base::quoted(name), hint));
}

}  // namespace

std::vector<std::string> library_guidelines() {
  return library_names(library_folders());
}

std::string read_whole(const std::string& name) {
  struct Close {
    void operator()(std::FILE* file) const {
      if (file != stdin) std::fclose(file);
    }
  };
  const std::unique_ptr<std::FILE, Close> file(name == "-" ? stdin
                                                           : std::fopen(name.c_str(), "rb"));
  if (!file) fail(fmt::format("{}: cannot open: {}", base::escaped(name), std::strerror(errno)));
  std::string bytes;
  char buffer[1 << 16];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, file.get())) {
    bytes.append(buffer, count);
  }
  if (std::ferror(file.get()) != 0) {
    fail(fmt::format("{}: cannot read: {}", base::escaped(name), std::strerror(errno)));
  }
  return bytes;
}

model::GuidelineSource find_guideline(const std::string& name) {
  std::error_code ignored;
  if (is_library_name(name) && !fs::exists(name, ignored)) return from_library(name);
  return {name, read_whole(name)};
}

model::GuidelineSource find_extended(const std::string& name, const std::string& from_file) {
  const fs::path beside = fs::path(from_file == "-" ? "." : from_file).parent_path() / name;
  std::error_code ignored;
  if (is_library_name(name) && !fs::exists(beside, ignored)) return from_library(name);
  return {beside.string(), read_whole(beside.string())};
}

model::GuidelineResult load_guideline(const std::string& name, Log& log) {
  const model::GuidelineSource source = find_guideline(name);
  model::GuidelineResult result = model::read_guideline(source, find_extended);
  const std::vector<model::GuidelineProblem>& problems = result.problems;
  for (std::size_t i = 0; i + 1 < problems.size(); ++i) log.error(model::to_text(problems[i]));
  if (!problems.empty()) fail(model::to_text(problems.back()));
  log.info(fmt::format("guideline {} {} from {}", base::escaped(result.guideline.name),
                       base::escaped(result.guideline.version), base::escaped(source.file)));
  return result;
}

}  // namespace lbl::cli
