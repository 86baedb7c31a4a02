// A decision about a lot in words.
#include <fmt/format.h>

#include "lbl/base/text.hpp"
#include "lbl/report/accept_report.hpp"
#include "lbl/report/oc_svg.hpp"
#include "lbl/report/sample_words.hpp"

namespace lbl::report {

namespace {

using sample::LotPlan;
using sample::LotReview;
using sample::LotRisks;
using stats::Decision;

std::string items(std::uint64_t count) {
  return counted(count, "item", "items");
}

std::string defects(std::uint64_t count) {
  return count == 0 ? "no defect" : counted(count, "defect", "defects");
}

std::string plan_sentence(const LotPlan& plan) {
  if (plan.sequential) {
    return fmt::format(
        "Look at one item after the other: reject when the defects reach {:.3f} + {:.5f} n, accept "
        "when they are at most {:.5f} n - {:.3f}.",
        plan.sequential->h2, plan.sequential->slope, plan.sequential->slope, plan.sequential->h1);
  }
  const std::string of =
      plan.lot ? fmt::format("{} of {}", base::with_commas(plan.size()), items(*plan.lot))
               : items(plan.n);
  std::string text = fmt::format("Look at {}: accept with {} or {}, reject with {} or more.", of,
                                 plan.accept, "fewer defects", plan.reject);
  if (plan.accept == 0) {
    text =
        fmt::format("Look at {}: accept with no defect, reject with {} or more.", of, plan.reject);
  }
  if (plan.inspects_all()) {
    text += fmt::format(" That is every item, as the plan wants {}.", base::with_commas(plan.n));
  }
  return text;
}

std::string decision_sentence(const LotPlan& plan, const LotReview& review) {
  const std::string seen =
      fmt::format("{} in {} reviewed", defects(review.defects), items(review.used));
  switch (review.decision) {
    case Decision::accept:
      return fmt::format("The lot is accepted: {}.", seen);
    case Decision::reject:
      return fmt::format("The lot is rejected: {}.", seen);
    case Decision::go_on:
      break;
  }
  if (plan.sequential) return fmt::format("Go on, nothing is decided yet: {}.", seen);
  return fmt::format("Go on, nothing is decided yet: {}, {} to go.", seen,
                     items(plan.size() - review.used));
}

void add_standard(const LotPlan& plan, std::vector<std::string>& out) {
  out.push_back(fmt::format(
      "Plan: code letter {}, AQL {}%, {} inspection, level {} (ANSI/ASQ Z1.4, ISO 2859-1).",
      plan.standard->code_letter, sample::acceptable_quality_limits()[plan.limit],
      inspection_name(plan.inspection), sample::inspection_levels()[plan.level]));
  if (plan.reject > plan.accept + 1) {
    out.push_back(fmt::format(
        "With {} to {} defects the lot is accepted, but the next one is inspected normally.",
        plan.accept + 1, plan.reject - 1));
  }
  if (!plan.switching) return;
  const sample::SwitchingState& state = *plan.switching;
  if (!state.reason.empty()) {
    out.push_back(fmt::format("Inspection is {} because {}.", inspection_name(plan.inspection),
                              state.reason));
  }
  if (state.discontinue) {
    out.emplace_back(
        "Five lots were rejected on tightened inspection: stop accepting, and mend the process "
        "first.");
  }
}

void add_risks(const LotPlan& plan, const LotRisks& risks, std::vector<std::string>& out) {
  if (plan.inspects_all()) {
    out.emplace_back("Every item is looked at, so no defect is a surprise.");
    return;
  }
  if (risks.good_rate && risks.producer_risk) {
    out.push_back(fmt::format("A lot with {} defects is rejected with a risk of {}.",
                              percent_text(*risks.good_rate), percent_text(*risks.producer_risk)));
  }
  if (risks.bad_rate && risks.consumer_risk) {
    const char* subject = risks.good_rate ? "One with" : "A lot with defects of";
    out.push_back(fmt::format("{} {} is still accepted with a risk of {}.", subject,
                              percent_text(*risks.bad_rate), percent_text(*risks.consumer_risk)));
  }
  if (risks.average_items) {
    out.push_back(fmt::format("It takes {} items on average at the worst rate.",
                              base::fixed(*risks.average_items, 0)));
  }
}

}  // namespace

std::vector<std::string> accept_sentences(const LotReport& lot) {
  std::vector<std::string> out;
  if (lot.review) out.push_back(decision_sentence(lot.plan, *lot.review));
  out.push_back(plan_sentence(lot.plan));
  if (lot.plan.standard) add_standard(lot.plan, out);
  add_risks(lot.plan, lot.risks, out);
  if (!lot.review) return out;
  if (lot.review->unanswered > 0) {
    out.push_back(fmt::format("{} no answer yet.",
                              counted(lot.review->unanswered, "item has", "items have")));
  }
  if (lot.review->ties > 0) {
    out.push_back(fmt::format("The reviewers of {} are split evenly; it counts as a defect.",
                              items(lot.review->ties)));
  }
  return out;
}

void write_accept_text(const LotReport& lot, Style style, std::ostream& out) {
  write_sentences(accept_sentences(lot), style, out);
  out << '\n';
  constexpr std::size_t kRows = 10;
  write_text_table(oc_table(lot.risks.oc, "accepted", kRows), out);
}

}  // namespace lbl::report
