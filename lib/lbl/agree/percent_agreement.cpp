// Percent agreement: the mean over items of the (weighted) share of agreeing pairs (Gwet
// 2014, 2.1).
#include "lbl/agree/coefficient.hpp"

namespace lbl::agree {

Figure percent_agreement(const Input& input) {
  const Sample& sample = input.sample;
  // The chance-corrected form without chance: 1 - observed / 1.
  Figure figure = chance_corrected(input, sample.patterns, input.disagreement, 1,
                                   [](std::size_t) { return 0.0; });
  // That people agree on nothing at all is no hypothesis worth a test.
  figure.p.reset();
  figure.p_method.clear();
  return figure;
}

}  // namespace lbl::agree
