// Krippendorff's alpha_U: squared differences of units and gaps, observed and by chance.
#include <algorithm>
#include <cmath>
#include <map>

#include "lbl/agree/shape_coefficient.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

namespace {

using stats::ExactSum;

/// The units of one label in one line, merged where they overlap, and the gaps between them.
struct Placement {
  std::vector<Piece> units;
  std::vector<double> gaps;
};

Placement placement_of(Line line, std::uint32_t label, double length) {
  Placement placement;
  for (const Piece& piece : line) {
    if (piece.label != label) continue;
    std::vector<Piece>& units = placement.units;
    if (!units.empty() && piece.start < units.back().end) {
      units.back().end = std::max(units.back().end, piece.end);
    } else {
      units.push_back(piece);
    }
  }
  double at = 0;
  for (const Piece& unit : placement.units) {
    if (unit.start > at) placement.gaps.push_back(unit.start - at);
    at = unit.end;
  }
  if (length > at) placement.gaps.push_back(length - at);
  return placement;
}

/// Squared differences between the units of two lines: of the ends where they overlap, the length
/// of a unit that lies in a gap of the other (1995, eq. 4).
double difference(const std::vector<Piece>& a, const std::vector<Piece>& b) {
  double sum = 0;
  std::size_t from = 0;
  for (const Piece& unit : a) {
    while (from < b.size() && b[from].end <= unit.start) ++from;
    bool alone = true;
    for (std::size_t i = from; i < b.size() && b[i].start < unit.end; ++i) {
      const double start = unit.start - b[i].start, end = unit.end - b[i].end;
      sum += start * start + end * end;
      alone = false;
    }
    if (alone) sum += unit.length() * unit.length();
  }
  return sum;
}

/// Units and gaps of one label over all items, sorted, with sums up to each: what the chance of a
/// unit falling into a gap takes.
class Lengths {
 public:
  explicit Lengths(double step) : step_(step) {}

  void add(const Placement& placement) {
    for (const Piece& unit : placement.units) units_.push_back(unit.length());
    gaps_.insert(gaps_.end(), placement.gaps.begin(), placement.gaps.end());
  }

  void close() {
    std::sort(units_.begin(), units_.end());
    std::sort(gaps_.begin(), gaps_.end(), std::greater<>());
    sums_.assign(1, 0);
    for (const double gap : gaps_) sums_.push_back(sums_.back() + gap);
    squares_.assign(1, 0);
    cubes_.assign(1, 0);
    for (const double unit : units_) {
      squares_.push_back(squares_.back() + unit * unit);
      cubes_.push_back(cubes_.back() + unit * unit * unit);
    }
  }

  double count() const { return static_cast<double>(units_.size()); }
  const std::vector<double>& units() const { return units_; }

  /// l^2 (gap - l + 1) over all gaps that hold a unit of length l; measured, without the 1.
  double of_unit(double unit) const {
    const auto end =
        std::partition_point(gaps_.begin(), gaps_.end(), [&](double gap) { return gap >= unit; });
    const auto fit = static_cast<std::size_t>(end - gaps_.begin());
    return unit * unit * (sums_[fit] - static_cast<double>(fit) * (unit - step_));
  }

  /// The same over all units that a gap holds.
  double of_gap(double gap) const {
    const auto fit = static_cast<std::size_t>(std::upper_bound(units_.begin(), units_.end(), gap) -
                                              units_.begin());
    return squares_[fit] * (gap + step_) - cubes_[fit];
  }

 private:
  double step_;
  std::vector<double> units_, gaps_;  ///< ascending; descending
  std::vector<double> sums_, squares_, cubes_;
};

/// What one item holds of one label.
struct ItemPart {
  std::size_t item;
  double difference;  ///< sum over ordered pairs of lines / (m - 1)
  std::vector<Placement> placements;
};

/// One label over all items.
class LabelPart {
 public:
  explicit LabelPart(Extent extent) : step_(extent == Extent::counted ? 1 : 0), lengths_(step_) {}

  void add(std::size_t index, const ShapeItem<Line>& item, std::uint32_t label) {
    ItemPart part{index, 0, {}};
    for (const Line line : item.lines) {
      part.placements.push_back(placement_of(line, label, item.length));
      lengths_.add(part.placements.back());
    }
    for (std::size_t i = 0; i < item.lines.size(); ++i) {
      for (std::size_t j = i + 1; j < item.lines.size(); ++j) {
        const auto& a = part.placements[i].units;
        const auto& b = part.placements[j].units;
        part.difference += pair_difference(a, b);
      }
    }
    part.difference *= 2 / (static_cast<double>(item.lines.size()) - 1);
    items_.push_back(std::move(part));
  }

  /// All lines are over this much of continuum; those without the label have gaps only.
  void close(double all_lines) {
    lengths_.close();
    ExactSum spread, sizes, chance, differences;
    for (const double unit : lengths_.units()) {
      spread.add(size_term(unit));
      sizes.add(unit * (unit - step_));
      chance.add(lengths_.of_unit(unit));
    }
    for (const ItemPart& part : items_) differences.add(part.difference);
    difference_ = differences.value();
    size_terms_ = spread.value();
    pairs_ = all_lines * (all_lines - step_) - sizes.value();
    chance_ = (lengths_.count() - 1) * size_terms_ + chance.value();
  }

