// Distances between categories, and their weighted sums without visiting every pair.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace lbl::stats {

/// How far apart two categories are. The weight of Gwet (2014, ch. 3) is 1 - distance / largest;
/// the metric of Krippendorff (2011) is the distance itself. With x, y the numbers of the two:
/// identity 0 or 1; linear |x - y|; quadratic (x - y)^2; ordinal C(r + 1, 2) with r the difference
/// of ranks; radical sqrt|x - y|; ratio ((x - y)/(x + y))^2; circular sin(pi (x - y)/U)^2 with U
/// the range and one unit; bipolar (x - y)^2 / ((x + y - 2 min)(2 max - x - y)). `custom` is a
/// function of the two categories themselves.
enum class Distance : std::uint8_t {
  identity,
  linear,
  quadratic,
  ordinal,
  radical,
  ratio,
  circular,
  bipolar,
  custom
};

/// "identity", ...
std::string_view distance_name(Distance distance);

/// The distances of a set of categories, divided by the largest one, so that they lie in [0, 1].
/// Sums over all categories cost O(n) where the formula allows (identity, linear, quadratic,
/// ordinal, circular) and O(n) with a larger factor elsewhere, never O(n^2) for large n; but for a
/// custom distance every pair is visited.
class DistanceKernel {
 public:
  /// The distance of two categories by index: symmetric, in [0, 1], 0 for one and itself.
  using Between = std::function<double(std::size_t, std::size_t)>;

  /// `numbers`: of each category, ascending (identity and ordinal use only how many there are);
  /// `unit`: what circular adds to the range. Ratio needs numbers >= 0.
  DistanceKernel(Distance distance, const std::vector<double>& numbers, double unit = 1);
  /// Custom distances between `count` categories.
  DistanceKernel(std::size_t count, Between between);

  /// The same distances between a subset only (ascending indices); scale and total stay.
  DistanceKernel restricted(std::span<const std::uint32_t> categories) const;

  std::size_t size() const { return count_; }
  Distance distance() const { return distance_; }
  /// The number of a category as the formula sees it; linear and quadratic distances are those of
  /// positions in [0, 1]. Not for identity.
  double position(std::size_t a) const { return positions_[a]; }
  /// In [0, 1]; 0 for a category and itself.
  double between(std::size_t a, std::size_t b) const;
  /// The sum of between() over all ordered pairs of the whole set of categories; not for custom.
  double total() const { return total_; }

  /// For every category a: the sum over b of between(a, b) x mass[b]. Does not depend on the order
  /// of the categories for identity.
  std::vector<double> spread(std::span<const double> mass) const;
  /// The sum over all ordered pairs of between(a, b) x mass[a] x mass[b].
  double pair_sum(std::span<const double> mass) const;

 private:
  DistanceKernel() = default;

  double raw(std::size_t a, std::size_t b) const;
  std::vector<double> spread_directly(std::span<const double> mass) const;

  Distance distance_ = Distance::identity;
  std::size_t count_ = 0;
  /// What the formula works on: the numbers moved to [0, 1], ranks, angles, the numbers as such, or
  /// the indices of the categories (custom).
  std::vector<double> positions_;
  std::shared_ptr<const Between> custom_;
  double scale_ = 1;  ///< 1 / largest distance of the whole set
  double total_ = 0;
};

}  // namespace lbl::stats
