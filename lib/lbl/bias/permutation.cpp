// Permutation of clusters: p values where there are too few of them for a distribution.
#include "lbl/bias/permutation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lbl::bias {
namespace {

constexpr std::size_t kExactWays = 10'000;
constexpr std::size_t kRandomWays = 9'999;
constexpr std::size_t kEnoughExtremes = 20;

/// size choose drawn, or more than kExactWays.
std::size_t ways(std::size_t size, std::size_t drawn) {
  double count = 1;
  for (std::size_t i = 1; i <= drawn && count <= kExactWays; ++i) {
    count = count * static_cast<double>(size - drawn + i) / static_cast<double>(i);
  }
  return static_cast<std::size_t>(std::min(std::round(count), 1e9));
}

}  // namespace

ClusterPool::ClusterPool(const Scoring& scoring, const Clusters& clusters,
                         const std::vector<std::uint32_t>& ranked)
    : targets_(scoring.targets.size()) {
  for (const std::uint32_t g : ranked) {
    bool counted = false;
    for (std::uint64_t at = clusters.begin[g]; at < clusters.begin[g + 1]; ++at) {
      const std::uint32_t row = clusters.row(at);
      const std::uint32_t row_class = scoring.rows.classes[row];
      if (row_class == Scoring::kNotCounted) continue;
      if (!counted) {
        rows_.push_back(0);
        amounts_.resize(amounts_.size() + targets_, 0.0);
        first_rows_.push_back(row);
        counted = true;
      }
      ++rows_.back();
      for (std::uint32_t i = scoring.first[row_class]; i < scoring.first[row_class + 1]; ++i) {
        amounts_[amounts_.size() - targets_ + scoring.scores[i].target] +=
            static_cast<double>(scoring.scores[i].amount);
      }
    }
  }
}

ClusterPermutation::ClusterPermutation(const ClusterPool& pool,
                                       const std::vector<std::uint32_t>& codes, std::size_t slices)
    : pool_(pool),
      slice_clusters_(slices, 0),
      cells_(slices * pool.targets()),
      totals_(pool.targets()),
      stamps_(pool.size(), 0) {
  slice_of_.reserve(pool.size());
  for (std::size_t i = 0; i < pool.size(); ++i) {
    const std::uint32_t slice = codes[pool.first_row(i)];
    slice_of_.push_back(slice);
    ++slice_clusters_[slice];
    for (std::size_t target = 0; target < pool.targets(); ++target) {
      for (Tally* tally : {&cells_[slice * pool.targets() + target], &totals_[target]}) {
        tally->rows += pool.rows(i);
        tally->amount += pool.amount(i, target);
      }
    }
  }
}

ClusterPermutation::Deal ClusterPermutation::deal(std::size_t slice,
                                                  std::optional<std::size_t> partner,
                                                  std::size_t target) const {
  Deal deal;
  deal.target = target;
  const Tally own = cells_[slice * pool_.targets() + target];
  std::size_t partner_clusters = pool_.size() - slice_clusters_[slice];
  deal.total = totals_[target];
  if (partner) {
    const Tally other = cells_[*partner * pool_.targets() + target];
    deal.total = {own.rows + other.rows, own.amount + other.amount};
    partner_clusters = slice_clusters_[*partner];
    for (std::uint32_t i = 0; i < slice_of_.size(); ++i) {
      if (slice_of_[i] == slice || slice_of_[i] == *partner) deal.members.push_back(i);
    }
  }
  deal.size = slice_clusters_[slice] + partner_clusters;
  deal.drawn = std::min(slice_clusters_[slice], partner_clusters);
  const Tally rest{deal.total.rows - own.rows, deal.total.amount - own.amount};
  deal.observed = std::fabs(own.mean() - rest.mean());
  return deal;
}

void ClusterPermutation::add(const Deal& deal, std::size_t member, Tally& tally) const {
  const std::size_t i = deal.members.empty() ? member : deal.members[member];
  tally.rows += pool_.rows(i);
  tally.amount += pool_.amount(i, deal.target);
}

bool ClusterPermutation::as_extreme(const Deal& deal, const Tally& drawn) const {
  const Tally rest{deal.total.rows - drawn.rows, deal.total.amount - drawn.amount};
  const double difference = std::fabs(drawn.mean() - rest.mean());
  // Equal ways must count as equal whatever the order of their sums.
  return difference >= deal.observed * (1 - 1e-9);
}

double ClusterPermutation::p(std::size_t slice, std::optional<std::size_t> partner,
                             std::size_t target, base::Random random) {
  const Deal dealt = deal(slice, partner, target);
  return ways(dealt.size, dealt.drawn) <= kExactWays ? exact_p(dealt) : random_p(dealt, random);
}

double ClusterPermutation::exact_p(const Deal& deal) const {
  std::vector<std::size_t> chosen(deal.drawn);
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  std::size_t all = 0;
  std::size_t extreme = 0;
  while (true) {
    Tally drawn;
    for (const std::size_t member : chosen) add(deal, member, drawn);
    ++all;
    if (as_extreme(deal, drawn)) ++extreme;
    std::size_t i = chosen.size();
    while (i > 0 && chosen[i - 1] == deal.size - chosen.size() + i - 1) --i;
    if (i == 0) break;
    ++chosen[i - 1];
    for (std::size_t j = i; j < chosen.size(); ++j) chosen[j] = chosen[j - 1] + 1;
  }
  return static_cast<double>(extreme) / static_cast<double>(all);
}

double ClusterPermutation::random_p(const Deal& deal, base::Random& random) {
  std::size_t extreme = 0;
  for (std::size_t way = 1; way <= kRandomWays; ++way) {
    ++stamp_;
    Tally drawn;
    // Floyd's sample without replacement (Bentley and Floyd 1987).
    for (std::size_t j = deal.size - deal.drawn; j < deal.size; ++j) {
      std::size_t member = random.below(j + 1);
      if (stamps_[member] == stamp_) member = j;
      stamps_[member] = stamp_;
      add(deal, member, drawn);
    }
    if (as_extreme(deal, drawn) && ++extreme == kEnoughExtremes) {
      return static_cast<double>(extreme) / static_cast<double>(way);
    }
  }
  return static_cast<double>(extreme + 1) / static_cast<double>(kRandomWays + 1);
}

}  // namespace lbl::bias
