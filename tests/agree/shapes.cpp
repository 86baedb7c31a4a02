// Sorts lines as a real table does.
#include "agree/shapes.hpp"

#include <algorithm>

namespace lbl::test {

void SpanBatch::add(double length, MarkedLines lines) {
  for (auto& line : lines) std::sort(line.begin(), line.end());
  std::sort(lines.begin(), lines.end());
  stored_.push_back(std::move(lines));
  // Moving the outer list leaves the pieces where they are.
  agree::ShapeItem<agree::Line> item{length, stored_.size(), {}};
  for (const auto& line : stored_.back()) item.lines.emplace_back(line);
  sample_.ratings += item.lines.size();
  ++sample_.items_rated;
  sample_.items.push_back(std::move(item));
}

MarkedLines alex_paul_suzan() {
  return {{{2, 9, 1}, {11, 17, 2}, {24, 30, 5}, {32, 36, 6}, {36, 44, 6}, {44, 60, 7}},
          {{2, 9, 1}, {11, 17, 3}, {19, 25, 5}, {32, 44, 6}},
          {{2, 9, 1}, {11, 17, 4}, {21, 27, 5}, {32, 36, 6}, {36, 40, 6}, {40, 44, 6}}};
}

double value_of(const std::vector<agree::ShapeScore>& scores, const std::string& metric,
                std::optional<std::uint32_t> label) {
  for (const agree::ShapeScore& score : scores) {
    if (score.metric == metric && score.label == label) return score.score.value.value_or(-99);
  }
  return -99;
}

}  // namespace lbl::test
