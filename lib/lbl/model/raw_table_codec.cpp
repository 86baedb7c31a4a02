// A raw table as bytes, and read back with every number checked against its dictionary.
#include <algorithm>
#include <string>

#include "lbl/base/error.hpp"
#include "lbl/model/raw_table.hpp"

namespace lbl::model {

namespace {

[[noreturn]] void refuse(const char* what) {
  throw base::Error(base::ErrorKind::input, std::string("the state does not fit: ") + what);
}

void encode(base::Encoder& to, const base::Dictionary& dictionary) {
  to.count(dictionary.size());
  for (std::uint32_t id = 0; id < dictionary.size(); ++id) to.text(dictionary.text(id));
}

void decode(base::Decoder& from, base::Dictionary& dictionary) {
  const std::size_t size = from.size();
  for (std::size_t id = 0; id < size; ++id) {
    if (dictionary.add(from.text()) != id) refuse("a text stands twice in a dictionary");
  }
}

// Whether a row may lack a value.
enum class Gaps { none, allowed };

// Numbers of a dictionary with `size` entries.
std::vector<std::uint32_t> decode_rows(base::Decoder& from, std::size_t rows, std::uint32_t size,
                                       Gaps gaps) {
  std::vector<std::uint32_t> numbers = from.numbers<std::uint32_t>();
  if (numbers.size() != rows) refuse("columns of different lengths");
  const bool fits = std::all_of(numbers.begin(), numbers.end(), [&](std::uint32_t number) {
    return number < size || (gaps == Gaps::allowed && number == RawTable::kNone);
  });
  if (!fits) refuse("a number without its text");
  return numbers;
}

void decode_lengths(base::Decoder& from, std::uint32_t items, std::vector<double>& lengths) {
  const std::uint64_t known = from.count();
  if (known > items) refuse("more lengths than items");
  for (std::uint64_t item = 0; item < known; ++item) lengths.push_back(from.real());
}

}  // namespace

void RawTable::encode(base::Encoder& to) const {
  to.count(static_cast<std::uint64_t>(alike));
  to.count(row_items.size());
  model::encode(to, items);
  to.numbers(row_items);
  model::encode(to, annotators);
  to.numbers(row_annotators);
  to.count(columns.size());
  for (const Column& column : columns) {
    model::encode(to, column.values);
    to.numbers(column.rows);
  }
  to.count(answers.size());
  for (const Answers& task : answers) {
    model::encode(to, task.values);
    to.numbers(task.rows);
    for (const Place& place : task.first_places) {
      to.count(place.file);
      to.count(place.line);
      to.count(place.record);
    }
    to.count(task.item_lengths.size());
    for (const double length : task.item_lengths) to.real(length);
  }
  for (const std::uint64_t number : {records, without_item, without_annotator}) to.count(number);
  to.numbers(item_copies);
}

void RawTable::decode(base::Decoder& from) {
  const std::uint64_t kind = from.count();
  if (kind > static_cast<std::uint64_t>(Alike::by_answers)) refuse("an unknown kind of table");
  alike = static_cast<Alike>(kind);
  const std::uint64_t rows = from.count();
  if (alike == Alike::none) {
    model::decode(from, items);
  } else {
    for (std::size_t left = from.size(); left > 0; --left) items.append(from.text());
  }
  row_items = decode_rows(from, rows, items.size(), Gaps::none);
  model::decode(from, annotators);
  row_annotators = decode_rows(from, rows, annotators.size(), Gaps::none);
  if (from.count() != columns.size()) refuse("other columns");
  for (Column& column : columns) {
    model::decode(from, column.values);
    column.rows = decode_rows(from, rows, column.values.size(), Gaps::allowed);
  }
  if (from.count() != answers.size()) refuse("other tasks");
  for (Answers& task : answers) {
    model::decode(from, task.values);
    task.rows = decode_rows(from, rows, task.values.size(), Gaps::allowed);
    task.first_places.resize(task.values.size());
    for (Place& place : task.first_places) {
      place.file = static_cast<std::uint32_t>(from.count());
      place.line = from.count();
      place.record = from.count();
    }
    decode_lengths(from, items.size(), task.item_lengths);
  }
  records = from.count();
  without_item = from.count();
  without_annotator = from.count();
  item_copies = from.numbers<std::uint64_t>();
  if (item_copies.size() != (alike == Alike::none ? 0 : items.size())) refuse("counts of items");
  if (alike != Alike::none && !std::is_sorted(row_items.begin(), row_items.end())) {
    refuse("items in pieces");
  }
}

}  // namespace lbl::model
