// The distance formulas and their closed-form sums.
#include "lbl/stats/distance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "lbl/stats/exact_sum.hpp"
#include "lbl/stats/kernel_sum.hpp"

namespace lbl::stats {

namespace {

/// Up to here every pair is visited; above, kernel_sum.hpp is faster.
constexpr std::size_t kDirectLimit = 1024;

constexpr std::array<std::string_view, 9> kNames = {"identity", "linear",  "quadratic",
                                                    "ordinal",  "radical", "ratio",
                                                    "circular", "bipolar", "custom"};

double square(double x) {
  return x * x;
}

/// Numbers moved to [0, 1]; halved first, so that the range of any two doubles is finite.
std::vector<double> to_unit_range(const std::vector<double>& numbers) {
  std::vector<double> positions(numbers.size(), 0);
  if (numbers.empty()) return positions;
  const double low = numbers.front() / 2, range = numbers.back() / 2 - low;
  if (range <= 0) return positions;
  for (std::size_t i = 0; i < numbers.size(); ++i) positions[i] = (numbers[i] / 2 - low) / range;
  return positions;
}

/// Sum over b of (p[a] - p[b])^2 mass[b], around the mean so that nothing cancels.
std::vector<double> spread_squares(const std::vector<double>& positions,
                                   std::span<const double> mass) {
  double total = 0, first = 0, second = 0;
  for (std::size_t i = 0; i < mass.size(); ++i) {
    total += mass[i];
    first += mass[i] * positions[i];
  }
  const double mean = total == 0 ? 0 : first / total;
  for (std::size_t i = 0; i < mass.size(); ++i) second += mass[i] * square(positions[i] - mean);
  std::vector<double> sums(mass.size());
  for (std::size_t i = 0; i < mass.size(); ++i) {
    sums[i] = total * square(positions[i] - mean) + second;
  }
  return sums;
}

/// Sum over b of |p[a] - p[b]| mass[b] for ascending positions: one sweep up and one down.
std::vector<double> spread_absolute(const std::vector<double>& positions,
                                    std::span<const double> mass) {
  std::vector<double> sums(mass.size(), 0);
  double below = 0, below_sum = 0, above = 0, above_sum = 0;
  for (std::size_t i = 0; i < mass.size(); ++i) {
    if (i > 0) below_sum += below * (positions[i] - positions[i - 1]);
    sums[i] += below_sum;
    below += mass[i];
  }
  for (std::size_t i = mass.size(); i-- > 0;) {
    if (i + 1 < mass.size()) above_sum += above * (positions[i + 1] - positions[i]);
    sums[i] += above_sum;
    above += mass[i];
  }
  return sums;
}

/// Sum over b of sin(p[a] - p[b])^2 mass[b]. Seen from the main axis of the masses the mixed term
/// of (sin a cos b - cos a sin b)^2 sums to 0, so only positive terms are left.
std::vector<double> spread_circular(const std::vector<double>& angles,
                                    std::span<const double> mass) {
  double cosines = 0, sines = 0;
  for (std::size_t i = 0; i < mass.size(); ++i) {
    cosines += mass[i] * std::cos(2 * angles[i]);
    sines += mass[i] * std::sin(2 * angles[i]);
  }
  const double axis = std::atan2(sines, cosines) / 2;
  double along = 0, across = 0;
  for (std::size_t i = 0; i < mass.size(); ++i) {
    along += mass[i] * square(std::cos(angles[i] - axis));
    across += mass[i] * square(std::sin(angles[i] - axis));
  }
  std::vector<double> sums(mass.size());
  for (std::size_t i = 0; i < mass.size(); ++i) {
    sums[i] =
        square(std::sin(angles[i] - axis)) * along + square(std::cos(angles[i] - axis)) * across;
  }
  return sums;
}

std::vector<double> spread_identity(std::span<const double> mass) {
  const double total = exact_sum(mass);
  std::vector<double> sums(mass.size());
  for (std::size_t i = 0; i < mass.size(); ++i) sums[i] = total - mass[i];
  return sums;
}

/// The largest sine between two of the angles, which lie in [0, pi).
double largest_sine(const std::vector<double>& angles) {
  double largest = 0;
  for (const double angle : angles) {
    const double opposite = angle + std::numbers::pi / 2;
    const auto above = std::lower_bound(angles.begin(), angles.end(), opposite);
    if (above != angles.end()) largest = std::max(largest, std::sin(*above - angle));
    if (above != angles.begin()) largest = std::max(largest, std::sin(*(above - 1) - angle));
  }
  return largest;
}

}  // namespace

std::string_view distance_name(Distance distance) {
  return kNames[static_cast<std::size_t>(distance)];
}

DistanceKernel::DistanceKernel(Distance distance, const std::vector<double>& numbers, double unit)
    : distance_(distance), count_(numbers.size()) {
  double largest = count_ > 1 ? 1 : 0;
  switch (distance) {
    case Distance::identity:
      break;
    case Distance::ordinal:
      positions_.resize(count_);
      for (std::size_t i = 0; i < count_; ++i) positions_[i] = static_cast<double>(i);
      largest = count_ > 1 ? raw(0, count_ - 1) : 0;
      break;
    case Distance::ratio:
      positions_ = numbers;
      largest = count_ > 1 ? raw(0, count_ - 1) : 0;
      break;
    case Distance::circular: {
      positions_ = to_unit_range(numbers);
      const double half_range = count_ > 1 ? numbers.back() / 2 - numbers.front() / 2 : 0;
      for (double& p : positions_) p *= std::numbers::pi * (half_range / (half_range + unit / 2));
      largest = square(largest_sine(positions_));
      break;
    }
    default:
      positions_ = to_unit_range(numbers);
  }
  if (largest > 0) scale_ = 1 / largest;
  total_ = pair_sum(std::vector<double>(count_, 1));
}

DistanceKernel::DistanceKernel(std::size_t count, Between between)
    : distance_(Distance::custom),
      count_(count),
      custom_(std::make_shared<const Between>(std::move(between))) {
  for (std::size_t i = 0; i < count; ++i) positions_.push_back(static_cast<double>(i));
  double largest = 0;
  for (std::size_t a = 0; a < count && largest < 1; ++a) {
    for (std::size_t b = 0; b < a; ++b) largest = std::max(largest, (*custom_)(a, b));
  }
  if (largest > 0) scale_ = 1 / largest;
}

DistanceKernel DistanceKernel::restricted(std::span<const std::uint32_t> categories) const {
  DistanceKernel part;
  part.distance_ = distance_;
  part.count_ = categories.size();
  part.scale_ = scale_;
  part.total_ = total_;
  part.custom_ = custom_;
  if (!positions_.empty()) {
    part.positions_.reserve(categories.size());
    for (const std::uint32_t category : categories) part.positions_.push_back(positions_[category]);
  }
  return part;
}

double DistanceKernel::raw(std::size_t a, std::size_t b) const {
  if (a == b) return 0;
  if (distance_ == Distance::identity) return 1;
  const double x = positions_[a], y = positions_[b], difference = std::fabs(x - y);
  if (distance_ == Distance::custom) {
    return (*custom_)(static_cast<std::size_t>(x), static_cast<std::size_t>(y));
  }
  if (difference == 0) return 0;
  switch (distance_) {
    case Distance::linear:
      return difference;
    case Distance::quadratic:
      return square(difference);
    case Distance::ordinal:
      return difference * (difference + 1) / 2;
    case Distance::radical:
      return std::sqrt(difference);
    case Distance::ratio:
      return square((x / 2 - y / 2) / (x / 2 + y / 2));
    case Distance::circular:
      return square(std::sin(difference));
    case Distance::bipolar:
      return square(difference) / ((x + y) * (2 - x - y));
    case Distance::identity:
    case Distance::custom:
      break;
  }
  return 1;
}

double DistanceKernel::between(std::size_t a, std::size_t b) const {
  return raw(a, b) * scale_;
}

std::vector<double> DistanceKernel::spread_directly(std::span<const double> mass) const {
  std::vector<double> sums(mass.size(), 0);
  for (std::size_t a = 0; a < mass.size(); ++a) {
    for (std::size_t b = a + 1; b < mass.size(); ++b) {
      const double distance = raw(a, b);
      sums[a] += distance * mass[b];
      sums[b] += distance * mass[a];
    }
  }
  return sums;
}

std::vector<double> DistanceKernel::spread(std::span<const double> mass) const {
  std::vector<double> sums;
  const bool direct = count_ <= kDirectLimit;
  switch (distance_) {
    case Distance::identity:
      return spread_identity(mass);
    case Distance::custom:
      sums = spread_directly(mass);
      break;
    case Distance::linear:
      sums = spread_absolute(positions_, mass);
      break;
    case Distance::quadratic:
      sums = spread_squares(positions_, mass);
      break;
    case Distance::circular:
      sums = spread_circular(positions_, mass);
      break;
    case Distance::ordinal: {
      sums = spread_squares(positions_, mass);
      const std::vector<double> linear = spread_absolute(positions_, mass);
      for (std::size_t i = 0; i < sums.size(); ++i) sums[i] = (sums[i] + linear[i]) / 2;
      break;
    }
    case Distance::radical:
      sums = direct ? spread_directly(mass) : spread_roots(positions_, mass);
      break;
    case Distance::ratio:
      sums = direct ? spread_directly(mass) : spread_ratios(positions_, mass);
      break;
    case Distance::bipolar:
      sums = direct ? spread_directly(mass) : spread_bipolar(positions_, mass);
      break;
  }
  for (double& sum : sums) sum *= scale_;
  return sums;
}

double DistanceKernel::pair_sum(std::span<const double> mass) const {
  const std::vector<double> sums = spread(mass);
  ExactSum total;
  for (std::size_t i = 0; i < mass.size(); ++i) total.add(sums[i] * mass[i]);
  return total.value();
}

}  // namespace lbl::stats
