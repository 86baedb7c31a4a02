// Brennan and Prediger (1981): chance agreement if every label were as likely (Bennett's S,
// Randolph).
#include "lbl/agree/coefficient.hpp"

namespace lbl::agree {

Figure brennan_prediger(const Input& input) {
  if (input.categories < 2) return one_label_figure(input.sample);
  const auto q = static_cast<double>(input.categories);
  return chance_corrected(input, input.sample.patterns, input.disagreement,
                          input.kernel.total() / (q * q), [](std::size_t) { return 0.0; });
}

}  // namespace lbl::agree
