// The names of measures, clusterings and tests, and what kind of figure each measure gives.
#include <array>

#include "lbl/bias/bias.hpp"

namespace lbl::bias {

std::string_view measure_name(Measure measure) {
  static constexpr std::array<std::string_view, 11> kNames{
      "rate",      "mean", "disagreement", "missing", "error", "error",
      "deviation", "fpr",  "fnr",          "ppv",     "npv"};
  return kNames[static_cast<std::size_t>(measure)];
}

bool is_share(Measure measure) {
  return measure != Measure::mean && measure != Measure::absolute_error &&
         measure != Measure::deviation;
}

std::string_view cluster_name(Cluster cluster) {
  static constexpr std::array<std::string_view, 5> kNames{"auto", "item", "annotator",
                                                          "item+annotator", "none"};
  return kNames[static_cast<std::size_t>(cluster)];
}

std::string_view trend_test_name(TrendTest test) {
  if (test == TrendTest::cochran_armitage) return "cochran-armitage";
  return "linear-by-linear";
}

std::string_view test_name(Test test) {
  static constexpr std::array<std::string_view, 6> kNames{"auto",        "chi2",      "fisher",
                                                          "permutation", "rao-scott", "wald"};
  return kNames[static_cast<std::size_t>(test)];
}

}  // namespace lbl::bias
