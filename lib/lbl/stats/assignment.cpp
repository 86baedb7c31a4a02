// One shortest path a row, over reduced costs that never get negative.
#include "lbl/stats/assignment.hpp"

#include <algorithm>
#include <functional>
#include <queue>

namespace lbl::stats {

namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFFu;

/// Rows are added one by one; costs are gains below 0, and staying alone costs 0.
class Matcher {
 public:
  Matcher(std::size_t rows, std::size_t columns, const std::vector<MatchEdge>& edges)
      : begin_(rows + 1, 0),
        of_row_(edges.size()),
        row_potential_(rows, 0),
        column_potential_(columns, 0),
        column_of_(rows, kNone),
        row_of_(columns, kNone),
        distance_(columns, 0),
        from_row_(columns, kNone),
        state_(columns, Seen::never) {
    for (const MatchEdge& edge : edges) ++begin_[edge.row + 1];
    for (std::size_t row = 0; row < rows; ++row) begin_[row + 1] += begin_[row];
    std::vector<std::size_t> at(begin_.begin(), begin_.end() - 1);
    for (const MatchEdge& edge : edges) of_row_[at[edge.row]++] = edge;
  }

  void add(std::uint32_t row) {
    double least = 0;
    for (std::size_t e = begin_[row]; e < begin_[row + 1]; ++e) {
      least = std::min(least, -of_row_[e].gain - column_potential_[of_row_[e].column]);
    }
    row_potential_[row] = least;
    const Way way = shortest_way(row);
    settle(row, way.length);
    turn(way);
  }

  Matching matching() const {
    Matching result;
    for (std::uint32_t row = 0; row < column_of_.size(); ++row) {
      if (column_of_[row] == kNone) continue;
      result.pairs.emplace_back(row, column_of_[row]);
      result.gain += gain_of(row, column_of_[row]);
    }
    return result;
  }

 private:
  enum class Seen : std::uint8_t { never, reached, settled };

  /// A way ends at a free column, or at a row that is left alone.
  struct Way {
    double length;
    std::uint32_t column = kNone, lone_row = kNone;
  };

  double gain_of(std::uint32_t row, std::uint32_t column) const {
    double gain = 0;
    for (std::size_t e = begin_[row]; e < begin_[row + 1]; ++e) {
      if (of_row_[e].column == column) gain = std::max(gain, of_row_[e].gain);
    }
    return gain;
  }

  Way shortest_way(std::uint32_t start) {
    using Entry = std::pair<double, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    Way best{-row_potential_[start], kNone, start};
    reached_.clear();
    const auto scan = [&](std::uint32_t row, double base) {
      for (std::size_t e = begin_[row]; e < begin_[row + 1]; ++e) {
        const std::uint32_t column = of_row_[e].column;
        if (state_[column] == Seen::settled) continue;
        const double reduced =
            std::max(0.0, -of_row_[e].gain - row_potential_[row] - column_potential_[column]);
        const double length = base + reduced;
        if (length >= best.length) continue;
        if (state_[column] == Seen::reached && length >= distance_[column]) continue;
        if (state_[column] == Seen::never) reached_.push_back(column);
        state_[column] = Seen::reached;
        distance_[column] = length;
        from_row_[column] = row;
        open.emplace(length, column);
      }
    };
    scan(start, 0);
    while (!open.empty()) {
      const auto [length, column] = open.top();
      open.pop();
      if (length >= best.length) break;
      if (state_[column] == Seen::settled || length > distance_[column]) continue;
      state_[column] = Seen::settled;
      const std::uint32_t row = row_of_[column];
      if (row == kNone) {
        best = {length, column, kNone};
        break;
      }
      const double alone = length - row_potential_[row];
      if (alone < best.length) best = {alone, kNone, row};
      scan(row, length);
    }
    return best;
  }

  /// Moves the potentials so that reduced costs stay above 0 and are 0 along the way.
  void settle(std::uint32_t start, double length) {
    row_potential_[start] += length;
    for (const std::uint32_t column : reached_) {
      const bool settled = state_[column] == Seen::settled;
      state_[column] = Seen::never;
      const double shift = length - distance_[column];
      if (!settled || shift <= 0) continue;
      column_potential_[column] -= shift;
      if (row_of_[column] != kNone) row_potential_[row_of_[column]] += shift;
    }
  }

  void turn(const Way& way) {
    std::uint32_t column = way.column;
    if (column == kNone) column = std::exchange(column_of_[way.lone_row], kNone);
    while (column != kNone) {
      const std::uint32_t row = from_row_[column];
      row_of_[column] = row;
      column = std::exchange(column_of_[row], column);
    }
  }

  std::vector<std::size_t> begin_;
  std::vector<MatchEdge> of_row_;
  std::vector<double> row_potential_, column_potential_;
  std::vector<std::uint32_t> column_of_, row_of_;
  std::vector<double> distance_;
  std::vector<std::uint32_t> from_row_, reached_;
  std::vector<Seen> state_;
};

}  // namespace

Matching best_matching(std::size_t rows, std::size_t columns, const std::vector<MatchEdge>& edges) {
  Matcher matcher(rows, columns, edges);
  for (std::uint32_t row = 0; row < rows; ++row) matcher.add(row);
  return matcher.matching();
}

}  // namespace lbl::stats
