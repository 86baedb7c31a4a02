// Chooses the effective number of items, then the interval.
#include "lbl/sample/rate_interval.hpp"

#include <cmath>

#include "lbl/stats/distributions.hpp"
#include "lbl/stats/intervals.hpp"
#include "lbl/stats/sample_size.hpp"

namespace lbl::sample {

namespace {

stats::Interval interval(stats::Bounds bounds, double level, const char* method) {
  return {bounds.low, bounds.high, level, method};
}

std::optional<MadeInterval> by_design(const RateFacts& facts) {
  if (!(facts.df >= 1)) return std::nullopt;
  const double half = facts.se * stats::t_quantile(0.5 + facts.level / 2, facts.df);
  return MadeInterval{interval({facts.rate - half, facts.rate + half}, facts.level, "design"),
                      std::nullopt};
}

double effective_items(const RateFacts& facts) {
  const double spread = facts.rate * (1 - facts.rate);
  if (!facts.simple) return facts.se > 0 ? spread / (facts.se * facts.se) : facts.items;
  double n = facts.items;
  if (facts.population && *facts.population > 1) {
    const double left = *facts.population - facts.sample;
    if (left <= 0) return INFINITY;
    n *= (*facts.population - 1) / left;
  }
  if (facts.review_variance > 0 && spread > 0) n = spread / (spread / n + facts.review_variance);
  return n;
}

bool is_whole(double number) {
  return std::fabs(number - std::round(number)) < 1e-9;
}

// The exact bounds for the number of defects in a finite population.
std::optional<stats::Bounds> hypergeometric(const RateFacts& facts) {
  constexpr double kMost = 4294967295.0;
  const double count = facts.rate * facts.items;
  if (!facts.simple || !facts.whole || !facts.population || facts.review_variance > 0 ||
      !is_whole(count) || !is_whole(*facts.population) || *facts.population > kMost) {
    return std::nullopt;
  }
  const stats::DefectBounds bounds =
      stats::defect_bounds(static_cast<std::uint64_t>(std::llround(*facts.population)),
                           static_cast<std::uint64_t>(std::llround(facts.items)),
                           static_cast<std::uint64_t>(std::llround(count)), (1 - facts.level) / 2);
  return stats::Bounds{static_cast<double>(bounds.low) / *facts.population,
                       static_cast<double>(bounds.high) / *facts.population};
}

}  // namespace

std::optional<MadeInterval> rate_interval(RateInterval method, const RateFacts& facts) {
  if (method == RateInterval::automatic) {
    method = facts.simple ? RateInterval::wilson : RateInterval::design;
  }
  if (method == RateInterval::design) return by_design(facts);
  const double n = effective_items(facts);
  MadeInterval made;
  made.effective_n = n;
  if (std::isinf(n)) {  // all were looked at
    made.effective_n.reset();
    made.interval = interval({facts.rate, facts.rate}, facts.level, "census");
    return made;
  }
  const stats::Proportion observed{facts.rate * n, n};
  switch (method) {
    case RateInterval::clopper_pearson:
      if (const auto exact = hypergeometric(facts)) {
        made.interval = interval(*exact, facts.level, "hypergeometric");
        made.effective_n.reset();
        return made;
      }
      made.interval =
          interval(stats::clopper_pearson(observed, facts.level), facts.level, "clopper-pearson");
      break;
    case RateInterval::jeffreys:
      made.interval = interval(stats::jeffreys(observed, facts.level), facts.level, "jeffreys");
      break;
    case RateInterval::agresti_coull:
      made.interval =
          interval(stats::agresti_coull(observed, facts.level), facts.level, "agresti-coull");
      break;
    default:
      made.interval =
          interval(stats::wilson_effective(facts.rate, n, facts.level), facts.level, "wilson");
  }
  return made;
}

}  // namespace lbl::sample
