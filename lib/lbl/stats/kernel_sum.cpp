// Fast kernel sums: exponentials for roots, Chebyshev boxes for what is smooth in the logarithm.
#include "lbl/stats/kernel_sum.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace lbl::stats {

namespace {

// A function of u - v whose nearest pole lies pi off the real axis is interpolated at 16 Chebyshev
// nodes over a box of width 1 with error 12.6^-16, below the rounding of a double (Trefethen 2013,
// theorem 8.2).
constexpr std::size_t kNodes = 16;
constexpr double kBoxWidth = 1;
/// From this distance on tanh^2(d / 2) is 1 and sech(d / 2) below 1e-16.
constexpr double kFar = 76;

using NodeValues = std::array<double, kNodes>;

struct Chebyshev {
  NodeValues nodes{}, weights{};

  Chebyshev() {
    for (std::size_t j = 0; j < kNodes; ++j) {
      const double angle = (2 * static_cast<double>(j) + 1) * std::numbers::pi / (2 * kNodes);
      nodes[j] = std::cos(angle);
      weights[j] = (j % 2 == 0 ? 1 : -1) * std::sin(angle);
    }
  }

  /// The Lagrange basis at `x` in [-1, 1] (barycentric form, Berrut and Trefethen 2004, eq. 4.2).
  NodeValues basis(double x) const {
    NodeValues values{};
    double sum = 0;
    for (std::size_t j = 0; j < kNodes; ++j) {
      const double gap = x - nodes[j];
      if (gap == 0) {
        values.fill(0);
        values[j] = 1;
        return values;
      }
      values[j] = weights[j] / gap;
      sum += values[j];
    }
    for (double& value : values) value /= sum;
    return values;
  }
};

/// A run of neighbouring positions that one set of nodes stands for.
struct Box {
  std::size_t begin, end;
  double centre, half_width;
  double mass = 0;
  NodeValues charge{}, field{};

  double local(double position) const { return (position - centre) / half_width; }
};

std::vector<Box> boxes_over(std::span<const double> positions) {
  std::vector<Box> boxes;
  for (std::size_t i = 0; i < positions.size();) {
    std::size_t end = i;
    while (end < positions.size() && positions[end] - positions[i] <= kBoxWidth) ++end;
    const double half = (positions[end - 1] - positions[i]) / 2;
    boxes.push_back({i, end, positions[i] + half, half > 0 ? half : 1});
    i = end;
  }
  return boxes;
}

/// For each a: the sum over b of kernel(u[a] - u[b]) mass[b]; `far` is the kernel beyond kFar.
template <class Kernel>
std::vector<double> spread_smooth(std::span<const double> u, std::span<const double> mass,
                                  double far, const Kernel& kernel) {
  static const Chebyshev chebyshev;
  std::vector<Box> boxes = boxes_over(u);
  for (Box& box : boxes) {
    for (std::size_t i = box.begin; i < box.end; ++i) {
      const NodeValues basis = chebyshev.basis(box.local(u[i]));
      box.mass += mass[i];
      for (std::size_t j = 0; j < kNodes; ++j) box.charge[j] += mass[i] * basis[j];
    }
  }
  for (Box& to : boxes) {
    for (const Box& from : boxes) {
      if (std::fabs(to.centre - from.centre) > kFar + 2 * kBoxWidth) {
        for (double& field : to.field) field += far * from.mass;
        continue;
      }
      for (std::size_t j = 0; j < kNodes; ++j) {
        const double at = to.centre + to.half_width * chebyshev.nodes[j] - from.centre;
        for (std::size_t k = 0; k < kNodes; ++k) {
          to.field[j] += from.charge[k] * kernel(at - from.half_width * chebyshev.nodes[k]);
        }
      }
    }
  }
  std::vector<double> sums(u.size(), 0);
  for (const Box& box : boxes) {
    for (std::size_t i = box.begin; i < box.end; ++i) {
      const NodeValues basis = chebyshev.basis(box.local(u[i]));
      for (std::size_t j = 0; j < kNodes; ++j) sums[i] += basis[j] * box.field[j];
    }
  }
  return sums;
}

/// For each a: the sum over b of 2 p[a] p[b] / (p[a] + p[b]) mass[b], any order, p >= 0.
std::vector<double> spread_harmonic(std::span<const double> positions,
                                    std::span<const double> mass) {
  std::vector<double> sums(positions.size(), 0), logs, charges;
  const auto first = static_cast<std::size_t>(
      std::find_if(positions.begin(), positions.end(), [](double p) { return p > 0; }) -
      positions.begin());
  for (std::size_t i = first; i < positions.size(); ++i) {
    logs.push_back(std::log(positions[i]));
    charges.push_back(mass[i] * std::sqrt(positions[i]));
  }
  const std::vector<double> smooth =
      spread_smooth(logs, charges, 0, [](double d) { return 1 / std::cosh(d / 2); });
  for (std::size_t i = first; i < positions.size(); ++i) {
    sums[i] = std::sqrt(positions[i]) * smooth[i - first];
  }
  return sums;
}

double total_of(std::span<const double> mass) {
  double total = 0;
  for (const double m : mass) total += m;
  return total;
}

}  // namespace

