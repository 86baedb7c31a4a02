// Appending re-numbers the other's dictionaries once, then copies rows.
#include "lbl/model/raw_table.hpp"

#include <algorithm>
#include <tuple>

namespace lbl::model {

namespace {

void append_rows(std::vector<std::uint32_t>& to, const std::vector<std::uint32_t>& from,
                 const std::vector<std::uint32_t>& numbers) {
  const std::size_t before = to.size();
  to.resize(before + from.size());
  for (std::size_t i = 0; i < from.size(); ++i) {
    to[before + i] = from[i] == RawTable::kNone ? RawTable::kNone : numbers[from[i]];
  }
}

}  // namespace

void RawTable::Answers::note_length(std::uint32_t item, double length) {
  if (item >= item_lengths.size()) item_lengths.resize(item + std::size_t{1}, 0);
  item_lengths[item] = std::max(item_lengths[item], length);
}

RawTable::RawTable(std::size_t tasks, std::size_t column_count, base::Storage storage)
    : items(storage), annotators(storage) {
  for (std::size_t i = 0; i < column_count; ++i) columns.emplace_back();
  for (std::size_t i = 0; i < tasks; ++i) answers.emplace_back();
}

RawTable::Numbers RawTable::add_texts(const RawTable& other) {
  Numbers numbers;
  numbers.annotators = annotators.add_all(other.annotators);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    numbers.columns.push_back(columns[c].values.add_all(other.columns[c].values));
  }
  for (std::size_t t = 0; t < answers.size(); ++t) {
    numbers.answers.push_back(answers[t].add_texts(other.answers[t]));
  }
  records += other.records;
  without_item += other.without_item;
  without_annotator += other.without_annotator;
  return numbers;
}

std::vector<std::uint32_t> RawTable::Answers::add_texts(const Answers& other) {
  const std::uint32_t known = values.size();
  std::vector<std::uint32_t> numbers = values.add_all(other.values);
  first_places.resize(values.size());
  for (std::size_t id = 0; id < numbers.size(); ++id) {
    const Place& place = other.first_places[id];
    Place& first = first_places[numbers[id]];
    const bool earlier = std::tie(place.file, place.line) < std::tie(first.file, first.line);
    if (numbers[id] >= known || earlier) first = place;
  }
  return numbers;
}

void RawTable::append(const RawTable& other) {
  const std::vector<std::uint32_t> item_numbers = items.add_all(other.items);
  const Numbers numbers = add_texts(other);
  append_rows(row_items, other.row_items, item_numbers);
  append_rows(row_annotators, other.row_annotators, numbers.annotators);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    append_rows(columns[c].rows, other.columns[c].rows, numbers.columns[c]);
  }
  for (std::size_t t = 0; t < answers.size(); ++t) {
    append_rows(answers[t].rows, other.answers[t].rows, numbers.answers[t]);
    for (std::size_t i = 0; i < other.answers[t].item_lengths.size(); ++i) {
      const double length = other.answers[t].item_lengths[i];
      if (length > 0) answers[t].note_length(item_numbers[i], length);
    }
  }
}

void RawTable::clear() {
  items.clear();
  annotators.clear();
  row_items.clear();
  item_copies.clear();
  row_annotators.clear();
  for (Column& column : columns) {
    column.values.clear();
    column.rows.clear();
  }
  for (Answers& task : answers) {
    task.values.clear();
    task.rows.clear();
    task.first_places.clear();
    task.item_lengths.clear();
  }
  records = without_item = without_annotator = 0;
}

}  // namespace lbl::model
