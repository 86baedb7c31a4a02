// Numbers the slices of a crossing in the order of their values.
#include "lbl/agree/slice_column.hpp"

#include <map>
#include <optional>
#include <utility>

namespace lbl::agree {

using model::RatingsTable;
using model::TaskRatings;

namespace {

/// The place of a value among the values of its column, a missing one after all others.
std::uint32_t rank_of(std::uint32_t value, std::size_t values) {
  return value == TaskRatings::kNoValue ? static_cast<std::uint32_t>(values) : value;
}

}  // namespace

SliceColumn slice_column(const RatingsTable& table, const TaskRatings& ratings,
                         const Crossing& crossing) {
  std::map<std::vector<std::uint32_t>, std::uint32_t> numbers;
  std::vector<std::uint32_t> key(crossing.size());
  const auto read_key = [&](std::size_t answer) {
    for (std::size_t c = 0; c < crossing.size(); ++c) {
      key[c] =
          rank_of(ratings.columns[crossing[c]][answer], table.column_values[crossing[c]].size());
    }
  };
  // Neighbouring answers mostly share their slice, so the map is asked rarely.
  std::vector<std::uint32_t> last;
  for (std::size_t answer = 0; answer < ratings.answers(); ++answer) {
    read_key(answer);
    if (key == last) continue;
    numbers.emplace(key, 0);
    last = key;
  }
  SliceColumn column;
  for (auto& [ranks, number] : numbers) {
    number = static_cast<std::uint32_t>(column.slices.size());
    Slice slice;
    for (std::size_t c = 0; c < crossing.size(); ++c) {
      const std::vector<std::string>& values = table.column_values[crossing[c]];
      std::optional<std::string> value;
      if (ranks[c] < values.size()) value = values[ranks[c]];
      slice.emplace_back(table.columns[crossing[c]].name, std::move(value));
    }
    column.slices.push_back(std::move(slice));
  }
  column.of_answer.resize(ratings.answers());
  last.clear();
  std::uint32_t number = 0;
  for (std::size_t answer = 0; answer < ratings.answers(); ++answer) {
    read_key(answer);
    if (key != last) number = numbers.at(key);
    last = key;
    column.of_answer[answer] = number;
  }
  return column;
}

}  // namespace lbl::agree
