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

// Devices and pipes may be named twice; a regular file, there or to be made, may not.
bool same_place(const std::string& a, const std::string& b) {
  std::error_code ignored;
  const std::filesystem::file_status status = std::filesystem::status(a, ignored);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) return false;
  return a == b || std::filesystem::equivalent(a, b, ignored);
}

// Only a plain word can be meant as a format; "./html" or "C" cannot.
std::string near_format(const std::string& word, const std::vector<std::string>& formats) {
  const bool plain =
      std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return plain ? base::did_you_mean(word, formats) : "";
}

}  // namespace

ReportFile parse_report_file(const std::string& text, const std::vector<std::string>& formats) {
  ReportFile file{"json", text};
  const std::size_t colon = text.find(':');
  if (colon != std::string::npos) {
    const std::string word = text.substr(0, colon);
    if (std::find(formats.begin(), formats.end(), word) != formats.end()) {
      file = {word, text.substr(colon + 1)};
    } else if (const std::string hint = near_format(word, formats); !hint.empty()) {
      usage_error(fmt::format("--report: {} is not a format{}; for a file of that name write ./{}",
                              base::quoted(word), hint, base::escaped(text)));
    }
  }
  if (file.name.empty()) usage_error("--report: the name of the file is empty");
  return file;
}

void check_distinct(const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (names[i] == "-" && names[j] == "-") {
        usage_error("two outputs go to standard output; name a file for one");
      }
      if (names[i] != "-" && names[j] != "-" && same_place(names[i], names[j])) {
        usage_error("two outputs go to the same file " + base::quoted(names[i]));
      }
    }
  }
}

void check_not_inputs(const std::vector<std::string>& reports,
                      const std::vector<std::string>& inputs) {
  for (const std::string& report : reports) {
    for (const std::string& input : inputs) {
      if (report == "-" || input == "-" || !same_place(report, input)) continue;
      usage_error(fmt::format("the report would replace {}, which is read", base::quoted(input)));
    }
  }
}

}  // namespace lbl::cli