// sqrt(d) = 1/(2 sqrt(pi)) times the integral over s of (1 - exp(-e^s d)) e^(-s/2); the trapezoid
// rule with step h errs by exp(-pi^2 / h) (Trefethen and Weideman 2014). For one node the sums of
// 1 - exp(-x d) follow from neighbour to neighbour, with no term ever subtracted.
std::vector<double> spread_roots(std::span<const double> positions, std::span<const double> mass) {
  constexpr double kStep = 0.3, kLowest = -25, kSaturated = 40;
  double smallest_gap = 1;
  for (std::size_t i = 1; i < positions.size(); ++i) {
    const double gap = positions[i] - positions[i - 1];
    if (gap > 0) smallest_gap = std::min(smallest_gap, gap);
  }
  // From here on 1 - exp(-e^s d) is 1 for every distance; what is below 1e-32 may be missed.
  const double highest = std::log(kSaturated / std::max(smallest_gap, 1e-32));
  std::vector<double> sums(positions.size(), 0), gaps(positions.size(), 0);
  const auto sweep = [&](auto&& share_of, double weight) {
    const std::size_t n = positions.size();
    for (std::size_t i = 1; i < n; ++i) gaps[i] = share_of(positions[i] - positions[i - 1]);
    double carried = 0, passed = 0;
    for (std::size_t i = 1; i < n; ++i) {
      passed += mass[i - 1];
      carried = carried * (1 - gaps[i]) + gaps[i] * passed;
      sums[i] += weight * carried;
    }
    carried = passed = 0;
    for (std::size_t i = n - 1; i > 0; --i) {
      passed += mass[i];
      carried = carried * (1 - gaps[i]) + gaps[i] * passed;
      sums[i - 1] += weight * carried;
    }
  };
  const double unit = kStep / (2 * std::sqrt(std::numbers::pi));
  const int nodes = static_cast<int>((highest - kLowest) / kStep);
  for (int node = 0; node <= nodes; ++node) {
    const double s = kLowest + node * kStep, rate = std::exp(s);
    sweep([rate](double gap) { return -std::expm1(-rate * gap); }, unit * std::exp(-s / 2));
  }
  // Nodes above see any two different positions at 1, nodes below see x d.
  const double ratio = std::exp(-kStep / 2);
  const double above = unit * std::exp(-(kLowest + nodes * kStep) / 2) * ratio / (1 - ratio);
  sweep([](double gap) { return gap > 0 ? 1.0 : 0.0; }, above);
  const double below = unit * std::exp(kLowest / 2) * ratio / (1 - ratio);
  double mass_below = 0, linear = 0, mass_above = 0;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (i > 0) linear += mass_below * (positions[i] - positions[i - 1]);
    mass_below += mass[i];
    sums[i] += below * linear;
  }
  linear = 0;
  for (std::size_t i = positions.size(); i-- > 0;) {
    if (i + 1 < positions.size()) linear += mass_above * (positions[i + 1] - positions[i]);
    mass_above += mass[i];
    sums[i] += below * linear;
  }
  return sums;
}

// (x - y)/(x + y) is tanh((u - v)/2) for x = e^u, y = e^v.
std::vector<double> spread_ratios(std::span<const double> positions, std::span<const double> mass) {
  std::vector<double> sums(positions.size(), 0), logs;
  double at_zero = 0, positive = 0;
  std::size_t first = 0;
  while (first < positions.size() && positions[first] <= 0) at_zero += mass[first++];
  for (std::size_t i = first; i < positions.size(); ++i) {
    logs.push_back(std::log(positions[i]));
    positive += mass[i];
  }
  const std::vector<double> smooth = spread_smooth(logs, mass.subspan(first), 1, [](double d) {
    const double tangent = std::tanh(d / 2);
    return tangent * tangent;
  });
  for (std::size_t i = 0; i < first; ++i) sums[i] = positive;
  for (std::size_t i = first; i < positions.size(); ++i) sums[i] = smooth[i - first] + at_zero;
  return sums;
}

// With R = 1 and p' = 1 - p the distance is 1 - 2 p q / (p + q) - 2 p' q' / (p' + q'), by partial
// fractions; both terms are smooth in the logarithm.
std::vector<double> spread_bipolar(std::span<const double> positions,
                                   std::span<const double> mass) {
  const std::size_t n = positions.size();
  std::vector<double> mirrored(n), mirrored_mass(n);
  for (std::size_t i = 0; i < n; ++i) {
    mirrored[i] = 1 - positions[n - 1 - i];
    mirrored_mass[i] = mass[n - 1 - i];
  }
  const std::vector<double> low = spread_harmonic(positions, mass);
  const std::vector<double> high = spread_harmonic(mirrored, mirrored_mass);
  const double total = total_of(mass);
  std::vector<double> sums(n);
  for (std::size_t i = 0; i < n; ++i) sums[i] = total - low[i] - high[n - 1 - i];
  return sums;
}

}  // namespace lbl::stats
