// All requested figures of one state.
#pragma once

#include <string_view>
#include <vector>

#include "lbl/agree/agreement.hpp"
#include "lbl/agree/request.hpp"
#include "lbl/agree/scale.hpp"

namespace lbl::agree {

/// Conventions that hold for every figure of a task.
struct Conventions {
  Missing missing = Missing::items;
  double level = 0.95;
  double sampled_fraction = 0;
};

/// How missing answers count in a coefficient, by name.
std::string_view missing_of(const Coefficient& coefficient, Missing chosen);

/// Computes the figures of one state after another. Distances of the whole category set are made
/// once; those of a sample are shared by all coefficients that use them.
class FigureMaker {
 public:
  /// `scale` must outlive the maker.
  FigureMaker(const Scale& scale, std::vector<Request> requests, const Conventions& conventions);

  /// One measure a request, with the task, slice and selectors left for the caller.
  std::vector<Measure> measures(const State& state) const;

 private:
  struct Prepared;

  Figure figure(const Request& request, const Sample& sample, Prepared& prepared) const;

  const Scale& scale_;
  std::vector<Request> requests_;
  std::vector<stats::DistanceKernel> kernels_;  ///< beside requests_; unused for a metric by rank
  Conventions conventions_;
};

}  // namespace lbl::agree
