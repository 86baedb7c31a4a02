// The cheapest way to cut a set into groups, each of them from a list with its cost.
#pragma once

#include <cstdint>
#include <vector>

namespace lbl::stats {

/// Groups of elements 0 .. elements - 1 with their costs. Every element may also stand alone.
struct GroupList {
  std::vector<std::uint32_t> members;      ///< of all groups, one after another
  std::vector<std::uint32_t> begin = {0};  ///< where each group starts, and the end
  std::vector<double> costs;

  std::uint32_t size() const { return static_cast<std::uint32_t>(costs.size()); }
};

struct Partition {
  double cost = 0;
  std::vector<std::uint32_t> groups;  ///< those used; all other elements stand alone
  bool is_proved = true;              ///< false: a cheaper one may exist
};

/// The cheapest partition (weighted set partitioning): prices of the elements by subgradients give
/// a lower bound (Fisher 1981), groups that the bound rules out are dropped, and what is left is
/// searched branch by branch, each connected part by itself. A part whose search would take too
/// long keeps the best found.
Partition best_partition(std::uint32_t elements, double cost_alone, const GroupList& groups);

}  // namespace lbl::stats
