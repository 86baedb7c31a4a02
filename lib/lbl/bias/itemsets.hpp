// Every combination of field values that is frequent enough, with what its rows add up to.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "lbl/bias/moments.hpp"
#include "lbl/bias/scoring.hpp"

namespace lbl::bias {

/// A value of a field: both are numbers in the query's columns.
struct Item {
  std::uint32_t column = 0, value = 0;

  auto operator<=>(const Item&) const = default;
};

/// The sums over the rows that have all of `items`.
struct Itemset {
  std::vector<Item> items;             ///< by column; none: all rows
  std::uint64_t rows = 0;              ///< its support: rows that count for the measure or not
  std::uint64_t counted = 0;           ///< rows that count
  std::vector<std::uint64_t> amounts;  ///< per target
  std::vector<Sum> squares;            ///< per target; empty where amounts are shares
};

/// A column to combine: the value of each row, and how many values there are. Rows of a value of
/// `values` or above are in no itemset of this column.
struct ItemColumn {
  std::vector<std::uint32_t> codes;
  std::size_t values = 0;
};

struct ItemsetQuery {
  const Scoring& scoring;
  const std::vector<ItemColumn>& columns;
  /// Rows to look at, ascending; empty: all.
  std::vector<std::uint32_t> rows;
  std::size_t depth = 3;       ///< most items of an itemset
  std::uint64_t min_rows = 1;  ///< least support, at least 1
  unsigned threads = 0;        ///< 0: all cores
};

/// All itemsets of at most `depth` items and at least `min_rows` rows, and first the one without
/// items; by number of items, then by their columns and values. Exact: support never grows with an
/// item more (Agrawal and Srikant 1994), so only frequent combinations are extended, column by
/// column, each by one pass over its rows.
std::vector<Itemset> frequent_itemsets(const ItemsetQuery& query);

}  // namespace lbl::bias