  double difference() const { return difference_; }
  double expected() const { return pairs_ > 0 ? chance_ / pairs_ : 0; }

  /// Adds the derivatives of difference() and expected() by the weight of each item.
  void add_moves(const std::vector<double>& lines_of_item, double all_lines,
                 std::vector<double>& observed, std::vector<double>& by_chance) const {
    std::vector<double> share(lines_of_item);  // d pairs_ by the lengths of the lines
    for (double& part : share) part *= -(2 * all_lines - step_) * chance_ / (pairs_ * pairs_);
    for (const ItemPart& part : items_) {
      observed[part.item] += part.difference;
      double moved = 0, sizes = 0;
      for (const Placement& placement : part.placements) {
        for (const Piece& unit : placement.units) {
          const double length = unit.length();
          moved +=
              size_terms_ + (lengths_.count() - 1) * size_term(length) + lengths_.of_unit(length);
          sizes += length * (length - step_);
        }
        for (const double gap : placement.gaps) moved += lengths_.of_gap(gap);
      }
      share[part.item] += moved / pairs_ + sizes * chance_ / (pairs_ * pairs_);
    }
    for (std::size_t i = 0; i < share.size(); ++i) by_chance[i] += share[i];
  }

 private:
  static double pair_difference(const std::vector<Piece>& a, const std::vector<Piece>& b) {
    double sum = agree::difference(a, b);
    // Units of the other that lie in a gap; overlaps are counted already.
    std::size_t from = 0;
    for (const Piece& unit : b) {
      while (from < a.size() && a[from].end <= unit.start) ++from;
      if (from < a.size() && a[from].start < unit.end) continue;
      sum += unit.length() * unit.length();
    }
    return sum;
  }

  /// (2 l^3 - 3 l^2 + l) / 3: two units of one label, placed by chance (1995, eq. 7).
  double size_term(double unit) const {
    return (2 * unit * unit * unit - step_ * (3 * unit * unit - unit)) / 3;
  }

  double step_;
  std::vector<ItemPart> items_;
  Lengths lengths_;
  double difference_ = 0, size_terms_ = 0, pairs_ = 0, chance_ = 0;
};

/// 1 - observed / expected over some labels.
Score score_of(const std::vector<const LabelPart*>& parts, const std::vector<double>& lines_of_item,
               double all_lines) {
  ExactSum differences, chances;
  for (const LabelPart* part : parts) {
    differences.add(part->difference());
    chances.add(part->expected());
  }
  const double chance = chances.value();
  if (parts.empty() || !(all_lines > 0)) return nothing_marked();
  if (!(chance > 0)) {
    return undefined_score("no-gaps",
                           "units fill all that there is, so there is no chance to correct for");
  }
  const double ratio = differences.value() / (2 * all_lines * chance);
  std::vector<double> observed(lines_of_item.size(), 0), by_chance(lines_of_item.size(), 0);
  for (const LabelPart* part : parts) {
    part->add_moves(lines_of_item, all_lines, observed, by_chance);
  }
  Score score;
  score.value = 1 - ratio;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    score.influence.push_back(ratio * (lines_of_item[i] / all_lines + by_chance[i] / chance) -
                              observed[i] / (2 * all_lines * chance));
  }
  return score;
}

}  // namespace

// D_o = sum of differences / (T L) and D_e = 2 / L x chance / pairs, with L the length of all
// items, which cancels, and T that of all lines (m L when every annotator answered all).
std::vector<ShapeScore> alpha_u(const UnitSample& sample, const ShapeAsk& ask) {
  std::vector<double> lines_of_item;
  for (const ShapeItem<Line>& item : sample.items) {
    lines_of_item.push_back(item.length * static_cast<double>(item.lines.size()));
  }
  const double all_lines = stats::exact_sum(lines_of_item);
  std::vector<std::optional<LabelPart>> by_label(sample.labels);
  for (const ShapeItem<Line>& item : sample.items) {
    for (const Line line : item.lines) {
      for (const Piece& piece : line) {
        if (!by_label[piece.label]) by_label[piece.label].emplace(sample.extent);
      }
    }
  }
  std::vector<const LabelPart*> parts;
  for (std::uint32_t label = 0; label < sample.labels; ++label) {
    std::optional<LabelPart>& part = by_label[label];
    if (!part) continue;
    for (std::size_t i = 0; i < sample.items.size(); ++i) part->add(i, sample.items[i], label);
    part->close(all_lines);
    parts.push_back(&*part);
  }
  if (ask.detail == ShapeDetail::whole)
    return {{"", {}, score_of(parts, lines_of_item, all_lines)}};
  std::vector<ShapeScore> scores;
  for (std::uint32_t label = 0; label < sample.labels; ++label) {
    parts.clear();
    if (by_label[label]) parts.push_back(&*by_label[label]);
    scores.push_back({"", label, score_of(parts, lines_of_item, all_lines)});
  }
  return scores;
}

}  // namespace lbl::agree
