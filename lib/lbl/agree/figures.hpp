// All requested figures of one state.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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
  double unit = 1;       ///< what one item adds to a count (Input)
  unsigned threads = 1;  ///< of one figure, where the states are not many
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

  class Recount;

 private:
  struct Prepared;

  std::optional<double> known_expected(std::size_t request) const;
  Missing missing_for(const Coefficient& coefficient) const;
  enum class Wanted : std::uint8_t { all, value };
  Figure figure(const Request& request, const Sample& sample, Prepared& prepared,
                Wanted wanted) const;

  const Scale& scale_;
  std::vector<Request> requests_;
  std::vector<stats::DistanceKernel> kernels_;  ///< beside requests_; unused for a metric by rank
  Conventions conventions_;
};

/// The figures of one state under other counts of its patterns, over and over. One for a thread.
class FigureMaker::Recount {
 public:
  /// Both must outlive it.
  Recount(const FigureMaker& maker, const State& state);
  ~Recount();
  Recount(const Recount&) = delete;
  Recount& operator=(const Recount&) = delete;

  /// The values of measures(), NaN where there is none, with these counts of State::answers and
  /// State::rows (empty when dropped).
  std::vector<double> values(const std::vector<std::uint64_t>& answers,
                             const std::vector<std::uint64_t>& rows);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace lbl::agree
