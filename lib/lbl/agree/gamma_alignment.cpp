// Which units may go together, and the search for the best way to put all together.
#include "lbl/agree/gamma_alignment.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "lbl/stats/assignment.hpp"
#include "lbl/stats/partition.hpp"

namespace lbl::agree {

namespace {

double dissimilarity_of(const Piece& a, const Piece& b, const Dissimilarity& by) {
  return by.position * positional_dissimilarity(a, b) + (a.label == b.label ? 0 : by.category);
}

/// Calls visit(i, j, d) for the units of two lines that differ by less than `limit`.
template <class Visit>
void for_each_near(Line a, Line b, const Dissimilarity& by, double limit, Visit&& visit) {
  double longest = 0;
  for (const Piece& piece : b) longest = std::max(longest, piece.length());
  const double reach = std::sqrt(limit / by.position);
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    const double far = reach * (a[i].length() + longest);
    const auto first =
        std::lower_bound(b.begin(), b.end(), a[i].start - far,
                         [](const Piece& piece, double start) { return piece.start < start; });
    for (auto at = first; at != b.end() && at->start <= a[i].start + far; ++at) {
      const double d = dissimilarity_of(a[i], *at, by);
      if (d < limit) visit(i, static_cast<std::uint32_t>(at - b.begin()), d);
    }
  }
}

// Two units together cost d, alone 1 each.
UnitAlignment align_two(Line a, Line b, const Dissimilarity& by) {
  std::vector<stats::MatchEdge> edges;
  for_each_near(a, b, by, 2, [&](std::uint32_t i, std::uint32_t j, double d) {
    edges.push_back({i, j, 2 - d});
  });
  const stats::Matching matching = stats::best_matching(a.size(), b.size(), edges);
  UnitAlignment alignment;
  alignment.disorder = static_cast<double>(a.size() + b.size()) - matching.gain;
  std::vector<char> in_a(a.size(), 0), in_b(b.size(), 0);
  for (const auto& [i, j] : matching.pairs) {
    alignment.unitary.push_back({{0, i}, {1, j}});
    in_a[i] = in_b[j] = 1;
  }
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    if (in_a[i] == 0) alignment.unitary.push_back({{0, i}});
  }
  for (std::uint32_t j = 0; j < b.size(); ++j) {
    if (in_b[j] == 0) alignment.unitary.push_back({{1, j}});
  }
  return alignment;
}

/// Lists the unitary alignments of more than two lines that may be in the best alignment. With n
/// lines there are P = n (n - 1) / 2 pairs, and k units together cost 1 + sum of (d - 1) / P over
/// their pairs: they may only be there if no unit had better stand alone, which is if its own sum
/// of (d - 1) is at most P.
class Candidates {
 public:
  /// `share` below 1 asks for nearer units than that.
  Candidates(const std::vector<Line>& lines, const Dissimilarity& by, double share)
      : lines_(lines) {
    const auto n = static_cast<double>(lines.size());
    pairs_ = n * (n - 1) / 2;
    const double limit = (pairs_ + n - 1) * share;
    for (std::uint32_t line = 0; line < lines.size(); ++line) {
      first_.push_back(static_cast<std::uint32_t>(units_.size()));
      for (std::uint32_t place = 0; place < lines[line].size(); ++place) {
        units_.push_back({line, place});
      }
    }
    near_.resize(units_.size());
    for (std::uint32_t a = 0; a < lines.size(); ++a) {
      for (std::uint32_t b = a + 1; b < lines.size(); ++b) {
        for_each_near(lines[a], lines[b], by, limit,
                      [&](std::uint32_t i, std::uint32_t j, double d) {
                        near_[first_[a] + i].push_back({first_[b] + j, d - 1});
                      });
      }
    }
    for (auto& list : near_) {
      std::sort(list.begin(), list.end(),
                [](const Near& x, const Near& y) { return x.unit < y.unit; });
    }
    for (std::uint32_t unit = 0; unit < units_.size() && complete_; ++unit) {
      members_ = {unit};
      sums_ = {0};
      extend(near_[unit]);
    }
  }

  const stats::GroupList& groups() const { return groups_; }
  const std::vector<UnitPlace>& units() const { return units_; }
  bool is_complete() const { return complete_; }

