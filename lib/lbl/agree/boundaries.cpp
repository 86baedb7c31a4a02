// Where annotators cut: boundary similarity, P_k and WindowDiff.
#include <algorithm>
#include <cmath>

#include "lbl/agree/shape_coefficient.hpp"

namespace lbl::agree {

namespace {

using Boundaries = std::vector<double>;

/// Starts and ends inside the item, each once.
Boundaries boundaries_of(Line line, double length) {
  Boundaries boundaries;
  for (const Piece& piece : line) {
    for (const double place : {piece.start, piece.end}) {
      if (place > 0 && place < length) boundaries.push_back(place);
    }
  }
  std::sort(boundaries.begin(), boundaries.end());
  boundaries.erase(std::unique(boundaries.begin(), boundaries.end()), boundaries.end());
  return boundaries;
}

/// Calls visit(a, b) for the boundaries of every two lines of an item.
template <class Visit>
void for_each_two(const ShapeItem<Line>& item, Visit&& visit) {
  std::vector<Boundaries> lines;
  for (const Line line : item.lines) lines.push_back(boundaries_of(line, item.length));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t j = i + 1; j < lines.size(); ++j) visit(lines[i], lines[j]);
  }
}

/// What it takes to make one set of boundaries of the other.
struct Edits {
  double cost = 0, boundaries = 0;
};

/// Equal boundaries match; of the rest those less than n_t places apart are moved, at distance /
/// n_t each, and all others are added or taken away (Fournier 2013, section 3).
Edits edits_between(const Boundaries& a, const Boundaries& b, double place) {
  constexpr double kMoveLimit = 2;  // n_t
  Boundaries only_a, only_b;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(only_a));
  std::set_difference(b.begin(), b.end(), a.begin(), a.end(), std::back_inserter(only_b));
  Edits edits;
  edits.boundaries = static_cast<double>(a.size() - only_a.size());
  std::size_t i = 0, j = 0;
  while (i < only_a.size() && j < only_b.size()) {
    const double distance = std::fabs(only_a[i] - only_b[j]) / place;
    if (distance < kMoveLimit) {
      edits.cost += distance / kMoveLimit;
      ++i, ++j;
    } else {
      edits.cost += 1;
      (only_a[i] < only_b[j] ? i : j) += 1;
    }
    edits.boundaries += 1;
  }
  const auto left = static_cast<double>(only_a.size() - i + only_b.size() - j);
  edits.cost += left;
  edits.boundaries += left;
  return edits;
}

/// How many of a sliding window's places, and where the reference differs from the other.
struct Windows {
  double differ_in_part = 0;   ///< one has a boundary within, the other none (P_k)
  double differ_in_count = 0;  ///< another number of boundaries (WindowDiff)
  double all = 0;
};

/// Half the mean segment of the reference; whole characters.
double window_of(const Boundaries& reference, double length, Extent extent) {
  const double half = length / (static_cast<double>(reference.size()) + 1) / 2;
  return extent == Extent::counted ? std::max(1.0, std::round(half)) : half;
}

/// The window [t, t + width] holds a boundary b when t < b <= t + width; t goes from 0 to length -
/// width. Between two such events nothing changes, so characters need not be visited one by one.
Windows compare_windows(const Boundaries& reference, const Boundaries& other, double length,
                        Extent extent) {
  Windows windows;
  const double width = window_of(reference, length, extent);
  const double last = length - width;
  if (!(last > 0)) return windows;
  std::vector<double> events = {0, last};
  for (const Boundaries* line : {&reference, &other}) {
    for (const double boundary : *line) {
      for (const double event : {boundary, boundary - width}) {
        if (event > 0 && event < last) events.push_back(event);
      }
    }
  }
  std::sort(events.begin(), events.end());
  const auto within = [&](const Boundaries& line, double middle) {
    return std::upper_bound(line.begin(), line.end(), middle + width) -
           std::upper_bound(line.begin(), line.end(), middle);
  };
  for (std::size_t i = 0; i + 1 < events.size(); ++i) {
    const double middle = (events[i] + events[i + 1]) / 2, size = events[i + 1] - events[i];
    const auto here = within(reference, middle), there = within(other, middle);
    if ((here > 0) != (there > 0)) windows.differ_in_part += size;
    if (here != there) windows.differ_in_count += size;
  }
  windows.all = last;
  return windows;
}

Score window_score(const UnitSample& sample, double Windows::*differing) {
  RatioScore score;
  for (const ShapeItem<Line>& item : sample.items) {
    double differ = 0, all = 0;
    for_each_two(item, [&](const Boundaries& a, const Boundaries& b) {
      for (const Windows& windows : {compare_windows(a, b, item.length, sample.extent),
                                     compare_windows(b, a, item.length, sample.extent)}) {
        differ += windows.*differing;
        all += windows.all;
      }
    });
    score.add(differ, all);
  }
  return score.ratio();
}

}  // namespace

std::vector<ShapeScore> boundary_similarity(const UnitSample& sample, const ShapeAsk& ask) {
  if (ask.detail == ShapeDetail::labels) return {};
  const double place = sample.extent == Extent::counted ? 1 : 0.5;
  RatioScore score;
  for (const ShapeItem<Line>& item : sample.items) {
    Edits sum;
    for_each_two(item, [&](const Boundaries& a, const Boundaries& b) {
      const Edits edits = edits_between(a, b, place);
      sum.cost += edits.cost;
      sum.boundaries += edits.boundaries;
    });
    score.add(sum.boundaries - sum.cost, sum.boundaries);
  }
  return {{"", {}, score.ratio()}};
}

std::vector<ShapeScore> p_k(const UnitSample& sample, const ShapeAsk& ask) {
  if (ask.detail == ShapeDetail::labels) return {};
  return {{"", {}, window_score(sample, &Windows::differ_in_part)}};
}

std::vector<ShapeScore> window_diff(const UnitSample& sample, const ShapeAsk& ask) {
  if (ask.detail == ShapeDetail::labels) return {};
  return {{"", {}, window_score(sample, &Windows::differ_in_count)}};
}

}  // namespace lbl::agree
