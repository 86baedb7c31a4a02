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

#include "source_folder.hpp"

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

/// One row of a reference table, by column name.
using SharedRow = std::map<std::string, std::string>;

/// The cells of one line of CSV; a cell may be quoted but holds no line end.
inline std::vector<std::string> csv_cells(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
        cells.back() += line[++i];
      } else {
        quoted = !quoted;
      }
    } else if (line[i] == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  return cells;
}

/// The rows of ../shared/`name`, a CSV file with a header.
inline std::optional<std::vector<SharedRow>> shared_csv(const std::string& name) {
  const std::optional<std::string> bytes = shared_file(name);
  if (!bytes) return std::nullopt;
  std::istringstream in(*bytes);
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> header = csv_cells(line);
  std::vector<SharedRow> rows;
  while (std::getline(in, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const std::vector<std::string> cells = csv_cells(line);
    SharedRow row;
    for (std::size_t i = 0; i < header.size(); ++i) {
      row[header[i]] = i < cells.size() ? cells[i] : "";
    }
    rows.push_back(row);
  }
  return rows;
}

}  // namespace lbl::tests
