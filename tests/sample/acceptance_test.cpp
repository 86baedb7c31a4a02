// Decisions about lots and the rules that switch the inspection.
#include "lbl/sample/acceptance.hpp"

#include <doctest/doctest.h>

namespace {

using namespace lbl::sample;
using lbl::stats::Decision;

constexpr std::size_t kLevelTwo = 5;
constexpr std::uint64_t kLot = 1000;

SwitchingState after(const std::vector<PastLot>& history, double aql = 1.0) {
  return switched(history, kLot, kLevelTwo, quality_limit(aql).value());
}

std::vector<PastLot> times(std::size_t count, const PastLot& lot) {
  return std::vector<PastLot>(count, lot);
}

const PastLot kAccepted{std::nullopt, 0, true};
const PastLot kRejected{std::nullopt, 9, false};

}  // namespace

TEST_CASE("a lot is decided as soon as nothing can change it") {
  LotPlan plan;
  plan.n = 10;
  plan.accept = 1;
  plan.reject = 2;
  CHECK(decision_of(plan, 0, 0) == Decision::go_on);
  CHECK(decision_of(plan, 3, 2) == Decision::reject);
  CHECK(decision_of(plan, 8, 0) == Decision::go_on);
  CHECK(decision_of(plan, 9, 0) == Decision::accept);
  CHECK(decision_of(plan, 9, 1) == Decision::go_on);
  CHECK(decision_of(plan, 10, 1) == Decision::accept);
  plan.lot = 4;  // fewer than the plan wants: all are looked at
  CHECK(plan.inspects_all());
  CHECK(decision_of(plan, 3, 0) == Decision::accept);
  CHECK(decision_of(plan, 3, 1) == Decision::go_on);
}

TEST_CASE("two of five rejected lots tighten inspection, five accepted ones in a row loosen it") {
  CHECK(after({}).inspection == Inspection::normal);
  CHECK(after({kRejected}).inspection == Inspection::normal);
  std::vector<PastLot> history = {kRejected, kAccepted, kAccepted, kAccepted, kRejected};
  CHECK(after(history).inspection == Inspection::tightened);
  history.insert(history.end(), 4, kAccepted);
  CHECK(after(history).inspection == Inspection::tightened);
  history.push_back(kAccepted);
  CHECK(after(history).inspection == Inspection::normal);
  CHECK(after({kRejected, kAccepted, kAccepted, kAccepted, kAccepted, kRejected}).inspection ==
        Inspection::normal);
}

TEST_CASE("five rejected lots on tightened inspection stop it") {
  std::vector<PastLot> history = {kRejected, kRejected};
  history.insert(history.end(), 4, kRejected);
  CHECK_FALSE(after(history).discontinue);
  history.push_back(kRejected);
  CHECK(after(history).discontinue);
}

TEST_CASE("a switching score of 30 reduces inspection, and a bad lot brings it back") {
  // Lot 1000, level II, AQL 1.0: letter J, n 80, Ac 2, so 3 points for each lot with at most 1
  // defect (AQL 0.65): ten of them.
  CHECK(after(times(9, kAccepted)).inspection == Inspection::normal);
  CHECK(after(times(9, kAccepted)).score == 27);
  CHECK(after(times(10, kAccepted)).inspection == Inspection::reduced);
  std::vector<PastLot> history = times(9, kAccepted);
  history.push_back({std::nullopt, 2, true});  // accepted, but not one step tighter
  CHECK(after(history).score == 0);
  // AQL 0.15: Ac 0, 2 points each.
  CHECK(after(times(14, kAccepted), 0.15).inspection == Inspection::normal);
  CHECK(after(times(15, kAccepted), 0.15).inspection == Inspection::reduced);
  history = times(10, kAccepted);
  history.push_back({std::nullopt, 2, std::nullopt});  // reduced J: n 32, Ac 1, Re 3
  CHECK(after(history).inspection == Inspection::normal);
  CHECK(after(history).rejected == 0);
}

TEST_CASE("the risks of a plan are those of its curve") {
  LotPlan plan;
  plan.kind = PlanKind::standard;
  plan.limit = quality_limit(1.0).value();
  plan.lot = kLot;
  plan.standard = standard_plan('J', plan.limit, Inspection::normal);
  plan.n = plan.standard->n;
  plan.accept = plan.standard->accept;
  plan.reject = plan.standard->reject;
  const LotRisks risks = risks_of(plan);
  CHECK(risks.good_rate == 0.01);
  CHECK(risks.producer_risk.value() ==
        doctest::Approx(1 - lbl::stats::accept_probability(plan.rule(), 0.01)));
  CHECK(lbl::stats::accept_probability(plan.rule(), risks.bad_rate.value()) <= 0.1);
  CHECK(risks.outgoing_limit.value() > 0.01);
  CHECK(risks.outgoing_limit.value() < 0.03);
}
