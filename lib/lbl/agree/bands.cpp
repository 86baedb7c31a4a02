// Normal probabilities between the bounds of bands.
#include "lbl/agree/bands.hpp"

#include "lbl/agree/coefficient.hpp"
#include "lbl/stats/distributions.hpp"

namespace lbl::agree {

namespace {

bool corrects_for_chance(const Measure& measure) {
  const Family family = measure.coefficient->family;
  return (family == Family::chance || family == Family::alpha) &&
         measure.coefficient->name != "percent_agreement";
}

std::vector<BandChance> with_chances(const Measure& measure, std::vector<BandChance> bands) {
  const stats::Estimate& estimate = measure.figure.estimate;
  if (!corrects_for_chance(measure) || !estimate.value || !estimate.se || *estimate.se <= 0) {
    return {};
  }
  const auto below = [&](double x) {
    return stats::normal_cdf((x - *estimate.value) / *estimate.se);
  };
  const double all = below(1) - below(-1);
  if (!(all > 0)) return {};
  for (BandChance& band : bands) band.probability = (below(band.high) - below(band.low)) / all;
  return bands;
}

}  // namespace

std::vector<BandChance> landis_koch_bands(const Measure& measure) {
  return with_chances(measure, {{"poor", -1, 0},
                                {"slight", 0, 0.2},
                                {"fair", 0.2, 0.4},
                                {"moderate", 0.4, 0.6},
                                {"substantial", 0.6, 0.8},
                                {"almost perfect", 0.8, 1}});
}

std::vector<BandChance> krippendorff_bands(const Measure& measure) {
  return with_chances(measure,
                      {{"unreliable", -1, 0.667}, {"tentative", 0.667, 0.8}, {"reliable", 0.8, 1}});
}

}  // namespace lbl::agree
