// The decision about a lot: plans, reviews against them, what they can do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/sample/standard_plan.hpp"
#include "lbl/sample/switching.hpp"
#include "lbl/stats/operating_characteristic.hpp"
#include "lbl/stats/sequential_test.hpp"

namespace lbl::sample {

enum class PlanKind : std::uint8_t { standard, single, searched, sequential };
/// "standard", ...
const char* plan_kind_name(PlanKind kind);

/// How a lot is judged.
struct LotPlan {
  PlanKind kind = PlanKind::single;
  std::optional<std::uint64_t> lot;
  std::uint64_t n = 0, accept = 0, reject = 1;  ///< not of a sequential plan
  // Of a standard plan.
  std::optional<StandardPlan> standard;
  std::size_t level = 5, limit = 0;  ///< indices: inspection level, quality limit
  Inspection inspection = Inspection::normal;
  std::optional<SwitchingState> switching;  ///< when a history chose the inspection
  std::optional<stats::RiskPoints> risks;   ///< of a searched plan
  std::optional<stats::SequentialTest> sequential;

  /// The plan asks for as many as there are.
  bool inspects_all() const { return lot && kind != PlanKind::sequential && n >= *lot; }
  /// The units to look at.
  std::uint64_t size() const { return inspects_all() ? *lot : n; }
  stats::AcceptanceRule rule() const { return {size(), accept, lot}; }
};

/// What a plan does at rates that matter.
struct LotRisks {
  std::vector<stats::OcPoint> oc;
  std::optional<double> good_rate,
      producer_risk;                       ///< the quality limit, and how often it is refused
  std::optional<double> indifferent_rate;  ///< accepted half the time
  std::optional<double> bad_rate, consumer_risk;  ///< accepted with that risk (10 % if not given)
  std::optional<double> outgoing_limit;           ///< AOQL
  std::optional<double> average_items;            ///< of a sequential plan, at its worst
};

/// What a review says of a lot.
struct LotReview {
  std::uint64_t items = 0;       ///< with an answer
  std::uint64_t used = 0;        ///< of them, by the decision
  std::uint64_t defects = 0;     ///< among those used
  std::uint64_t unanswered = 0;  ///< items without an answer
  std::uint64_t ties = 0;        ///< items whose reviewers are split evenly: taken as defective
  stats::Decision decision = stats::Decision::go_on;
};

/// What the plan can do.
LotRisks risks_of(const LotPlan& plan);

/// The decision after `used` items with `defects`: a lot is accepted or rejected as soon as nothing
/// that is still to be looked at can change it.
stats::Decision decision_of(const LotPlan& plan, std::uint64_t used, std::uint64_t defects);

/// "accept", "reject", "continue".
const char* decision_name(stats::Decision decision);

}  // namespace lbl::sample
