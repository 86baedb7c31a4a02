// The bootstrap over counted patterns: replicates, intervals, and nothing that depends on threads.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lbl/base/random.hpp"
#include "lbl/stats/estimate.hpp"

namespace lbl::stats {

/// Draws `draws` units with replacement from a population of counted kinds: one exact multinomial
/// draw by conditional binomials, in the order of the kinds.
void draw_multinomial(std::span<const std::uint64_t> counts, std::uint64_t draws,
                      base::Random& random, std::vector<std::uint64_t>& drawn);

/// What the replicates say of one figure.
struct BootstrapFigure {
  std::uint64_t replicates = 0;
  std::uint64_t undefined = 0;  ///< replicates in which the figure has no value
  std::optional<double> se;
  std::optional<Interval> percentile;  ///< Efron and Tibshirani (1993), ch. 13
  std::optional<Interval> bca;         ///< Efron (1987): bias corrected and accelerated
  std::string unit;                    ///< what was drawn: "item", "annotator", a field
};

/// How to draw.
struct BootstrapSpec {
  std::uint64_t replicates = 0;
  std::uint64_t seed = 1;
  std::string use;  ///< sets the stream apart from others of the same seed
  double level = 0.95;
  unsigned threads = 0;
};

/// All figures of one resampled batch, NaN where one has no value. `counts` stand beside the kinds.
using Statistics = std::function<std::vector<double>(std::span<const std::uint64_t> counts)>;

/// Bootstraps `counts`: every replicate has a stream of its own, so threads change nothing.
/// `observed` are the figures of the counts themselves; `make` gives each worker its own way to
/// compute. The acceleration is found by leaving out one unit of each kind at a time, and where
/// there are more than 2,000 kinds, each of 500 units drawn at random.
std::vector<BootstrapFigure> bootstrap(std::span<const std::uint64_t> counts,
                                       const BootstrapSpec& spec,
                                       const std::vector<double>& observed,
                                       const std::function<Statistics()>& make);

/// The intervals of one figure from its replicates (NaN: undefined), by value and acceleration.
BootstrapFigure bootstrap_figure(std::vector<double> replicates, double observed,
                                 std::optional<double> acceleration, double level);

}  // namespace lbl::stats
