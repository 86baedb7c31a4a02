// What clusters add up to, in an order that the order of the input does not change.
#include "lbl/bias/cluster_pool.hpp"

#include <algorithm>

namespace lbl::bias {

ClusterPool::ClusterPool(const Scoring& scoring, const Clusters& clusters,
                         const std::vector<std::uint32_t>& ranked,
                         const std::vector<std::uint32_t>& codes)
    : targets_(scoring.targets.size()) {
  constexpr auto kNone = static_cast<std::size_t>(-1);
  const auto highest = std::max_element(codes.begin(), codes.end());
  const std::size_t slices = highest == codes.end() ? 1 : *highest + std::size_t{1};
  const auto slice_of = [&](std::uint32_t row) { return codes.empty() ? 0 : codes[row]; };
  std::vector<std::size_t> unit_of(slices, kNone);
  std::vector<std::uint32_t> touched, members;
  for (const std::uint32_t g : ranked) {
    touched.clear();
    members.clear();
    for (std::uint64_t at = clusters.begin[g]; at < clusters.begin[g + 1]; ++at) {
      const std::uint32_t row = clusters.row(at);
      if (scoring.rows.classes[row] == Scoring::kNotCounted) continue;
      members.push_back(row);
      if (unit_of[slice_of(row)] == kNone) touched.push_back(slice_of(row));
      unit_of[slice_of(row)] = 0;
    }
    if (members.empty()) continue;
    begin_.push_back(rows_.size());
    // The rows of an annotator stand in the order of the input, the units must not.
    std::sort(touched.begin(), touched.end());
    for (const std::uint32_t slice : touched) {
      unit_of[slice] = rows_.size();
      add_unit();
    }
    for (const std::uint32_t row : members) add_row(scoring, row, unit_of[slice_of(row)]);
    for (const std::uint32_t slice : touched) unit_of[slice] = kNone;
  }
  begin_.push_back(rows_.size());
}

void ClusterPool::add_unit() {
  rows_.push_back(0);
  amounts_.resize(amounts_.size() + targets_, 0);
  some_rows_.push_back(0);
  cluster_of_.push_back(static_cast<std::uint32_t>(begin_.size() - 1));
}

void ClusterPool::add_row(const Scoring& scoring, std::uint32_t row, std::size_t unit) {
  const std::uint32_t row_class = scoring.rows.classes[row];
  ++rows_[unit];
  some_rows_[unit] = row;
  for (std::uint32_t i = scoring.first[row_class]; i < scoring.first[row_class + 1]; ++i) {
    amounts_[unit * targets_ + scoring.scores[i].target] += scoring.scores[i].amount;
  }
}

}  // namespace lbl::bias
