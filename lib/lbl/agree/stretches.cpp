// One sweep along a line: what lies over each stretch.
#include <algorithm>

#include "lbl/agree/shape_coefficient.hpp"

namespace lbl::agree {

std::uint32_t Stretcher::code_of(std::vector<std::uint32_t> labels) {
  if (labels.empty()) return 0;
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  if (labels.size() == 1) return 1 + labels.front();
  const auto found = std::find(sets_.begin(), sets_.end(), labels);
  const auto set = static_cast<std::size_t>(found - sets_.begin());
  if (found == sets_.end()) sets_.push_back(std::move(labels));
  return static_cast<std::uint32_t>(1 + labels_ + set);
}

std::vector<Stretch> Stretcher::stretches(Line line, double length) {
  std::vector<Stretch> stretches;
  std::vector<Piece> open;
  double at = 0;
  const auto go_to = [&](double place) {
    if (place <= at) return;
    std::vector<std::uint32_t> labels;
    for (const Piece& piece : open) labels.push_back(piece.label);
    stretches.push_back({at, place, code_of(std::move(labels))});
    at = place;
  };
  const auto close_until = [&](double place) {
    while (!open.empty()) {
      const auto first = std::min_element(
          open.begin(), open.end(), [](const Piece& a, const Piece& b) { return a.end < b.end; });
      if (first->end > place) return;
      go_to(first->end);
      open.erase(first);
    }
  };
  for (const Piece& piece : line) {
    close_until(piece.start);
    go_to(piece.start);
    open.push_back(piece);
  }
  close_until(length);
  go_to(length);
  return stretches;
}

}  // namespace lbl::agree
