// The reference tables of ../shared/gold/agree, read for the tests.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/make_table.hpp"

namespace lbl::test {

/// A row of a CSV file by its header.
using GoldRow = std::map<std::string, std::string>;

/// The folder of the reference files; none when the checkout stands alone.
std::optional<std::string> gold_folder();

/// All rows of a CSV file. Throws std::runtime_error when it cannot be opened.
std::vector<GoldRow> read_gold(const std::string& path);

/// The answers of a data set in gold/agree/data.
std::vector<Row> gold_answers(const std::string& folder, const std::string& dataset);

/// The number of a cell; none for "", "NA" and "NaN".
std::optional<double> gold_number(const std::string& cell);

}  // namespace lbl::test
