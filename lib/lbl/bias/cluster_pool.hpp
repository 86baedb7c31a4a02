// What clusters add up to, in an order that the order of the input does not change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lbl/bias/moments.hpp"

namespace lbl::bias {

/// The clusters of a measure, ready to be dealt out to slices. A cluster with answers in several
/// slices is taken apart: its answers in one slice are a unit that moves as a whole.
class ClusterPool {
 public:
  /// `ranked`: the clusters in that order. `codes`: the slice of each row; empty: clusters stay
  /// whole.
  ClusterPool(const Scoring& scoring, const Clusters& clusters,
              const std::vector<std::uint32_t>& ranked, const std::vector<std::uint32_t>& codes);

  std::size_t size() const { return rows_.size(); }
  std::size_t targets() const { return targets_; }
  double rows(std::size_t unit) const { return static_cast<double>(rows_[unit]); }
  double amount(std::size_t unit, std::size_t target) const {
    return static_cast<double>(amounts_[unit * targets_ + target]);
  }
  /// A counted row of the unit, to ask which slice it is in.
  std::uint32_t a_row(std::size_t unit) const { return some_rows_[unit]; }
  /// The units of the same cluster stand together: [first, last).
  std::size_t first_of_cluster(std::size_t unit) const { return begin_[cluster_of_[unit]]; }
  std::size_t last_of_cluster(std::size_t unit) const { return begin_[cluster_of_[unit] + 1]; }

 private:
  void add_unit();
  void add_row(const Scoring& scoring, std::uint32_t row, std::size_t unit);

  std::size_t targets_;
  std::vector<std::uint64_t> rows_, amounts_;
  std::vector<std::uint32_t> some_rows_, cluster_of_;
  std::vector<std::size_t> begin_;  ///< per cluster, and the end
};

}  // namespace lbl::bias
