// Answers to questions about sample sizes; the formulas are those of stats/sample_size.
#include "lbl/sample/size_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/base/error.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/sample_size.hpp"

namespace lbl::sample {

namespace {

using Population = std::optional<std::uint64_t>;

constexpr std::uint64_t kMostUnits = 0xFFFFFFFFu;  // what the hypergeometric distribution takes

[[noreturn]] void refuse(const std::string& message) {
  throw base::Error(base::ErrorKind::usage, message);
}

void check_open(const char* option, double value) {
  if (!(value > 0 && value < 1)) {
    refuse(fmt::format("{}: {} is not between 0 and 1", option, value));
  }
}

void check_closed(const char* option, double value) {
  if (!(value >= 0 && value <= 1)) {
    refuse(fmt::format("{}: {} is not a rate; a rate is at least 0 and at most 1", option, value));
  }
}

// The least number of defects whose rate is `rate` or more.
std::uint64_t defects_of(double rate, std::uint64_t population) {
  const double exact = rate * static_cast<double>(population);
  return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(exact - 1e-9)));
}

stats::SampleSize needed(const SizePlanSpec& spec, const Population& population) {
  if (spec.question == PlanQuestion::margin) {
    return stats::size_for_margin(spec.margin, spec.expect, spec.level, population);
  }
  stats::SampleSize size = stats::size_for_detection(spec.detect, spec.level);
  if (!population) return size;
  const auto n =
      stats::size_for_detection(*population, defects_of(spec.detect, *population), spec.level);
  size.n = n.value_or(0);
  size.exact = static_cast<double>(size.n);
  return size;
}

// What a rate near `expect` in n units says of all.
void add_margin(const SizePlanSpec& spec, const Population& population, PlanFigures& figures) {
  if (figures.n == 0) return;
  const auto n = static_cast<double>(figures.n);
  figures.margin = stats::normal_margin(n, spec.expect, spec.level, population);
  double effective = n;
  if (population) {
    const double correction = stats::finite_correction(n, static_cast<double>(*population));
    if (correction == 0) {
      figures.interval = {spec.expect, spec.expect};
      return;
    }
    effective = n / (correction * correction);
  }
  figures.interval = stats::wilson_effective(spec.expect, effective, spec.level);
}

PlanFigures figures_of(const SizePlanSpec& spec, const Population& population,
                       std::optional<std::uint64_t> given) {
  PlanFigures figures;
  if (given) {
    figures.n = population ? std::min(*given, *population) : *given;
  } else {
    const stats::SampleSize size = needed(spec, population);
    figures.n = size.n;
    figures.n_exact = size.exact;
    figures.n_unlimited = size.unlimited;
  }
  add_margin(spec, population, figures);
  if (figures.n > 0) {
    figures.detectable_rate = stats::detectable_rate(figures.n, spec.level, population);
  }
  return figures;
}

// The margin of a stratified estimate: strata weigh as their share of the population.
std::optional<double> stratified_margin(const SizePlanSpec& spec, const SizePlan& plan,
                                        double all) {
  double sum = 0;
  for (std::size_t i = 0; i < plan.strata.size(); ++i) {
    if (spec.strata[i].population == 0) continue;
    if (!plan.strata[i].margin) return std::nullopt;
    const double share = static_cast<double>(spec.strata[i].population) / all;
    sum += share * share * *plan.strata[i].margin * *plan.strata[i].margin;
  }
  return std::sqrt(sum);
}

std::vector<std::optional<std::uint64_t>> given_sizes(const SizePlanSpec& spec) {
  std::vector<std::optional<std::uint64_t>> sizes(spec.strata.size());
  if (spec.question != PlanQuestion::given_n) return sizes;
  std::vector<stats::StratumSize> strata;
  for (const PlannedStratum& stratum : spec.strata) strata.push_back({stratum.population, 0});
  const stats::Allocation allocation =
      stats::allocate(spec.allocate, strata, spec.n, spec.min_per_stratum.value_or(1));
  std::copy(allocation.units.begin(), allocation.units.end(), sizes.begin());
  return sizes;
}

void add_strata(const SizePlanSpec& spec, SizePlan& plan) {
  const auto given = given_sizes(spec);
  std::uint64_t all = 0, n = 0;
  double exact = 0;
  for (std::size_t i = 0; i < spec.strata.size(); ++i) {
    plan.strata.push_back(figures_of(spec, spec.strata[i].population, given[i]));
    all += spec.strata[i].population;
    n += plan.strata.back().n;
    exact += plan.strata.back().n_exact.value_or(0);
  }
  plan.whole = figures_of(spec, all, n);
  if (spec.question != PlanQuestion::given_n) plan.whole.n_exact = exact;
  plan.whole.margin = stratified_margin(spec, plan, static_cast<double>(all));
  plan.whole.interval.reset();
  plan.whole.detectable_rate.reset();  // the strata may differ in how thinly they are looked at
}

