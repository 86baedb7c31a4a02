// Items counted by how they were answered, for input in which the records of an item stand
// together.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/model/item_groups.hpp"
#include "lbl/model/pattern_counts.hpp"
#include "lbl/model/raw_table.hpp"

namespace lbl::model {

/// Where the records of an item begin in a chunk, and with which of its rows.
struct ItemRun {
  std::uint32_t item = 0;
  std::size_t first_row = 0;
  Place place;
};

/// Counts items as their records pass by. Memory grows with the ways in which items are answered
/// (kept columns are a part of that), not with the items.
class ItemPatterns {
 public:
  ItemPatterns(Alike alike, std::size_t tasks, std::size_t columns);

  /// Takes the rows of a chunk, in the order of the input. Throws Error (input), with the place by
  /// `input_names`, for an item that is seen to come back after others (ItemGroups).
  void append(const RawTable& chunk, const std::vector<ItemRun>& runs,
              const std::vector<std::string>& input_names);
  /// Takes what finish() gave of another that takes the same items for one.
  void merge(const RawTable& table);
  /// A table with one item for each way, the first that was answered so, and its copies. By
  /// answers there are items of 0 copies as well, so that it holds who answered what and where.
  /// Leaves this empty.
  RawTable finish();

 private:
  /// Numbers of annotator, columns and answers, row after row.
  using Rows = std::vector<std::uint32_t>;
  std::span<const std::uint32_t> row(const Rows& rows, std::size_t at) const {
    return {rows.data() + order_[at] * width_, width_};
  }
  void take_texts(const RawTable& other);
  void take_row(const RawTable& from, std::size_t at);
  void open(std::string_view item, const Place& place, const std::vector<std::string>& input_names);
  void close();
  void count(const Rows& rows, std::uint64_t items, const std::string& name);
  void sort_rows(const Rows& rows, std::size_t first_column);
  bool has_repeats(const Rows& rows) const;
  void attend(const Rows& rows);
  void make_key(const Rows& rows, bool with_annotators);
  void forget_annotators();

  Alike alike_;
  std::size_t width_;
  RawTable words_;             ///< the dictionaries and the counts, without rows
  RawTable::Numbers numbers_;  ///< of the table that is taken
  ItemGroups item_groups_;
  bool is_open_ = false;
  std::string open_item_;
  Rows open_rows_;

  bool knows_annotators_ = true;
  PatternCounts ways_;
  std::vector<std::string> first_items_;  ///< per way
  Rows first_annotators_;                 ///< per row of each way: who gave it in the first item
  PatternCounts attendance_;              ///< rows alone, where annotators are forgotten

  // Of the item that is counted; kept for their memory.
  std::vector<std::size_t> order_;
  Rows key_, annotators_;
};

}  // namespace lbl::model
