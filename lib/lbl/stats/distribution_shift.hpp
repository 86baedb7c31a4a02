// How far two distributions of counts over the same categories are apart.
#pragma once

#include <vector>

namespace lbl::stats {

/// A zero count stands for this share where a logarithm needs one, as in evidently.
inline constexpr double kShareOfNone = 1e-4;

/// Population stability index: the sum of (q - p) ln(q / p) over shares p of `base` and q of
/// `current` (Kullback's symmetric divergence, 1959; Siddiqi 2006). Both must have a count.
double population_stability(const std::vector<double>& base, const std::vector<double>& current);

/// Jensen-Shannon divergence in bits, in [0, 1] (Lin 1991). Zeros need no stand-in.
double jensen_shannon(const std::vector<double>& base, const std::vector<double>& current);

/// The mean of population_stability when both are samples of `base_size` and `current_size` from
/// one distribution over `categories`: (categories - 1) (1 / base_size + 1 / current_size)
/// (Yurdakul and Naranjo 2020).
double stability_under_chance(double categories, double base_size, double current_size);

}  // namespace lbl::stats
