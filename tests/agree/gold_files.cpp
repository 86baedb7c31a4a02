// Reading the reference tables.
#include "agree/gold_files.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "lbl/base/text.hpp"
#include "source_folder.hpp"

namespace lbl::test {

namespace {

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

}  // namespace

std::optional<std::string> gold_folder() {
  const std::string folder = LBL_SOURCE_DIR "/../shared/gold/agree";
  if (!std::filesystem::exists(folder + "/EXPECTED.csv")) return std::nullopt;
  return folder;
}

std::vector<GoldRow> read_gold(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot open " + path);
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> header = cells_of(line);
  std::vector<GoldRow> rows;
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = cells_of(line);
    GoldRow row;
    for (std::size_t i = 0; i < header.size() && i < cells.size(); ++i) row[header[i]] = cells[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Row> gold_answers(const std::string& folder, const std::string& dataset) {
  std::vector<Row> answers;
  for (GoldRow& row : read_gold(folder + "/data/" + dataset + ".csv")) {
    answers.push_back({row["item"], row["annotator"], row["label"], {}});
  }
  return answers;
}

std::optional<double> gold_number(const std::string& cell) {
  return base::parse_number(cell);
}

}  // namespace lbl::test