PlanFigures comparison(const SizePlanSpec& spec) {
  PlanFigures figures;
  const double alpha = 1 - spec.level;
  const auto take = [&](const stats::SampleSize& size) {
    figures.n = size.n;
    figures.n_exact = size.exact;
    figures.n_unlimited = size.unlimited;
  };
  if (spec.question == PlanQuestion::given_groups) {
    figures.n = spec.n;
  } else if (spec.question == PlanQuestion::difference) {
    take(stats::size_for_difference_margin(spec.margin, spec.p1, spec.p2, spec.level));
  } else if (spec.question == PlanQuestion::ratio) {
    take(stats::size_for_ratio(spec.factor, spec.p1, spec.p2, spec.level));
  } else {
    take(stats::size_for_difference(spec.p1, spec.p2, alpha, spec.power));
    figures.n_arcsine =
        stats::size_for_difference_arcsine(spec.p1, spec.p2, alpha, spec.power).exact;
  }
  const auto n = static_cast<double>(figures.n);
  const double z = stats::normal_quantile(0.5 + spec.level / 2);
  figures.margin = z * std::sqrt((spec.p1 * (1 - spec.p1) + spec.p2 * (1 - spec.p2)) / n);
  if (spec.p1 != spec.p2) figures.power = stats::power_of_difference(n, spec.p1, spec.p2, alpha);
  return figures;
}

void check_comparison(const SizePlanSpec& spec) {
  check_open("--compare", spec.p1);
  check_open("--compare", spec.p2);
  if (spec.question == PlanQuestion::power) {
    check_open("--power", spec.power);
    if (spec.p1 == spec.p2)
      refuse("--compare: the two rates are equal; no number tells them apart");
  }
  if (spec.question == PlanQuestion::ratio && !(spec.factor > 1)) {
    refuse(fmt::format("--factor: {} is not above 1", spec.factor));
  }
  if (spec.population || !spec.strata.empty()) {
    refuse(
        "--compare: the groups are taken as large; --population and --strata have no part in it");
  }
}

}  // namespace

const char* plan_question_name(PlanQuestion question) {
  switch (question) {
    case PlanQuestion::margin:
      return "margin";
    case PlanQuestion::detect:
      return "detect";
    case PlanQuestion::power:
      return "power";
    case PlanQuestion::difference:
      return "difference";
    case PlanQuestion::ratio:
      return "ratio";
    case PlanQuestion::given_n:
      return "given-n";
    case PlanQuestion::given_groups:
      return "given-groups";
  }
  return "";
}

bool compares(PlanQuestion question) {
  return question == PlanQuestion::power || question == PlanQuestion::difference ||
         question == PlanQuestion::ratio || question == PlanQuestion::given_groups;
}

void check(const SizePlanSpec& spec) {
  check_open("--level", spec.level);
  check_closed("--expect", spec.expect);
  if (spec.question == PlanQuestion::margin || spec.question == PlanQuestion::difference) {
    check_open("--margin", spec.margin);
  }
  if (spec.question == PlanQuestion::margin && (spec.expect <= 0 || spec.expect >= 1)) {
    refuse("--expect: a rate of 0 or 1 has no margin; --detect P asks how many find one defect");
  }
  if (spec.question == PlanQuestion::detect) check_open("--detect", spec.detect);
  const bool given =
      spec.question == PlanQuestion::given_n || spec.question == PlanQuestion::given_groups;
  if (given && spec.n == 0) refuse("-n: 0 units prove nothing");
  if (compares(spec.question)) check_comparison(spec);
  if (spec.population == 0U) refuse("--population: there is nothing in a population of 0");
  if (spec.population.value_or(1) > kMostUnits) {
    refuse("--population: more than 4,294,967,295 units; leave it out, it makes no difference");
  }
}

SizePlan size_plan(const SizePlanSpec& spec) {
  SizePlan plan;
  if (compares(spec.question)) {
    plan.whole = comparison(spec);
    return plan;
  }
  if (!spec.strata.empty()) {
    add_strata(spec, plan);
    return plan;
  }
  std::optional<std::uint64_t> given;
  if (spec.question == PlanQuestion::given_n) given = spec.n;
  plan.whole = figures_of(spec, spec.population, given);
  if (plan.whole.n > 0) plan.oc = stats::oc_curve({plan.whole.n, 0, spec.population});
  return plan;
}

}  // namespace lbl::sample
