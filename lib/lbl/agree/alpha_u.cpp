// Krippendorff's alpha_U: squared differences of units and gaps, observed and by chance.
#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

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

using Counts = std::span<const std::uint64_t>;  ///< by item; empty: once each

/// Lengths of units or gaps, ascending, with the items that have one of each.
class Lengths {
 public:
  void add(double length, std::uint32_t item) { all_.emplace_back(length, item); }

  void sort() {
    std::sort(all_.begin(), all_.end());
    for (std::size_t at = 0; at < all_.size(); ++at) {
      if (at == 0 || all_[at].first != all_[at - 1].first) begin_.push_back(at);
    }
    begin_.push_back(all_.size());
  }

  std::size_t size() const { return begin_.size() - 1; }  ///< different lengths
  double length(std::size_t number) const { return all_[begin_[number]].first; }
  /// How often one of them comes: a whole number, so that no order of the items changes it.
  double times(std::size_t number, Counts counts) const {
    if (counts.empty()) return static_cast<double>(begin_[number + 1] - begin_[number]);
    std::uint64_t times = 0;
    for (std::size_t at = begin_[number]; at < begin_[number + 1]; ++at) {
      times += counts[all_[at].second];
    }
    return static_cast<double>(times);
  }
  /// How many different lengths are shorter.
  std::size_t below(double length) const {
    return first_where([&](double other) { return other >= length; });
  }
  /// How many different lengths are at most that long.
  std::size_t up_to(double length) const {
    return first_where([&](double other) { return other > length; });
  }

 private:
  // How many different lengths come before the first that `is_past`.
  template <class IsPast>
  std::size_t first_where(IsPast&& is_past) const {
    const auto last = begin_.end() - 1;
    const auto at = std::partition_point(
        begin_.begin(), last, [&](std::size_t begin) { return !is_past(all_[begin].first); });
    return static_cast<std::size_t>(at - begin_.begin());
  }

  std::vector<std::pair<double, std::uint32_t>> all_;
  std::vector<std::size_t> begin_;  ///< of each different length in `all_`; and the end
};

/// Units and gaps of one label over all items.
struct LabelLengths {
  double step = 0;
  Lengths units, gaps;

  void add(const Placement& placement, std::uint32_t item) {
    for (const Piece& unit : placement.units) units.add(unit.length(), item);
    for (const double gap : placement.gaps) gaps.add(gap, item);
  }
};

/// Sums of lengths up to each, when items count so often: what the chance of a unit falling into a
/// gap takes.
class LengthSums {
 public:
  LengthSums(const LabelLengths& lengths, Counts counts) : lengths_(lengths) {
    for (std::size_t i = 0; i < lengths.gaps.size(); ++i) {
      const double times = lengths.gaps.times(i, counts);
      gap_counts_.push_back(gap_counts_.back() + times);
      gap_sums_.push_back(gap_sums_.back() + times * lengths.gaps.length(i));
    }
    for (std::size_t i = 0; i < lengths.units.size(); ++i) {
      const double unit = lengths.units.length(i);
      unit_times_.push_back(lengths.units.times(i, counts));
      count_ += unit_times_.back();
      squares_.push_back(squares_.back() + unit_times_.back() * unit * unit);
      cubes_.push_back(cubes_.back() + unit_times_.back() * unit * unit * unit);
    }
  }

  double count() const { return count_; }  ///< of units
  double unit_times(std::size_t number) const { return unit_times_[number]; }

  /// l^2 (gap - l + 1) over all gaps that hold a unit of length l; measured, without the 1.
  double of_unit(double unit) const {
    const std::size_t shorter = lengths_.gaps.below(unit);
    const double sum = gap_sums_.back() - gap_sums_[shorter];
    const double fit = gap_counts_.back() - gap_counts_[shorter];
    return unit * unit * (sum - fit * (unit - lengths_.step));
  }

  /// The same over all units that a gap holds.
  double of_gap(double gap) const {
    const std::size_t fit = lengths_.units.up_to(gap);
    return squares_[fit] * (gap + lengths_.step) - cubes_[fit];
  }

