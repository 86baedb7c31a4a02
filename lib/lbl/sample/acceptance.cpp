// Decisions and risks of lots.
#include "lbl/sample/acceptance.hpp"

#include <algorithm>

namespace lbl::sample {

const char* plan_kind_name(PlanKind kind) {
  switch (kind) {
    case PlanKind::standard:
      return "standard";
    case PlanKind::single:
      return "single";
    case PlanKind::searched:
      return "searched";
    case PlanKind::sequential:
      return "sequential";
  }
  return "";
}

const char* decision_name(stats::Decision decision) {
  switch (decision) {
    case stats::Decision::accept:
      return "accept";
    case stats::Decision::reject:
      return "reject";
    case stats::Decision::go_on:
      return "continue";
  }
  return "";
}

stats::Decision decision_of(const LotPlan& plan, std::uint64_t used, std::uint64_t defects) {
  if (plan.sequential) return plan.sequential->decision(used, defects);
  if (defects >= plan.reject) return stats::Decision::reject;
  const std::uint64_t left = plan.size() > used ? plan.size() - used : 0;
  return defects + left < plan.reject ? stats::Decision::accept : stats::Decision::go_on;
}

LotRisks risks_of(const LotPlan& plan) {
  LotRisks risks;
  if (plan.sequential) {
    const stats::SequentialTest& test = *plan.sequential;
    risks.oc = oc_curve(test);
    risks.good_rate = test.p0;
    risks.producer_risk = test.alpha;
    risks.bad_rate = test.p1;
    risks.consumer_risk = test.beta;
    double most = 0;
    for (const stats::OcPoint& point : risks.oc) most = std::max(most, average_items(test, point));
    risks.average_items = most;
    return risks;
  }
  // A lot is accepted below the rejection number, which differs in reduced inspection.
  stats::AcceptanceRule rule = plan.rule();
  rule.accept = plan.reject - 1;
  risks.oc = oc_curve(rule);
  risks.indifferent_rate = rate_accepted_with(rule, 0.5);
  risks.outgoing_limit = average_outgoing_limit(rule);
  risks.consumer_risk = plan.risks ? plan.risks->consumer_risk : 0.1;
  risks.bad_rate = plan.risks ? std::optional(plan.risks->bad_rate)
                              : rate_accepted_with(rule, *risks.consumer_risk);
  // A lot has whole defects, so the risk may be smaller than was allowed.
  if (risks.bad_rate) risks.consumer_risk = accept_probability(rule, *risks.bad_rate);
  if (plan.standard) {
    constexpr double kPercent = 100;
    const double limit = std::stod(acceptable_quality_limits()[plan.limit]) / kPercent;
    if (limit < 1) risks.good_rate = limit;
  } else if (plan.risks) {
    risks.good_rate = plan.risks->good_rate;
  }
  if (risks.good_rate) risks.producer_risk = 1 - accept_probability(rule, *risks.good_rate);
  return risks;
}

}  // namespace lbl::sample
