// Joins the fields of a roster to a ratings table.
#include "lbl/cli/roster_columns.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace lbl::cli {
namespace {

constexpr std::uint32_t kNoValue = model::TaskRatings::kNoValue;

/// One joined column: its values, sorted, and the value of each annotator.
struct JoinedColumn {
  std::vector<std::string> values;
  std::vector<std::uint32_t> of_annotator;
};

JoinedColumn joined_column(const model::Roster& roster, const model::SliceSpec& spec,
                           const std::vector<std::string>& annotators) {
  std::vector<std::optional<std::string>> texts;
  JoinedColumn column;
  for (const std::string& annotator : annotators) {
    const std::optional<std::string> value = roster.value(annotator, spec.field);
    std::optional<std::string>& text = texts.emplace_back();
    if (!value) continue;
    const model::Node node{*value, 0, 1, 0, model::ValueKind::cell};
    text = model::slice_text(spec, model::Value(&node));
    if (text) column.values.push_back(*text);
  }
  std::sort(column.values.begin(), column.values.end());
  column.values.erase(std::unique(column.values.begin(), column.values.end()), column.values.end());
  for (const std::optional<std::string>& text : texts) {
    column.of_annotator.push_back(
        text ? static_cast<std::uint32_t>(
                   std::lower_bound(column.values.begin(), column.values.end(), *text) -
                   column.values.begin())
             : kNoValue);
  }
  return column;
}

template <class Value>
void insert_at(std::size_t place, Value value, std::vector<Value>& list) {
  list.insert(list.begin() + static_cast<std::ptrdiff_t>(place), std::move(value));
}

}  // namespace

RosterColumns::RosterColumns(const model::Roster& roster, std::vector<model::SliceSpec>& columns)
    : roster_(roster) {
  std::vector<model::SliceSpec> read;
  for (model::SliceSpec& column : columns) {
    const bool joined = roster.has_field(column.field);
    joined_.push_back(joined ? std::optional(column) : std::nullopt);
    if (!joined) read.push_back(std::move(column));
  }
  columns = std::move(read);
}

void RosterColumns::join(model::RatingsTable& table) const {
  for (std::size_t place = 0; place < joined_.size(); ++place) {
    if (!joined_[place]) continue;
    JoinedColumn column = joined_column(roster_, *joined_[place], table.annotators);
    for (model::TaskRatings& task : table.tasks) {
      std::vector<std::uint32_t> rows(task.annotators.size());
      std::transform(task.annotators.begin(), task.annotators.end(), rows.begin(),
                     [&](std::uint32_t annotator) { return column.of_annotator[annotator]; });
      insert_at(place, std::move(rows), task.columns);
      insert_at(place, std::vector<std::uint32_t>(task.unanswered_items.size(), kNoValue),
                task.unanswered_columns);
    }
    insert_at(place, *joined_[place], table.columns);
    insert_at(place, std::move(column.values), table.column_values);
  }
}

}  // namespace lbl::cli
