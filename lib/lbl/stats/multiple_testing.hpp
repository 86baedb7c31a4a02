// Adjusting p values for the number of tests that were made.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace lbl::stats {

/// How a family of p values is adjusted. `bh` and `by` bound the share of false discoveries
/// (Benjamini and Hochberg 1995; Benjamini and Yekutieli 2001, valid under any dependence), `holm`
/// the chance of even one (Holm 1979).
enum class Correction : std::uint8_t { none, bh, by, holm };

/// "none", "bh", "by", "holm".
std::string_view correction_name(Correction correction);
/// The correction of that name; none if there is no such correction.
std::optional<Correction> correction(std::string_view name);

/// The adjusted values, in the order of `p_values` (each in [0, 1]), at most 1. An adjusted value
/// of at most 1 - level is a finding at that level.
std::vector<double> adjusted_p(const std::vector<double>& p_values, Correction correction);

}  // namespace lbl::stats
