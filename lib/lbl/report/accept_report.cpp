// Decisions about lots as JSON and HTML.
#include "lbl/report/accept_report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "lbl/report/html.hpp"
#include "lbl/report/oc_svg.hpp"
#include "lbl/report/sample_words.hpp"

namespace lbl::report {

namespace {

using Json = nlohmann::ordered_json;
using sample::LotPlan;
using sample::LotRisks;

template <class Value>
Json or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json sequential_json(const stats::SequentialTest& test) {
  return {{"kind", "sequential"}, {"n", nullptr},  {"accept", nullptr},   {"reject", nullptr},
          {"p0", test.p0},        {"p1", test.p1}, {"alpha", test.alpha}, {"beta", test.beta},
          {"h1", test.h1},        {"h2", test.h2}, {"slope", test.slope}};
}

Json plan_json(const LotPlan& plan) {
  if (plan.sequential) return sequential_json(*plan.sequential);
  Json out = {{"kind", plan_kind_name(plan.kind)}, {"lot", or_null(plan.lot)}};
  if (plan.standard) {
    out["inspection_level"] = sample::inspection_levels()[plan.level];
    out["aql"] = std::stod(sample::acceptable_quality_limits()[plan.limit]);
    out["inspection"] = inspection_name(plan.inspection);
    out["code_letter"] = std::string(1, plan.standard->code_letter);
    out["plan_letter"] = std::string(1, plan.standard->plan_letter);
  }
  out["n"] = plan.n;
  out["accept"] = plan.accept;
  out["reject"] = plan.reject;
  out["inspect_all"] = plan.inspects_all();
  if (plan.switching) {
    out["switching"] = {{"lots", plan.switching->lots},
                        {"rejected", plan.switching->rejected},
                        {"score", plan.switching->score},
                        {"discontinue", plan.switching->discontinue},
                        {"reason", plan.switching->reason}};
  }
  return out;
}

Json risks_json(const LotRisks& risks) {
  return {{"good_rate", or_null(risks.good_rate)},
          {"producer_risk", or_null(risks.producer_risk)},
          {"indifferent_rate", or_null(risks.indifferent_rate)},
          {"bad_rate", or_null(risks.bad_rate)},
          {"consumer_risk", or_null(risks.consumer_risk)},
          {"outgoing_limit", or_null(risks.outgoing_limit)},
          {"average_items", or_null(risks.average_items)}};
}

std::vector<OcMark> marks_of(const LotReport& lot) {
  std::vector<OcMark> marks;
  const LotRisks& risks = lot.risks;
  const auto add = [&](double rate, double chance) {
    marks.push_back(
        {rate, chance, fmt::format("{}: {} accepted", percent_text(rate), percent_text(chance))});
  };
  if (risks.good_rate && risks.producer_risk) add(*risks.good_rate, 1 - *risks.producer_risk);
  if (risks.bad_rate && risks.consumer_risk) {
    const bool exact = !lot.plan.sequential;
    stats::AcceptanceRule rule = lot.plan.rule();
    rule.accept = lot.plan.reject - 1;
    add(*risks.bad_rate,
        exact ? stats::accept_probability(rule, *risks.bad_rate) : *risks.consumer_risk);
  }
  return marks;
}

}  // namespace

Summary accept_summary(const LotReport& lot) {
  Summary summary;
  const auto add = [&](const char* name, std::optional<double> value) {
    summary.push_back({name, {}, value, value ? "" : "not-asked", true});
  };
  const auto count = [](std::uint64_t number) { return static_cast<double>(number); };
  std::optional<double> n, items, defects, accepted;
  if (!lot.plan.sequential) n = count(lot.plan.n);
  if (lot.review) {
    items = count(lot.review->used);
    defects = count(lot.review->defects);
    accepted = lot.review->decision == stats::Decision::accept ? 1 : 0;
  }
  add("accept.n", n);
  add("accept.items", items);
  add("accept.defects", defects);
  add("accept.accepted", accepted);
  add("accept.producer_risk", lot.risks.producer_risk);
  add("accept.bad_rate", lot.risks.bad_rate);
  add("accept.outgoing_limit", lot.risks.outgoing_limit);
  return summary;
}

std::vector<std::pair<std::string, std::string>> accept_summary_names() {
  return {{"accept.n", "items that the plan looks at"},
          {"accept.items", "items that the decision used"},
          {"accept.defects", "defective ones among them"},
          {"accept.accepted", "1 when the lot is accepted, else 0"},
          {"accept.producer_risk", "how often a lot at the quality limit is rejected"},
          {"accept.bad_rate", "rate of defects that is still accepted with the consumer's risk"},
          {"accept.outgoing_limit", "average outgoing quality limit"}};
}

void write_accept_json(const Envelope& envelope, const LotReport& lot, std::ostream& out) {
  Json report = to_json(envelope);
  report["plan"] = plan_json(lot.plan);
  report["decision"] = nullptr;
  if (lot.review) {
    report["decision"] = sample::decision_name(lot.review->decision);
    report["review"] = {{"items", lot.review->items},
                        {"used", lot.review->used},
                        {"defects", lot.review->defects},
                        {"unanswered", lot.review->unanswered},
                        {"ties", lot.review->ties}};
  }
  report["risks"] = risks_json(lot.risks);
  Json curve = Json::array();
  for (const stats::OcPoint& point : lot.risks.oc) {
    curve.push_back({{"p", point.p}, {"p_accept", point.p_accept}});
  }
  report["oc"] = std::move(curve);
  out << dump(report);
}

void write_accept_line(const LotReport& lot, std::ostream& out) {
  Json line = {{"lot", or_null(lot.plan.lot)}, {"plan", plan_kind_name(lot.plan.kind)}};
  if (lot.plan.standard) line["inspection"] = inspection_name(lot.plan.inspection);
  line["n"] = lot.plan.sequential ? Json(nullptr) : Json(lot.plan.n);
  line["accept"] = lot.plan.sequential ? Json(nullptr) : Json(lot.plan.accept);
  line["defects"] = lot.review ? Json(lot.review->defects) : Json(nullptr);
  line["decision"] = lot.review ? Json(sample::decision_name(lot.review->decision)) : Json(nullptr);
  out << line.dump() << '\n';
}

void write_accept_html(const Envelope& envelope, const LotReport& lot, std::ostream& out) {
  write_sentences_html(
      "Lot acceptance", accept_sentences(lot), envelope,
      [&](std::ostream& body) {
        body << "<section>\n<h2>Operating characteristic</h2>\n";
        write_oc_svg(lot.risks.oc, marks_of(lot),
                     "Chance that a lot is accepted by its rate of defects", body);
        write_html_table(oc_table(lot.risks.oc, "accepted"), "The curve in numbers", body);
        body << "</section>\n";
      },
      out);
}

}  // namespace lbl::report
