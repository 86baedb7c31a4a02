// Raking: weights that bring the shares of several fields to given totals at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lbl::stats {

/// One field to rake to: the category of each unit, and the total weight that each category should
/// have. A category with a positive total must have a unit of positive weight.
struct Margin {
  std::vector<std::uint32_t> codes;
  std::vector<double> totals;
};

/// The weights found and how near they came.
struct Raking {
  std::vector<double> weights;
  std::size_t sweeps = 0;
  double largest_gap = 0;  ///< |weight of a category - its total| / total of the margin, largest
  bool converged = false;
};

/// Iterative proportional fitting (Deming and Stephan 1940): each margin in turn scales the weights
/// of its categories to their totals, until a sweep finds no gap above `tolerance`. Margins whose
/// categories contradict each other do not converge, and say so.
Raking rake(std::vector<double> weights, const std::vector<Margin>& margins,
            double tolerance = 1e-12, std::size_t most_sweeps = 1000);

}  // namespace lbl::stats
