// Sums of mass times a distance over all pairs of many numbers, in time linear in their count.
#pragma once

#include <span>
#include <vector>

namespace lbl::stats {

/// For each a: the sum over b of sqrt|p[a] - p[b]| mass[b]. Positions ascend within [0, 1]. Error
/// about 1e-13 of the sum.
std::vector<double> spread_roots(std::span<const double> positions, std::span<const double> mass);

/// For each a: the sum over b of ((p[a] - p[b]) / (p[a] + p[b]))^2 mass[b]; 0 and 0 are equal.
/// Positions ascend from 0 or more. Error about 1e-14 of the whole mass.
std::vector<double> spread_ratios(std::span<const double> positions, std::span<const double> mass);

/// For each a: the sum over b of (p[a] - p[b])^2 / ((p[a] + p[b]) (2 - p[a] - p[b])) mass[b].
/// Positions ascend within [0, 1]. Error about 1e-14 of the whole mass.
std::vector<double> spread_bipolar(std::span<const double> positions, std::span<const double> mass);

}  // namespace lbl::stats
