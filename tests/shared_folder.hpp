// Reading the reference files under ../shared in unit tests; a test says so and returns when they
// are not there.
#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace lbl::tests {

/// The bytes of ../shared/`name`; none, with a message, when there is no such file.
inline std::optional<std::string> shared_file(const std::string& name) {
  std::ifstream in(std::string(LBL_SOURCE_DIR "/../shared/") + name, std::ios::binary);
  if (!in) {
    MESSAGE("skipped: no ../shared/", name);
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

/// One row of a reference table, by column name. For tables without quotes.
using SharedRow = std::map<std::string, std::string>;

/// The rows of ../shared/`name`, a CSV file with a header and no quoted cells.
inline std::optional<std::vector<SharedRow>> shared_csv(const std::string& name) {
  const std::optional<std::string> bytes = shared_file(name);
  if (!bytes) return std::nullopt;
  const auto cells = [](const std::string& line) {
    std::vector<std::string> parts;
    std::istringstream in(line);
    for (std::string part; std::getline(in, part, ',');) parts.push_back(part);
    return parts;
  };
  std::istringstream in(*bytes);
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> header = cells(line);
  std::vector<SharedRow> rows;
  while (std::getline(in, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const std::vector<std::string> row = cells(line);
    SharedRow named;
    for (std::size_t i = 0; i < header.size(); ++i) named[header[i]] = i < row.size() ? row[i] : "";
    rows.push_back(named);
  }
  return rows;
}

}  // namespace lbl::tests
