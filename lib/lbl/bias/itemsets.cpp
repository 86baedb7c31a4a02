// Every combination of field values that is frequent enough, with what its rows add up to.
#include "lbl/bias/itemsets.hpp"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <utility>

#include "lbl/base/threads.hpp"

namespace lbl::bias {
namespace {

constexpr std::size_t kFewClasses = 64;

/// The class of each row in a byte, where there are few; the last one is for rows that do not
/// count.
std::vector<std::uint8_t> small_classes(const Scoring& scoring) {
  const std::size_t classes = scoring.first.size() - 1;
  if (classes >= kFewClasses) return {};
  std::vector<std::uint8_t> small(scoring.rows.size());
  std::transform(
      scoring.rows.classes.begin(), scoring.rows.classes.end(), small.begin(),
      [&](std::uint32_t row_class) {
        return static_cast<std::uint8_t>(row_class == Scoring::kNotCounted ? classes : row_class);
      });
  return small;
}

/// Adds rows to cells: by counting the classes of each where there are few, which is one addition a
/// row; else amount by amount.
class CellSums {
 public:
  CellSums(const Scoring& scoring, const std::vector<std::uint8_t>& classes, std::size_t cells)
      : scoring_(scoring), classes_(classes), width_(scoring.first.size()) {
    if (!classes_.empty() || scoring.rows.size() == 0) {
      counts_.assign(cells * width_, 0);
    } else {
      sums_.resize(cells);
      for (Itemset& sums : sums_) make_room(sums);
    }
  }

  template <class RowAt, class CellAt>
  void add(std::size_t count, RowAt&& row_at, CellAt&& cell_at) {
    if (sums_.empty()) {
      const std::uint8_t* classes = classes_.data();
      std::uint32_t* counts = counts_.data();
      const std::size_t width = width_;
      for (std::size_t i = 0; i < count; ++i) ++counts[cell_at(i) * width + classes[row_at(i)]];
      return;
    }
    for (std::size_t i = 0; i < count; ++i) {
      add_class(scoring_.rows.classes[row_at(i)], 1, sums_[cell_at(i)]);
    }
  }

  std::uint64_t rows(std::size_t cell) const {
    if (!sums_.empty()) return sums_[cell].rows;
    const auto begin = counts_.begin() + static_cast<std::ptrdiff_t>(cell * width_);
    return std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(width_), std::uint64_t{0});
  }

  Itemset sums(std::size_t cell) const {
    if (!sums_.empty()) return sums_[cell];
    Itemset sums;
    make_room(sums);
    for (std::size_t c = 0; c < width_; ++c) {
      const bool counts = c + 1 < width_;
      add_class(counts ? static_cast<std::uint32_t>(c) : Scoring::kNotCounted,
                counts_[cell * width_ + c], sums);
    }
    return sums;
  }

 private:
  void make_room(Itemset& sums) const {
    sums.amounts.assign(scoring_.targets.size(), 0);
    if (!scoring_.is_share) sums.squares.assign(scoring_.targets.size(), 0);
  }

  void add_class(std::uint32_t row_class, std::uint64_t rows, Itemset& sums) const {
    sums.rows += rows;
    if (row_class == Scoring::kNotCounted) return;
    sums.counted += rows;
    for (std::uint32_t i = scoring_.first[row_class]; i < scoring_.first[row_class + 1]; ++i) {
      const Score& score = scoring_.scores[i];
      sums.amounts[score.target] += score.amount * rows;
      if (!sums.squares.empty()) {
        sums.squares[score.target] += static_cast<Sum>(score.amount) * score.amount * rows;
      }
    }
  }

  const Scoring& scoring_;
  const std::vector<std::uint8_t>& classes_;
  std::size_t width_;
  std::vector<std::uint32_t> counts_;
  std::vector<Itemset> sums_;
};

/// Frequent itemsets over the same columns, and the rows that are in one of them.
struct Node {
  std::vector<std::uint32_t> rows, ids;  ///< ids: index into `sets`
  std::vector<std::vector<Item>> sets;
};

class Explorer {
 public:
  explicit Explorer(const ItemsetQuery& query)
      : query_(query), classes_(small_classes(query.scoring)), rows_(query.rows) {
    if (rows_.empty()) {
      rows_.resize(query.scoring.rows.size());
      std::iota(rows_.begin(), rows_.end(), 0u);
    }
  }

  std::vector<Itemset> run() {
    add_all_rows();
    if (query_.depth > 0) add_single_values();
    if (query_.depth > 1) add_pairs();
    std::sort(found_.begin(), found_.end(), [](const Itemset& a, const Itemset& b) {
      if (a.items.size() != b.items.size()) return a.items.size() < b.items.size();
      return a.items < b.items;
    });
    return std::move(found_);
  }

 private:
  void add_all_rows() {
    CellSums sums(query_.scoring, classes_, 1);
    sums.add(
        rows_.size(), [&](std::size_t i) { return rows_[i]; },
        [](std::size_t) { return std::size_t{0}; });
    found_.push_back(sums.sums(0));
  }

