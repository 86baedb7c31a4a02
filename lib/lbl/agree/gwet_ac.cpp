// Gwet's AC1 and AC2 (2008, eq. 6; with weights and missing answers 2014, eq. 4.17).
#include "lbl/agree/coefficient.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

Figure gwet_ac(const Input& input) {
  const Sample& sample = input.sample;
  if (input.categories < 2) return one_label_figure(sample);
  const auto q = static_cast<double>(input.categories);
  // Chance agreement is the sum of all weights / (q (q - 1)) times the sum of share (1 - share).
  const double weight = (q * q - input.kernel.total()) / (q * (q - 1));
  std::vector<double> slope(sample.shares.size());
  stats::ExactSum chance;
  for (std::size_t k = 0; k < slope.size(); ++k) {
    slope[k] = -weight * (1 - sample.shares[k]);
    chance.add(-slope[k] * sample.shares[k]);
  }
  return chance_corrected(input, 1 - chance.value(), slope);
}

}  // namespace lbl::agree
