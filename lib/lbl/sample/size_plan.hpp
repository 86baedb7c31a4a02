// How many units a review needs, or what a number of them proves, in a population or its strata.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lbl/model/slice.hpp"
#include "lbl/sample/strata.hpp"
#include "lbl/stats/allocation.hpp"
#include "lbl/stats/intervals.hpp"
#include "lbl/stats/operating_characteristic.hpp"

namespace lbl::sample {

/// What a plan is asked.
enum class PlanQuestion : std::uint8_t {
  margin,       ///< n for a margin of error of a rate
  detect,       ///< n that holds at least one defect of a given rate
  power,        ///< n per group to tell two rates apart
  difference,   ///< n per group for a margin of error of their difference
  ratio,        ///< n per group to know their ratio within a factor
  given_n,      ///< what n units prove
  given_groups  ///< what n units per group prove about two rates
};
/// "margin", "detect", ...
const char* plan_question_name(PlanQuestion question);
/// Whether the question is about two groups.
bool compares(PlanQuestion question);

/// One stratum, or the population.
struct PlannedStratum {
  StratumValues values;
  std::uint64_t population = 0;
};

/// A question, whole. What does not belong to it is left alone.
struct SizePlanSpec {
  PlanQuestion question = PlanQuestion::margin;
  double margin = 0;
  double expect = 0.5;
  double detect = 0;
  double level = 0.95;
  std::uint64_t n = 0;
  double p1 = 0, p2 = 0, power = 0.8, factor = 2;
  std::optional<std::uint64_t> population;
  std::vector<model::SliceSpec> fields;  ///< of the strata
  std::vector<PlannedStratum> strata;    ///< empty: the population is one
  stats::AllocationRule allocate = stats::AllocationRule::proportional;
  std::optional<std::uint64_t> min_per_stratum;
};

/// Throws Error (usage) for numbers outside their range, naming the option.
void check(const SizePlanSpec& spec);

/// What is needed and what it proves. A figure that a question does not have is empty.
struct PlanFigures {
  std::uint64_t n = 0;
  std::optional<double> n_exact, n_unlimited;
  std::optional<double> margin;           ///< of a rate of `expect`, or of the difference
  std::optional<stats::Bounds> interval;  ///< Wilson's, if the rate found is `expect`
  std::optional<double> detectable_rate;  ///< at least one is seen with probability `level`
  std::optional<double> n_arcsine;        ///< the power question on the arcsine scale, exact
  std::optional<double> power;
};

/// The answer.
struct SizePlan {
  PlanFigures whole;                ///< n in all strata together; per group when two are compared
  std::vector<PlanFigures> strata;  ///< in the order of SizePlanSpec::strata
  std::vector<stats::OcPoint> oc;   ///< how likely n units hold no defect, by its rate
};

/// Computes it; the spec must be checked.
SizePlan size_plan(const SizePlanSpec& spec);

}  // namespace lbl::sample
