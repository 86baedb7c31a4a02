// Two annotators side by side.
#include "lbl/agree/pair_table.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lbl/base/threads.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

namespace {

/// Up to so many labels every pair of them is visited for the variance under independence.
constexpr std::size_t kVisitedLabels = 4096;

/// For each annotator the rows that hold an answer of theirs (compressed).
struct RowsByAnnotator {
  std::vector<std::size_t> begin;
  std::vector<std::size_t> rows;
};

RowsByAnnotator rows_by_annotator(const PatternTable& table) {
  std::uint32_t annotators = 0;
  for (const std::uint32_t annotator : table.annotators) {
    annotators = std::max(annotators, annotator + 1);
  }
  RowsByAnnotator index;
  index.begin.assign(std::size_t{annotators} + 1, 0);
  for (const std::uint32_t annotator : table.annotators) ++index.begin[annotator + 1];
  for (std::size_t a = 0; a < annotators; ++a) index.begin[a + 1] += index.begin[a];
  index.rows.resize(table.annotators.size());
  std::vector<std::size_t> next(index.begin.begin(), index.begin.end() - 1);
  for (std::size_t row = 0; row < table.size(); ++row) {
    for (const std::uint32_t annotator : table.annotators_of(row)) {
      index.rows[next[annotator]++] = row;
    }
  }
  return index;
}

struct PartnerCell {
  std::uint32_t partner;
  PairCell cell;
};

/// The cells of one annotator, put together by partner: a counting sort over those partners that
/// there are. Kept for its memory.
class PartnerCells {
 public:
  explicit PartnerCells(std::size_t annotators) : end_(annotators, 0) {}

  void add(const PartnerCell& cell) {
    if (end_[cell.partner]++ == 0) partners_.push_back(cell.partner);
    cells_.push_back(cell);
  }

  /// Calls visit(partner, cells) for each partner, ascending, and forgets them.
  template <class Visit>
  void visit_and_clear(Visit&& visit) {
    std::sort(partners_.begin(), partners_.end());
    std::size_t begin = 0;
    for (const std::uint32_t partner : partners_) begin += std::exchange(end_[partner], begin);
    sorted_.resize(cells_.size());
    for (const PartnerCell& cell : cells_) sorted_[end_[cell.partner]++] = cell.cell;
    begin = 0;
    for (const std::uint32_t partner : partners_) {
      const std::size_t end = std::exchange(end_[partner], 0);
      visit(partner, std::span<const PairCell>(sorted_).subspan(begin, end - begin));
      begin = end;
    }
    partners_.clear();
    cells_.clear();
  }

