// Closes each item when the next one begins, and looks its rows up among those before.
#include "lbl/model/item_patterns.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"

namespace lbl::model {

namespace {

// With two annotators some coefficients are of these two, so both stay known.
constexpr std::uint32_t kKnownAnnotators = 2;

std::uint32_t renumbered(std::uint32_t number, const std::vector<std::uint32_t>& numbers) {
  return number == RawTable::kNone ? RawTable::kNone : numbers[number];
}

// The numbers of one row go back into the columns of a table.
void add_row(std::uint32_t item, std::uint32_t annotator, std::span<const std::uint32_t> rest,
             RawTable& table) {
  table.row_items.push_back(item);
  table.row_annotators.push_back(annotator);
  std::size_t at = 0;
  for (RawTable::Column& column : table.columns) column.rows.push_back(rest[at++]);
  for (RawTable::Answers& task : table.answers) task.rows.push_back(rest[at++]);
}

}  // namespace

ItemPatterns::ItemPatterns(Alike alike, std::size_t tasks, std::size_t columns)
    : alike_(alike), width_(1 + columns + tasks), words_(tasks, columns, base::Storage::copy) {}

void ItemPatterns::take_texts(const RawTable& other) {
  numbers_ = words_.add_texts(other);
  if (alike_ == Alike::by_answers && knows_annotators_ &&
      words_.annotators.size() > kKnownAnnotators) {
    forget_annotators();
  }
}

void ItemPatterns::take_row(const RawTable& from, std::size_t at) {
  open_rows_.push_back(numbers_.annotators[from.row_annotators[at]]);
  for (std::size_t c = 0; c < numbers_.columns.size(); ++c) {
    open_rows_.push_back(renumbered(from.columns[c].rows[at], numbers_.columns[c]));
  }
  for (std::size_t t = 0; t < numbers_.answers.size(); ++t) {
    open_rows_.push_back(renumbered(from.answers[t].rows[at], numbers_.answers[t]));
  }
}

void ItemPatterns::append(const RawTable& chunk, const std::vector<ItemRun>& runs,
                          const std::vector<std::string>& input_names) {
  take_texts(chunk);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    open(chunk.items.text(runs[i].item), runs[i].place, input_names);
    const std::size_t end = i + 1 < runs.size() ? runs[i + 1].first_row : chunk.row_items.size();
    for (std::size_t at = runs[i].first_row; at < end; ++at) take_row(chunk, at);
  }
}

void ItemPatterns::merge(const RawTable& table) {
  take_texts(table);
  std::size_t at = 0;
  for (std::uint32_t item = 0; item < table.items.size(); ++item) {
    open_rows_.clear();
    while (at < table.row_items.size() && table.row_items[at] == item) take_row(table, at++);
    if (table.item_copies[item] > 0) {
      count(open_rows_, table.item_copies[item], std::string(table.items.text(item)));
    } else if (open_rows_.size() == width_) {
      attendance_.add(open_rows_, 0);
    }
  }
  open_rows_.clear();
}

void ItemPatterns::open(std::string_view item, const Place& place,
                        const std::vector<std::string>& input_names) {
  if (is_open_ && item == open_item_) return;
  close();
  if (item_groups_.comes_back(base::hash64(item))) {
    const bool has_name = place.file < input_names.size();
    throw base::Error(base::ErrorKind::input,
                      scattered_item(has_name ? input_names[place.file] : "-", place.line, item));
  }
  is_open_ = true;
  open_item_ = item;
}

void ItemPatterns::close() {
  if (is_open_) count(open_rows_, 1, open_item_);
  open_rows_.clear();
  is_open_ = false;
}

// Several answers of one annotator are settled together, so such items keep their annotators.
void ItemPatterns::count(const Rows& rows, std::uint64_t items, const std::string& name) {
  order_.resize(rows.size() / width_);
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  sort_rows(rows, 0);
  const bool with_annotators = knows_annotators_ || has_repeats(rows);
  if (!with_annotators) {
    attend(rows);
    sort_rows(rows, 1);
  }
  make_key(rows, with_annotators);
  const std::size_t known = ways_.size();
  ways_.add(key_, items);
  if (ways_.size() == known) return;
  first_items_.push_back(name);
  first_annotators_.insert(first_annotators_.end(), annotators_.begin(), annotators_.end());
}

void ItemPatterns::sort_rows(const Rows& rows, std::size_t first_column) {
  const auto numbers = [&](std::size_t number) {
    return std::span(rows.data() + number * width_, width_).subspan(first_column);
  };
  std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
    return std::ranges::lexicographical_compare(numbers(a), numbers(b));
  });
}

bool ItemPatterns::has_repeats(const Rows& rows) const {
  for (std::size_t at = 1; at < order_.size(); ++at) {
    if (row(rows, at).front() == row(rows, at - 1).front()) return true;
  }
  return false;
}

void ItemPatterns::attend(const Rows& rows) {
  for (std::size_t at = 0; at < order_.size(); ++at) attendance_.add(row(rows, at), 0);
}

// An annotator who does not matter is only another one than those before.
void ItemPatterns::make_key(const Rows& rows, bool with_annotators) {
  key_.clear();
  annotators_.clear();
  for (std::uint32_t at = 0; at < order_.size(); ++at) {
    const auto numbers = row(rows, at);
    annotators_.push_back(numbers.front());
    key_.push_back(with_annotators ? numbers.front() : at);
    key_.insert(key_.end(), numbers.begin() + 1, numbers.end());
  }
}

// Counts the ways again, which now differ by their answers only.
void ItemPatterns::forget_annotators() {
  knows_annotators_ = false;
  const PatternCounts ways = std::exchange(ways_, {});
  const std::vector<std::string> names = std::exchange(first_items_, {});
  first_annotators_.clear();
  for (std::size_t way = 0; way < ways.size(); ++way) {
    const auto codes = ways.codes(way);
    count({codes.begin(), codes.end()}, ways.count(way), names[way]);
  }
}

RawTable ItemPatterns::finish() {
  close();
  RawTable table = std::move(words_);
  table.alike = alike_;
  std::size_t annotator = 0;
  for (std::size_t way = 0; way < ways_.size(); ++way) {
    const std::uint32_t item = table.items.append(first_items_[way]);
    table.item_copies.push_back(ways_.count(way));
    const auto codes = ways_.codes(way);
    for (std::size_t at = 0; at < codes.size(); at += width_) {
      add_row(item, first_annotators_[annotator++], codes.subspan(at + 1, width_ - 1), table);
    }
  }
  for (std::size_t i = 0; i < attendance_.size(); ++i) {
    const auto codes = attendance_.codes(i);
    add_row(table.items.append(""), codes.front(), codes.subspan(1), table);
    table.item_copies.push_back(0);
  }
  return table;
}

}  // namespace lbl::model
