// Names of report files.
#include "lbl/cli/report_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::cli {

namespace {

[[noreturn]] void usage_error(const std::string& message) {
  throw base::Error(base::ErrorKind::usage, message);
}

// Devices and pipes may take two outputs; a regular file cannot.
bool same_place(const std::string& a, const std::string& b) {
  if (a == b) return a == "-" || !std::filesystem::exists(a) || std::filesystem::is_regular_file(a);
  std::error_code no;
  return std::filesystem::is_regular_file(a, no) && std::filesystem::equivalent(a, b, no);
}

}  // namespace

ReportFile parse_report_file(const std::string& text, const std::vector<std::string>& formats) {
  ReportFile file{"json", text};
  const std::size_t colon = text.find(':');
  if (colon != std::string::npos) {
    const std::string word = text.substr(0, colon);
    if (std::find(formats.begin(), formats.end(), word) != formats.end()) {
      file = {word, text.substr(colon + 1)};
    }
  }
  if (file.name.empty()) usage_error("--report: the name of the file is empty");
  return file;
}

void check_distinct(const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!same_place(names[i], names[j])) continue;
      usage_error(names[i] == "-"
                      ? std::string("two outputs go to standard output; name a file for one")
                      : fmt::format("two outputs go to the same file {}", base::quoted(names[i])));
    }
  }
}

}  // namespace lbl::cli
