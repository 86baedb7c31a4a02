// Fleiss' kappa and Scott's pi: chance agreement by the mean shares of all annotators together.
#include "lbl/agree/coefficient.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

// Fleiss (1971), eq. 7, with weights and missing answers by Gwet (2014), eq. 2.15 and table 5.1.
Figure fleiss_kappa(const Input& input) {
  const Sample& sample = input.sample;
  if (input.known_expected) {
    // Known shares are no estimate: they add nothing to the error.
    if (*input.known_expected <= 0) return one_label_figure(sample);
    return chance_corrected(input, sample.patterns, input.disagreement, *input.known_expected,
                            [](std::size_t) { return 0.0; });
  }
  if (sample.support.size() < 2) return one_label_figure(sample);
  const std::vector<double> slope = input.kernel.spread(sample.shares);
  stats::ExactSum expected;
  for (std::size_t k = 0; k < slope.size(); ++k) expected.add(sample.shares[k] * slope[k]);
  return chance_corrected(input, expected.value(), slope);
}

// Scott (1955), eq. 1 and 2: with two annotators the two are one formula.
Figure scott_pi(const Input& input) {
  return fleiss_kappa(input);
}

}  // namespace lbl::agree
