// lbl-cases: runs golden cases (tests/cli/case_file.hpp has their format) and shows what differs.
#include <fmt/core.h>
#include <fmt/ostream.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "case_file.hpp"
#include "line_diff.hpp"
#include "process.hpp"

namespace lbl::cases {
namespace {

constexpr const char* kUsage =
    "usage: lbl-cases [-j N] [-v] [--programs DIR] [--timeout SECONDS] PATH...\n"
    "Runs every *.case under the paths. LBL_REWRITE=1 writes what came out into the cases;\n"
    "look at it with git diff. Exit code: 0 all passed, 1 some failed, 2 could not run.\n";

struct Settings {
  std::string programs = LBL_PROGRAMS_DIR;
  std::string source = LBL_SOURCE_DIR;
  std::string shared;  // empty when it is not there
  unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  std::chrono::seconds timeout{60};
  bool verbose = false;
  bool rewrite = false;
  std::vector<std::string> paths;
};

enum class Verdict { passed, failed, skipped };

struct Result {
  Verdict verdict = Verdict::passed;
  std::string text;  // why not passed
};

[[noreturn]] void usage_error(const std::string& message) {
  fmt::print(std::cerr, "lbl-cases: {}\n{}", message, kUsage);
  std::exit(2);
}

unsigned number(const std::string& text) {
  if (text.empty() || text.size() > 6 || text.find_first_not_of("0123456789") != text.npos ||
      std::stoul(text) == 0) {
    usage_error("\"" + text + "\" is not a number from 1");
  }
  return static_cast<unsigned>(std::stoul(text));
}

Settings parse_arguments(const std::vector<std::string>& words) {
  Settings settings;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const auto value = [&]() -> const std::string& {
      if (i + 1 == words.size()) usage_error(word + " wants a value");
      return words[++i];
    };
    if (word == "-j") {
      settings.threads = number(value());
    } else if (word == "-v") {
      settings.verbose = true;
    } else if (word == "--programs") {
      settings.programs = value();
    } else if (word == "--timeout") {
      settings.timeout = std::chrono::seconds(number(value()));
    } else if (word == "-h" || word == "--help") {
      fmt::print(std::cout, "{}", kUsage);
      std::exit(0);
    } else if (word.front() == '-') {
      usage_error("unknown option " + word);
    } else {
      settings.paths.push_back(word);
    }
  }
  if (settings.paths.empty()) usage_error("no PATH");
  const char* rewrite = std::getenv("LBL_REWRITE");
  settings.rewrite = rewrite != nullptr && std::string(rewrite) == "1";
  settings.programs = std::filesystem::absolute(settings.programs).string();
  const auto shared = std::filesystem::path(settings.source).parent_path() / "shared";
  if (std::filesystem::is_directory(shared)) settings.shared = shared.string();
  return settings;
}

std::vector<std::string> case_paths(const std::vector<std::string>& paths) {
  namespace fs = std::filesystem;
  std::vector<std::string> found;
  for (const std::string& path : paths) {
    if (!fs::exists(path)) usage_error("no such file or folder: " + path);
    if (!fs::is_directory(path)) {
      found.push_back(path);
      continue;
    }
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path)) {
      if (entry.path().extension() == ".case") found.push_back(entry.path().string());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string search_path(const Settings& settings) {
  const char* inherited = std::getenv("PATH");
  const std::string own = std::filesystem::read_symlink("/proc/self/exe").parent_path().string();
  return settings.programs + ":" + own + ":" + (inherited != nullptr ? inherited : "/usr/bin:/bin");
}

bool is_command(const std::string& name, const std::string& search) {
  for (std::size_t begin = 0; begin <= search.size();) {
    const std::size_t end = std::min(search.find(':', begin), search.size());
    if (access((search.substr(begin, end - begin) + "/" + name).c_str(), X_OK) == 0) return true;
    begin = end + 1;
  }
  return false;
}

std::vector<std::string> environment(const Settings& settings, const std::string& home) {
  std::vector<std::string> list = {"PATH=" + search_path(settings),
                                   "HOME=" + home,
                                   "LC_ALL=C.UTF-8",
                                   "TZ=UTC",
                                   "SHARED=" + settings.shared,
                                   "SOURCE=" + settings.source};
  for (const char* name : {"TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name)) list.push_back(std::string(name) + "=" + value);
  }
  return list;
}

// Outputs name places of this machine; a case names them by their variable.
std::string without_places(std::string text, const Settings& settings) {
  const std::pair<std::string, std::string> places[] = {{settings.shared, "$SHARED"},
                                                        {settings.source, "$SOURCE"}};
  for (const auto& [place, name] : places) {
    if (place.empty()) continue;
    for (std::size_t at = 0; (at = text.find(place, at)) != text.npos; at += name.size()) {
      text.replace(at, place.size(), name);
    }
  }
  return text;
}

std::string differences(const CaseFile& file, const std::string& stream,
                        const std::string& actual) {
  if (const Section* part = file.find(stream + " contains")) {
    std::string text;
    for (std::size_t begin = 0; begin < part->content.size();) {
      const std::size_t end = part->content.find('\n', begin);
      const std::string line = part->content.substr(begin, end - begin);
      if (actual.find(line) == actual.npos) text += "    - " + line + "\n";
      begin = end + 1;
    }
    if (text.empty()) return "";
    return fmt::format("  {} does not contain:\n{}  but is:\n{}", stream, text,
                       line_diff("", actual));
  }
  const Section* exact = file.find(stream);
  const std::string diff = line_diff(exact != nullptr ? exact->content : "", actual);
  return diff.empty() ? "" : fmt::format("  {} (- expected, + came):\n{}", stream, diff);
}

// The exact parts of the case, replaced by what came out.
void rewrite(CaseFile file, const Outcome& outcome) {
  const auto set = [&](const std::string& stream, const std::string& actual) {
    if (file.find(stream + " contains") != nullptr) return;
    if (!actual.empty() && actual.back() != '\n') {
      throw std::runtime_error(stream + " does not end with a newline: a case cannot hold it");
    }
    std::erase_if(file.sections,
                  [&](const Section& s) { return s.name == stream && actual.empty(); });
    if (actual.empty()) return;
    if (file.find(stream) == nullptr) file.sections.push_back({stream, 0, ""});
    for (Section& section : file.sections) {
      if (section.name == stream) section.content = actual;
    }
  };
  set("stdout", outcome.out);
  set("stderr", outcome.err);
  if (outcome.code != file.expected_code()) {
    std::erase_if(file.sections, [](const Section& s) { return s.name.rfind("code ", 0) == 0; });
    if (outcome.code != 0) file.sections.push_back({"code " + std::to_string(outcome.code), 0, ""});
  }
  write_file(file.path, case_text(file));
}

bool is_there(const std::string& need, const Settings& settings) {
  constexpr std::string_view kNode = "node:";
  if (need == "shared") return !settings.shared.empty();
  if (need.rfind(kNode, 0) != 0) return is_command(need, search_path(settings));
  if (!is_command("node", search_path(settings)) || !is_command("npm", search_path(settings))) {
    return false;
  }
  const TemporaryFolder folder;
  const std::string script =
      "NODE_PATH=$(npm root -g) node -e 'require(\"" + need.substr(kNode.size()) + "\")'\n";
  return run_script(script, folder.path(), environment(settings, folder.path()), settings.timeout)
             .code == 0;
}

Result run_case(const std::string& path, const Settings& settings) {
  const CaseFile file = parse_case(path, read_file(path));
  for (const std::string& need : file.needs()) {
    if (is_there(need, settings)) continue;
    return {Verdict::skipped, "  needs " + need + ", which is not here\n"};
  }
  const TemporaryFolder folder;
  const std::string home = folder.path() + "/work";
  std::filesystem::create_directory(home);
  for (const Section& section : file.sections) {
    if (section.name.rfind("file ", 0) == 0) {
      write_file(home + "/" + section.name.substr(5), section.content);
    }
  }
  Outcome outcome = run_script(file.script, home, environment(settings, home), settings.timeout);
  if (outcome.timed_out) {
    return {Verdict::failed, fmt::format("  still running after {} s\n", settings.timeout.count())};
  }
  outcome.out = without_places(outcome.out, settings);
  outcome.err = without_places(outcome.err, settings);
  std::string text =
      differences(file, "stdout", outcome.out) + differences(file, "stderr", outcome.err);
  if (outcome.code != file.expected_code()) {
    text += fmt::format("  exit code {}, expected {}\n", outcome.code, file.expected_code());
  }
  if (text.empty()) return {};
  if (settings.rewrite) {
    rewrite(file, outcome);
    return {Verdict::passed, "  rewritten\n"};
  }
  return {Verdict::failed, file.comments.front() + "\n" + text};
}

// What is wrong with a case file is a failure of that case.
Result result_of(const std::string& path, const Settings& settings) {
  try {
    return run_case(path, settings);
  } catch (const std::exception& error) {
    return {Verdict::failed, fmt::format("  {}\n", error.what())};
  }
}

int run_all(const Settings& settings) {
  const std::vector<std::string> paths = case_paths(settings.paths);
  if (paths.empty()) usage_error("no *.case under the given paths");
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::size_t counts[3] = {0, 0, 0};
  const auto work = [&] {
    for (std::size_t i = next++; i < paths.size(); i = next++) {
      static constexpr const char* kNames[] = {"ok", "FAIL", "skip"};
      const Result result = result_of(paths[i], settings);
      const auto verdict = static_cast<std::size_t>(result.verdict);
      const std::lock_guard<std::mutex> lock(mutex);
      ++counts[verdict];
      if (settings.verbose || !result.text.empty()) {
        fmt::print(std::cout, "{} {}\n{}", kNames[verdict], paths[i], result.text);
      }
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < settings.threads; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  fmt::print(std::cout, "{} passed, {} failed, {} skipped\n", counts[0], counts[1], counts[2]);
  return counts[1] == 0 ? 0 : 1;
}

}  // namespace
}  // namespace lbl::cases

int main(int argc, char** argv) {
  try {
    const std::vector<std::string> words(argv + 1, argv + argc);
    return lbl::cases::run_all(lbl::cases::parse_arguments(words));
  } catch (const std::exception& error) {
    fmt::print(std::cerr, "lbl-cases: {}\n", error.what());
    return 2;
  }
}
