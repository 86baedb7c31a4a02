// What a coefficient's formula takes and gives, and the parts that formulas have in common.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/agree/sample.hpp"
#include "lbl/stats/distance.hpp"
#include "lbl/stats/estimate.hpp"
#include "lbl/stats/resampling.hpp"

namespace lbl::agree {

/// What a formula may use. Distances are disagreement: weight = 1 - distance.
struct Input {
  const Sample& sample;
  const stats::DistanceKernel& kernel;      ///< over sample.support
  const std::vector<double>& disagreement;  ///< mean_distances of sample.patterns
  std::size_t categories = 0;               ///< of the whole category set
  bool by_rank = false;                     ///< distances come from the ranks of the answers
  Missing missing = Missing::items;
  double level = 0.95;
  double sampled_fraction = 0;    ///< items / population; 0 without --population
  std::vector<double> numbers{};  ///< of sample.support, for coefficients of numbers
  std::string_view form{};        ///< which form of a coefficient that has several (icc)
  /// Expected disagreement by the known shares of the labels; none when they are not known.
  std::optional<double> known_expected{};
  double unit = 1;          ///< what one item adds to a count: more where items are weighted
  bool value_only = false;  ///< for replicates: errors, intervals and tests are not looked at
  unsigned threads = 1;
};

/// A number that belongs to one kind of figure, under the name it has in reports.
struct Detail {
  std::string name;
  double value = 0;
};

/// One figure of agreement.
struct Figure {
  stats::Estimate estimate;
  std::optional<double> p;               ///< two-sided, for "no agreement beyond chance"
  std::string p_method;                  ///< "t" or "normal"; empty without p
  std::optional<double> se0;             ///< standard error under that hypothesis (Cohen's kappa)
  std::optional<double> maximum;         ///< the largest value that the marginals allow
  std::optional<std::uint64_t> pairs;    ///< pairs of annotators that were averaged
  std::optional<std::uint64_t> samples;  ///< random continua an item (gamma)
  std::vector<Detail> details;           ///< F and its degrees, limits, shifts, ...
  std::optional<stats::BootstrapFigure> bootstrap;
  std::uint64_t items = 0;        ///< items that observed agreement comes from
  std::uint64_t items_rated = 0;  ///< items with an answer
  std::uint64_t ratings = 0;      ///< answers used
  std::uint64_t annotators = 0;
};

/// A figure without an estimate yet: the counts of a formula that uses all answers of the sample.
Figure figure_of(const Sample& sample);
/// A figure that has no value, and why.
Figure undefined_figure(const Sample& sample, const std::string& reason,
                        const std::string& message);
/// The figure of a sample in which all answers that count are one label.
Figure one_label_figure(const Sample& sample);

/// How much an item with `answers` answers counts towards observed agreement.
double item_weight(Missing missing, std::size_t answers);

/// Observed disagreement: the weighted mean over items of the mean distance between two answers.
double observed_disagreement(const Input& input);

/// sum of count x deviation(pattern)^2 / (n (n - 1)), in any order the same: the variance of a mean
/// over n items, or of a statistic by its linearisation.
double variance_over_items(const PatternTable& patterns, std::uint64_t items,
                           const std::function<double(std::size_t)>& deviation);

/// 0 for a standard error that is only what rounding left of 0.
double without_noise(double se);

/// Standard error, a t interval with items_rated - 1 degrees (Gwet 2014, section 5.3) cut to
/// [-1, 1], and p. Nothing when there is only one item.
void add_t_interval(Figure& figure, const Input& input, double variance);

/// value +- z x se cut to [-1, 1].
void add_normal_interval(Figure& figure, double se, double level);

/// A coefficient 1 - observed / expected disagreement, with Gwet's linearised standard error (2014,
/// section 5.3 and appendix; 2008, eq. 9 for AC1). `excess(pattern)` is how far expected
/// disagreement seen from one item of that pattern lies from its mean (half its derivative);
/// patterns are sample.patterns, or sample.rows with their own `disagreement`.
Figure chance_corrected(const Input& input, const PatternTable& patterns,
                        const std::vector<double>& disagreement, double expected,
                        const std::function<double(std::size_t)>& excess);

/// chance_corrected over sample.patterns where the item's part of expected disagreement is the mean
/// of `slope` over its answers.
Figure chance_corrected(const Input& input, double expected, const std::vector<double>& slope);

}  // namespace lbl::agree