 private:
  const LabelLengths& lengths_;
  std::vector<double> gap_counts_ = {0}, gap_sums_ = {0}, squares_ = {0}, cubes_ = {0};
  std::vector<double> unit_times_;
  double count_ = 0;
};

/// What one item holds of one label.
struct ItemPart {
  double difference = 0;  ///< sum over ordered pairs of lines / (m - 1)
  std::vector<Placement> placements;
};

/// One label over all items, as often as they count.
struct LabelSums {
  LengthSums lengths;
  double difference = 0, size_terms = 0, pairs = 0, chance = 0;

  double expected() const { return pairs > 0 ? chance / pairs : 0; }
};

/// One label over all items.
class LabelPart {
 public:
  explicit LabelPart(Extent extent) { lengths_.step = extent == Extent::counted ? 1 : 0; }

  /// Items come in their order; their numbers are those of counts.
  void add(const ShapeItem<Line>& item, std::uint32_t label) {
    ItemPart part;
    for (const Line line : item.lines) {
      part.placements.push_back(placement_of(line, label, item.length));
      lengths_.add(part.placements.back(), static_cast<std::uint32_t>(items_.size()));
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

  void close() {
    lengths_.units.sort();
    lengths_.gaps.sort();
  }

  /// All lines are over this much of continuum; those without the label have gaps only.
  LabelSums sums(double all_lines, Counts counts) const {
    LabelSums sums{LengthSums(lengths_, counts)};
    const double step = lengths_.step;
    ExactSum spread, sizes, chance, differences;
    for (std::size_t i = 0; i < lengths_.units.size(); ++i) {
      const double unit = lengths_.units.length(i), times = sums.lengths.unit_times(i);
      spread.add(times * size_term(unit));
      sizes.add(times * (unit * (unit - step)));
      chance.add(times * sums.lengths.of_unit(unit));
    }
    for (std::size_t i = 0; i < items_.size(); ++i) {
      differences.add(items_[i].difference *
                      (counts.empty() ? 1.0 : static_cast<double>(counts[i])));
    }
    sums.difference = differences.value();
    sums.size_terms = spread.value();
    sums.pairs = all_lines * (all_lines - step) - sizes.value();
    sums.chance = (sums.lengths.count() - 1) * sums.size_terms + chance.value();
    return sums;
  }

  /// Adds the derivatives of difference and expected() by the weight of each item.
  void add_moves(const LabelSums& sums, const std::vector<double>& lines_of_item, double all_lines,
                 std::vector<double>& observed, std::vector<double>& by_chance) const {
    const double step = lengths_.step;
    std::vector<double> share(lines_of_item);  // d pairs by the lengths of the lines
    for (double& part : share) {
      part *= -(2 * all_lines - step) * sums.chance / (sums.pairs * sums.pairs);
    }
    for (std::size_t item = 0; item < items_.size(); ++item) {
      observed[item] += items_[item].difference;
      double moved = 0, sizes = 0;
      for (const Placement& placement : items_[item].placements) {
        for (const Piece& unit : placement.units) {
          const double length = unit.length();
          moved += sums.size_terms + (sums.lengths.count() - 1) * size_term(length) +
                   sums.lengths.of_unit(length);
          sizes += length * (length - step);
        }
        for (const double gap : placement.gaps) moved += sums.lengths.of_gap(gap);
      }
      share[item] += moved / sums.pairs + sizes * sums.chance / (sums.pairs * sums.pairs);
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
    return (2 * unit * unit * unit - lengths_.step * (3 * unit * unit - unit)) / 3;
  }

  std::vector<ItemPart> items_;
  LabelLengths lengths_;
};

/// The labels of a sample, and what its lines are over.
struct Continuum {
  std::vector<double> lines_of_item;
  std::vector<std::optional<LabelPart>> by_label;

  double all_lines(Counts counts) const {
    if (counts.empty()) return stats::exact_sum(lines_of_item);
    ExactSum sum;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      sum.add(lines_of_item[i] * static_cast<double>(counts[i]));
    }
    return sum.value();
  }
};

std::shared_ptr<const Continuum> continuum_of(const UnitSample& sample) {
  auto continuum = std::make_shared<Continuum>();
  continuum->by_label.resize(sample.labels);
  for (const ShapeItem<Line>& item : sample.items) {
    continuum->lines_of_item.push_back(item.length * static_cast<double>(item.lines.size()));
    for (const Line line : item.lines) {
      for (const Piece& piece : line) {
        std::optional<LabelPart>& part = continuum->by_label[piece.label];
        if (!part) part.emplace(sample.extent);
      }
    }
  }
  for (std::uint32_t label = 0; label < sample.labels; ++label) {
    std::optional<LabelPart>& part = continuum->by_label[label];
    if (!part) continue;
    for (const ShapeItem<Line>& item : sample.items) part->add(item, label);
    part->close();
  }
  return continuum;
}

using Parts = std::vector<const LabelPart*>;

/// Observed over expected difference, and what it is made of.
struct Ratio {
  std::vector<LabelSums> sums;  ///< beside the parts
  double all_lines = 0, chance = 0, value = 0;
};

Ratio ratio_of(const Continuum& continuum, const Parts& parts, Counts counts) {
  Ratio ratio;
  ratio.all_lines = continuum.all_lines(counts);
  ExactSum differences, chances;
  for (const LabelPart* part : parts) {
    ratio.sums.push_back(part->sums(ratio.all_lines, counts));
    differences.add(ratio.sums.back().difference);
    chances.add(ratio.sums.back().expected());
  }
  ratio.chance = chances.value();
  ratio.value = differences.value() / (2 * ratio.all_lines * ratio.chance);
  return ratio;
}

/// 1 - observed / expected over some labels.
Score score_of(const std::shared_ptr<const Continuum>& continuum, const Parts& parts) {
  const Ratio ratio = ratio_of(*continuum, parts, {});
  if (parts.empty() || !(ratio.all_lines > 0)) return nothing_marked();
  if (!(ratio.chance > 0)) {
    return undefined_score("no-gaps",
                           "units fill all that there is, so there is no chance to correct for");
  }
  const std::vector<double>& lines = continuum->lines_of_item;
  std::vector<double> observed(lines.size(), 0), by_chance(lines.size(), 0);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i]->add_moves(ratio.sums[i], lines, ratio.all_lines, observed, by_chance);
  }
  Score score;
  score.value = 1 - ratio.value;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    score.influence.push_back(ratio.value *
                                  (lines[i] / ratio.all_lines + by_chance[i] / ratio.chance) -
                              observed[i] / (2 * ratio.all_lines * ratio.chance));
  }
  score.recount = [continuum, parts](Counts counts) {
    const Ratio drawn = ratio_of(*continuum, parts, counts);
    return drawn.chance > 0 ? 1 - drawn.value : std::numeric_limits<double>::quiet_NaN();
  };
  return score;
}

}  // namespace

// D_o = sum of differences / (T L) and D_e = 2 / L x chance / pairs, with L the length of all
// items, which cancels, and T that of all lines (m L when every annotator answered all).
std::vector<ShapeScore> alpha_u(const UnitSample& sample, const ShapeAsk& ask) {
  const std::shared_ptr<const Continuum> continuum = continuum_of(sample);
  Parts all;
  std::vector<ShapeScore> scores;
  for (std::uint32_t label = 0; label < sample.labels; ++label) {
    Parts own;
    if (continuum->by_label[label]) own.push_back(&*continuum->by_label[label]);
    all.insert(all.end(), own.begin(), own.end());
    if (ask.detail == ShapeDetail::labels) scores.push_back({"", label, score_of(continuum, own)});
  }
  if (ask.detail == ShapeDetail::whole) scores.push_back({"", {}, score_of(continuum, all)});
  return scores;
}

}  // namespace lbl::agree