  /// Counts the values of each column and numbers the frequent ones anew: codes_, values_.
  void add_single_values() {
    codes_.resize(query_.columns.size());
    values_.resize(query_.columns.size());
    base::parallel_for(query_.threads, query_.columns.size(), [&](std::size_t c) {
      const ItemColumn& column = query_.columns[c];
      const auto none = static_cast<std::uint32_t>(column.values);
      std::vector<std::uint64_t> support(column.values + 1, 0);
      for (const std::uint32_t row : rows_) ++support[std::min(column.codes[row], none)];
      std::vector<std::uint32_t> number(column.values + 1, 0);
      for (std::uint32_t value = 0; value < none; ++value) {
        if (support[value] < query_.min_rows) continue;
        number[value] = static_cast<std::uint32_t>(values_[c].size());
        values_[c].push_back(value);
      }
      const auto rare = static_cast<std::uint32_t>(values_[c].size());
      for (std::uint32_t value = 0; value <= none; ++value) {
        if (value == none || support[value] < query_.min_rows) number[value] = rare;
      }
      codes_[c].resize(column.codes.size());
      std::transform(column.codes.begin(), column.codes.end(), codes_[c].begin(),
                     [&](std::uint32_t code) { return number[std::min(code, none)]; });
      add_column(static_cast<std::uint32_t>(c));
    });
  }

  void add_column(std::uint32_t c) {
    CellSums sums(query_.scoring, classes_, values_[c].size() + 1);
    sums.add(
        rows_.size(), [&](std::size_t i) { return rows_[i]; },
        [&](std::size_t i) { return static_cast<std::size_t>(codes_[c][rows_[i]]); });
    for (std::size_t value = 0; value < values_[c].size(); ++value) {
      emit(sums.sums(value), {{c, values_[c][value]}});
    }
  }

  void emit(Itemset sums, std::vector<Item> items) {
    sums.items = std::move(items);
    const std::lock_guard lock(mutex_);
    found_.push_back(std::move(sums));
  }

  void add_pairs() {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::uint32_t a = 0; a < codes_.size(); ++a) {
      for (std::uint32_t b = a + 1; b < codes_.size(); ++b) pairs.emplace_back(a, b);
    }
    base::parallel_for(query_.threads, pairs.size(), [&](std::size_t i) {
      const auto [a, b] = pairs[i];
      std::vector<std::vector<Item>> sets;
      for (const std::uint32_t value : values_[a]) sets.push_back({{a, value}});
      const std::vector<std::uint32_t>& ids = codes_[a];
      const Node pair = extended(
          rows_.size(), [&](std::size_t at) { return rows_[at]; },
          [&](std::size_t at) { return ids[rows_[at]]; }, sets, b);
      explore(pair, b + 1, 2);
    });
  }

  /// Extends `node` by each column from `next` on.
  void explore(const Node& node, std::uint32_t next, std::size_t depth) {
    if (depth == query_.depth || node.sets.empty()) return;
    for (std::uint32_t column = next; column < codes_.size(); ++column) {
      const Node child = extended(
          node.rows.size(), [&](std::size_t at) { return node.rows[at]; },
          [&](std::size_t at) { return node.ids[at]; }, node.sets, column);
      explore(child, column + 1, depth + 1);
    }
  }

  /// The frequent itemsets that are one of `sets` and a value of `column`. Rows with the id
  /// sets.size() are in none of them.
  template <class RowAt, class IdAt>
  Node extended(std::size_t count, RowAt&& row_at, IdAt&& id_at,
                const std::vector<std::vector<Item>>& sets, std::uint32_t column) {
    const std::vector<std::uint32_t>& codes = codes_[column];
    const std::size_t values = values_[column].size();
    const auto cell_at = [&](std::size_t i) { return id_at(i) * (values + 1) + codes[row_at(i)]; };
    CellSums sums(query_.scoring, classes_, (sets.size() + 1) * (values + 1));
    sums.add(count, row_at, cell_at);
    Node node;
    std::vector<std::uint32_t> child((sets.size() + 1) * (values + 1), kNoChild);
    for (std::size_t set = 0; set < sets.size(); ++set) {
      for (std::size_t value = 0; value < values; ++value) {
        const std::size_t cell = set * (values + 1) + value;
        if (sums.rows(cell) < query_.min_rows) continue;
        child[cell] = static_cast<std::uint32_t>(node.sets.size());
        node.sets.push_back(sets[set]);
        node.sets.back().push_back({column, values_[column][value]});
        emit(sums.sums(cell), node.sets.back());
      }
    }
    if (node.sets.empty() || node.sets.front().size() == query_.depth) return node;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t id = child[cell_at(i)];
      if (id == kNoChild) continue;
      node.rows.push_back(row_at(i));
      node.ids.push_back(id);
    }
    return node;
  }

  static constexpr std::uint32_t kNoChild = 0xFFFFFFFFu;

  const ItemsetQuery& query_;
  const std::vector<std::uint8_t> classes_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::vector<std::uint32_t>> codes_;   ///< per column: frequent values, then the rest
  std::vector<std::vector<std::uint32_t>> values_;  ///< per column: the frequent values
  std::mutex mutex_;
  std::vector<Itemset> found_;
};

}  // namespace

std::vector<Itemset> frequent_itemsets(const ItemsetQuery& query) {
  return Explorer(query).run();
}

}  // namespace lbl::bias