 private:
  std::vector<std::size_t> end_;  ///< by partner: a count, then where the next cell goes
  std::vector<std::uint32_t> partners_;
  std::vector<PartnerCell> cells_;
  std::vector<PairCell> sorted_;
};

/// The codes of the cells, ascending; `scale_size` is how many codes there are.
std::vector<std::uint32_t> codes_used(std::span<const PairCell> cells, std::size_t scale_size) {
  std::vector<std::uint32_t> codes;
  if (scale_size <= 2 * cells.size()) {
    std::vector<bool> used(scale_size, false);
    for (const PairCell& cell : cells) used[cell.first] = used[cell.second] = true;
    for (std::uint32_t code = 0; code < scale_size; ++code) {
      if (used[code]) codes.push_back(code);
    }
    return codes;
  }
  codes.reserve(2 * cells.size());
  for (const PairCell& cell : cells) {
    codes.push_back(cell.first);
    codes.push_back(cell.second);
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

}  // namespace

namespace {

/// Visits the pairs whose first annotator is in [first, last).
void visit_pairs(const PatternTable& rows, const RowsByAnnotator& index, std::uint32_t first,
                 std::uint32_t last, const PairVisit& visit) {
  PartnerCells partners(index.begin.size());
  for (std::uint32_t a = first; a < last; ++a) {
    for (std::size_t i = index.begin[a]; i < index.begin[a + 1]; ++i) {
      const std::size_t row = index.rows[i];
      if (rows.counts[row] == 0) continue;  // not drawn by a bootstrap
      const auto annotators = rows.annotators_of(row);
      const auto codes = rows.codes_of(row);
      const auto own = static_cast<std::size_t>(
          std::lower_bound(annotators.begin(), annotators.end(), a) - annotators.begin());
      for (std::size_t j = own + 1; j < annotators.size(); ++j) {
        partners.add({annotators[j], {codes[own], codes[j], rows.counts[row], row}});
      }
    }
    partners.visit_and_clear(
        [&](std::uint32_t b, std::span<const PairCell> cells) { visit(a, b, cells); });
  }
}

/// Where each of `parts` shares of the annotators begins, so that all have about as many cells;
/// and the end.
std::vector<std::uint32_t> equal_shares(const PatternTable& rows, std::size_t annotators,
                                        std::size_t parts) {
  std::vector<std::uint64_t> cells(annotators, 0);
  std::uint64_t all = 0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto present = rows.annotators_of(row);
    for (std::size_t i = 0; i < present.size(); ++i) cells[present[i]] += present.size() - 1 - i;
    all += present.size() * (present.size() - 1) / 2;
  }
  std::vector<std::uint32_t> begin{0};
  std::uint64_t before = 0;
  for (std::uint32_t a = 0; a < annotators; ++a) {
    if (begin.size() < parts && before * parts >= all * begin.size()) begin.push_back(a);
    before += cells[a];
  }
  begin.resize(parts, static_cast<std::uint32_t>(annotators));
  begin.push_back(static_cast<std::uint32_t>(annotators));
  return begin;
}

}  // namespace

void for_each_pair(const PatternTable& rows, const PairVisit& visit) {
  for_each_pair(rows, std::span(&visit, 1));
}

void for_each_pair(const PatternTable& rows, std::span<const PairVisit> visits) {
  const RowsByAnnotator index = rows_by_annotator(rows);
  const std::size_t annotators = index.begin.size() - 1;
  if (visits.size() == 1) {
    return visit_pairs(rows, index, 0, static_cast<std::uint32_t>(annotators), visits.front());
  }
  const std::vector<std::uint32_t> shares = equal_shares(rows, annotators, visits.size());
  base::parallel_for(static_cast<unsigned>(visits.size()), visits.size(), [&](std::size_t i) {
    visit_pairs(rows, index, shares[i], shares[i + 1], visits[i]);
  });
}

PairKappa::PairKappa(const stats::DistanceKernel& kernel, std::span<const PairCell> cells)
    : codes_(codes_used(cells, kernel.size())), kernel_(kernel.restricted(codes_)) {
  for (const PairCell& cell : cells) items_ += cell.count;
  const auto n = static_cast<double>(items_);
  first_.assign(codes_.size(), 0);
  second_.assign(codes_.size(), 0);
  stats::ExactSum observed, expected;
  for (const PairCell& cell : cells) {
    const auto count = static_cast<double>(cell.count);
    first_[place(cell.first)] += count;
    second_[place(cell.second)] += count;
    observed.add(count * kernel.between(cell.first, cell.second));
  }
  observed_ = observed.value() / n;
  for (double& share : first_) share /= n;
  for (double& share : second_) share /= n;
  to_first_ = kernel_.spread(first_);
  to_second_ = kernel_.spread(second_);
  if (codes_.size() < 2) return;
  for (std::size_t k = 0; k < codes_.size(); ++k) {
    expected.add(first_[k] * to_second_[k]);
    expected.add(second_[k] * to_first_[k]);
  }
  expected_ = expected.value() / 2;
}

std::size_t PairKappa::place(std::uint32_t code) const {
  return static_cast<std::size_t>(std::lower_bound(codes_.begin(), codes_.end(), code) -
                                  codes_.begin());
}

double PairKappa::influence(const PairCell& cell) const {
  const std::size_t x = place(cell.first), y = place(cell.second);
  const double expected = to_second_[x] + to_first_[y] - 2 * expected_;
  return (observed_ - kernel_.between(x, y) + (1 - value()) * expected) / expected_;
}

std::optional<double> PairKappa::null_variance() const {
  if (codes_.size() > kVisitedLabels) return std::nullopt;
  stats::ExactSum sum;
  for (std::size_t x = 0; x < codes_.size(); ++x) {
    for (std::size_t y = 0; y < codes_.size(); ++y) {
      const double deviation =
          (to_second_[x] + to_first_[y] - kernel_.between(x, y) - expected_) / expected_;
      sum.add(first_[x] * second_[y] * deviation * deviation);
    }
  }
  return sum.value() / static_cast<double>(items_);
}

std::optional<double> PairKappa::maximum() const {
  if (kernel_.distance() != stats::Distance::identity) return std::nullopt;
  stats::ExactSum common;
  for (std::size_t k = 0; k < codes_.size(); ++k) common.add(std::min(first_[k], second_[k]));
  return 1 - (1 - common.value()) / expected_;
}

}  // namespace lbl::agree