 private:
  static constexpr std::uint32_t kMost = 300000;

  struct Near {
    std::uint32_t unit;
    double excess;  ///< d - 1
  };

  const Near* near(std::uint32_t a, std::uint32_t b) const {
    const auto found =
        std::lower_bound(near_[a].begin(), near_[a].end(), b,
                         [](const Near& x, std::uint32_t unit) { return x.unit < unit; });
    return found != near_[a].end() && found->unit == b ? &*found : nullptr;
  }

  /// Adds units of later lines that are near to all members.
  void extend(const std::vector<Near>& open) {
    for (const Near& candidate : open) {
      if (!complete_) return;
      if (units_[candidate.unit].line <= units_[members_.back()].line) continue;
      std::vector<double> excess;
      for (const std::uint32_t member : members_) {
        const Near* pair = near(member, candidate.unit);
        if (pair == nullptr) break;
        excess.push_back(pair->excess);
      }
      if (excess.size() < members_.size()) continue;
      const std::vector<double> before = sums_;
      for (std::size_t i = 0; i < excess.size(); ++i) sums_[i] += excess[i];
      sums_.push_back(std::accumulate(excess.begin(), excess.end(), 0.0));
      members_.push_back(candidate.unit);
      // Lines still to come may each take 1 off.
      const auto to_come = static_cast<double>(lines_.size() - 1 - units_[candidate.unit].line);
      const double largest = *std::max_element(sums_.begin(), sums_.end());
      if (largest <= pairs_) add();
      if (largest - to_come <= pairs_) extend(open);
      members_.pop_back();
      sums_ = before;
    }
  }

  void add() {
    if (groups_.size() >= kMost) {
      complete_ = false;
      return;
    }
    groups_.members.insert(groups_.members.end(), members_.begin(), members_.end());
    groups_.begin.push_back(static_cast<std::uint32_t>(groups_.members.size()));
    // Each pair is in the sums of both its units.
    groups_.costs.push_back(1 + std::accumulate(sums_.begin(), sums_.end(), 0.0) / 2 / pairs_);
  }

  std::vector<Line> lines_;
  double pairs_ = 0;
  std::vector<std::uint32_t> first_;
  std::vector<UnitPlace> units_;
  std::vector<std::vector<Near>> near_;  ///< of later lines, by unit
  std::vector<std::uint32_t> members_;
  std::vector<double> sums_;  ///< of each member: d - 1 to all others
  stats::GroupList groups_;
  bool complete_ = true;
};

UnitAlignment align_many(const std::vector<Line>& lines, const Dissimilarity& by) {
  constexpr double kNearest = 0.01;
  double share = 1;
  Candidates candidates(lines, by, share);
  while (!candidates.is_complete() && share > kNearest) {
    share /= 2;
    candidates = Candidates(lines, by, share);
  }
  const std::vector<UnitPlace>& units = candidates.units();
  const stats::GroupList& groups = candidates.groups();
  const stats::Partition partition =
      stats::best_partition(static_cast<std::uint32_t>(units.size()), 1, groups);
  UnitAlignment alignment;
  alignment.disorder = partition.cost;
  alignment.is_proved = partition.is_proved && candidates.is_complete() && share == 1;
  std::vector<char> taken(units.size(), 0);
  for (const std::uint32_t group : partition.groups) {
    std::vector<UnitPlace>& together = alignment.unitary.emplace_back();
    for (std::uint32_t i = groups.begin[group]; i < groups.begin[group + 1]; ++i) {
      together.push_back(units[groups.members[i]]);
      taken[groups.members[i]] = 1;
    }
  }
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (taken[i] == 0) alignment.unitary.push_back({units[i]});
  }
  return alignment;
}

}  // namespace

double positional_dissimilarity(const Piece& a, const Piece& b) {
  const double ratio =
      (std::fabs(a.start - b.start) + std::fabs(a.end - b.end)) / (a.length() + b.length());
  return ratio * ratio;
}

UnitAlignment best_alignment(const std::vector<Line>& lines, const Dissimilarity& dissimilarity) {
  if (lines.size() == 2) return align_two(lines[0], lines[1], dissimilarity);
  return align_many(lines, dissimilarity);
}

}  // namespace lbl::agree
