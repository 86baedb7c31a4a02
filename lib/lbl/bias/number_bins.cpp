// Cuts the numbers of a column of a ratings table into bins.
#include "lbl/bias/number_bins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::bias {
namespace {

constexpr std::uint32_t kNoValue = model::TaskRatings::kNoValue;

/// The numbers in a column, ascending, and how many answers have each.
std::vector<std::pair<double, std::uint64_t>> counted_numbers(const model::RatingsTable& table,
                                                              std::size_t column) {
  std::vector<std::uint64_t> counts(table.column_values[column].size(), 0);
  for (const model::TaskRatings& task : table.tasks) {
    for (const std::uint32_t code : task.columns[column]) {
      if (code != kNoValue) ++counts[code];
    }
  }
  std::vector<std::pair<double, std::uint64_t>> numbers;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::optional<double> number = base::parse_number(table.column_values[column][i]);
    if (number && counts[i] > 0) numbers.emplace_back(*number, counts[i]);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace

std::vector<double> quantile_edges(const model::RatingsTable& table, std::size_t column,
                                   std::size_t parts) {
  const auto numbers = counted_numbers(table, column);
  std::uint64_t total = 0;
  for (const auto& [number, count] : numbers) total += count;
  std::vector<double> edges;
  std::uint64_t passed = 0;
  std::uint64_t part = 1;
  for (const auto& [number, count] : numbers) {
    passed += count;
    while (part < parts && passed * parts >= total * part) {
      if (number > numbers.front().first && (edges.empty() || number > edges.back())) {
        edges.push_back(number);
      }
      ++part;
    }
  }
  if (!edges.empty()) return edges;
  const auto higher = std::find_if(numbers.begin(), numbers.end(), [&](const auto& counted) {
    return counted.first > numbers.front().first;
  });
  if (higher != numbers.end()) return {higher->first};
  if (table.records == 0) return {0};
  throw base::Error(base::ErrorKind::usage,
                    fmt::format("--bins: {} has fewer than two different numbers to cut",
                                base::quoted(table.columns[column].name)));
}

void cut_column(const std::vector<double>& edges, std::size_t column, model::RatingsTable& table) {
  model::SliceSpec& spec = table.columns[column];
  std::vector<std::string>& values = table.column_values[column];
  spec.measure.clear();  // the values are the lengths already
  spec.bins = edges;
  std::vector<std::string> texts;
  for (const std::string& value : values) {
    const model::Node node{value, 0, 1, 0, model::ValueKind::string};
    texts.push_back(model::slice_text(spec, model::Value(&node)).value_or(value));
  }
  std::vector<std::string> bins = texts;
  std::sort(bins.begin(), bins.end());
  bins.erase(std::unique(bins.begin(), bins.end()), bins.end());
  std::vector<std::uint32_t> new_code;
  for (const std::string& text : texts) {
    new_code.push_back(static_cast<std::uint32_t>(std::lower_bound(bins.begin(), bins.end(), text) -
                                                  bins.begin()));
  }
  const auto recode = [&](std::vector<std::uint32_t>& codes) {
    for (std::uint32_t& code : codes) {
      if (code != kNoValue) code = new_code[code];
    }
  };
  for (model::TaskRatings& task : table.tasks) {
    recode(task.columns[column]);
    recode(task.unanswered_columns[column]);
  }
  values = std::move(bins);
}

}  // namespace lbl::bias
