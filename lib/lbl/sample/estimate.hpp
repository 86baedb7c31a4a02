// From reviewed items back to the batch: rates, means, totals and ratios with their uncertainty.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lbl/sample/review_design.hpp"
#include "lbl/sample/reviews.hpp"
#include "lbl/stats/estimate.hpp"

namespace lbl::sample {

enum class Statistic : std::uint8_t { mean, total, rate, ratio };
/// "mean", ...
const char* statistic_name(Statistic statistic);

/// How the interval of a rate is made. `automatic`: Wilson for a simple random sample, else design.
enum class RateInterval : std::uint8_t {
  automatic,
  wilson,
  clopper_pearson,
  jeffreys,
  agresti_coull,
  design
};

/// Totals that are known of the population: per group of the table, by value.
struct KnownTotals {
  std::size_t group = 0;
  std::string file;  ///< for messages
  std::map<std::string, double> totals;
};

struct EstimateSpec {
  std::vector<Statistic> statistics;  ///< empty: what fits the values
  bool has_denominator = false;       ///< the table's last column, for ratios
  RateInterval interval = RateInterval::automatic;
  double level = 0.95;
  ReviewDesignSpec design;
  /// Slices to report beside the whole: groups of the table that are crossed.
  std::vector<std::vector<std::size_t>> by;
  stats::Calibration::Kind calibration = stats::Calibration::Kind::none;
  std::vector<KnownTotals> known;  ///< post-strata: one
};

/// One figure.
struct EstimateEntry {
  Statistic statistic = Statistic::rate;
  std::string variable;  ///< "severity", "label=hate", "errors/items"
  std::vector<std::pair<std::string, std::optional<std::string>>> slice;
  stats::Estimate estimate;
  std::optional<double> df;
  std::uint64_t items = 0;              ///< that the figure rests on
  std::uint64_t answers = 0;            ///< of them, reviewers counted each
  std::optional<double> design_effect;  ///< against a simple random sample with replacement
  std::optional<double> effective_n;    ///< for a rate's interval
  std::uint64_t shared_items = 0;       ///< with two reviewers or more
  std::optional<double> disagreement;   ///< share of their pairs that differ
  std::optional<double> review_se;      ///< the part of the standard error that they cause
};

/// All figures, and what they rest on.
struct EstimateResult {
  std::vector<EstimateEntry> entries;
  std::string source, design;  ///< see ReviewDesign
  std::uint64_t items = 0, unanswered = 0;
  std::uint32_t strata = 1, clusters = 0;
  bool clustered = false;
  std::optional<double> population;
  double weight_sum = 0;
  double not_reviewed = 0;
};

/// Computes them. The unit is the item: several reviewers of one are averaged first (CONVENTIONS
/// 11), and where the population is finite what they differ by is added to the variance
/// (two-stage, Cochran 1977, eq. 10.15). Throws Error (input) as review_design() does, and for
/// totals that do not fit the items.
EstimateResult estimate(const ReviewTable& table, const EstimateSpec& spec);

}  // namespace lbl::sample
