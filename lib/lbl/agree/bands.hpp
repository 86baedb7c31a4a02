// How sure it is that a coefficient lies in a band of Landis and Koch, or of Krippendorff.
#pragma once

#include <string_view>
#include <vector>

#include "lbl/agree/agreement.hpp"

namespace lbl::agree {

/// A band and the probability that the coefficient lies in it.
struct BandChance {
  std::string_view name;
  double low = 0, high = 1;
  double probability = 0;
};

/// "poor" below 0, "slight", "fair", "moderate", "substantial", "almost perfect" in fifths of 0 to
/// 1 (Landis and Koch 1977). Probabilities as in Gwet (2014, section 6.4): normal around the value
/// with its standard error, cut to [-1, 1]. Nothing for a figure that has no standard error or does
/// not correct for chance.
std::vector<BandChance> landis_koch_bands(const Measure& measure);
/// "unreliable" below 0.667, "tentative", "reliable" from 0.8 on (Krippendorff 2004, p. 241).
std::vector<BandChance> krippendorff_bands(const Measure& measure);

}  // namespace lbl::agree
