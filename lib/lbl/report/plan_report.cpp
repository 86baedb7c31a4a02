// Plans as JSON and HTML.
#include "lbl/report/plan_report.hpp"

#include <nlohmann/json.hpp>

#include "lbl/report/html.hpp"
#include "lbl/report/oc_svg.hpp"
#include "lbl/report/plan_table.hpp"
#include "lbl/report/sample_words.hpp"

namespace lbl::report {

namespace {

using Json = nlohmann::ordered_json;
using sample::PlanFigures;
using sample::PlanQuestion;
using sample::SizePlan;
using sample::SizePlanSpec;

template <class Value>
Json or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

void add_figures(const SizePlanSpec& spec, const PlanFigures& figures, Json& out) {
  out["n"] = figures.n;
  out["n_exact"] = or_null(figures.n_exact);
  out["n_unlimited"] = or_null(figures.n_unlimited);
  out["margin"] = or_null(figures.margin);
  if (compares(spec.question)) {
    out["power"] = or_null(figures.power);
    if (figures.n_arcsine) out["n_arcsine"] = *figures.n_arcsine;
    return;
  }
  out["interval"] = nullptr;
  if (figures.interval) {
    out["interval"] = {{"low", figures.interval->low},
                       {"high", figures.interval->high},
                       {"level", spec.level},
                       {"method", "wilson"}};
  }
  out["detectable_rate"] = or_null(figures.detectable_rate);
}

void add_question(const SizePlanSpec& spec, Json& out) {
  out["question"] = plan_question_name(spec.question);
  out["level"] = spec.level;
  if (compares(spec.question)) {
    out["p1"] = spec.p1;
    out["p2"] = spec.p2;
    out["groups"] = 2;
    if (spec.question == PlanQuestion::power) out["power_wanted"] = spec.power;
    if (spec.question == PlanQuestion::ratio) out["factor"] = spec.factor;
    if (spec.question == PlanQuestion::difference) out["margin_wanted"] = spec.margin;
    return;
  }
  out["expect"] = spec.expect;
  out["population"] = or_null(spec.population);
  if (spec.question == PlanQuestion::margin) out["margin_wanted"] = spec.margin;
  if (spec.question == PlanQuestion::detect) out["detect"] = spec.detect;
}

Json strata_json(const SizePlanSpec& spec, const SizePlan& plan) {
  Json strata = Json::array();
  for (std::size_t i = 0; i < plan.strata.size(); ++i) {
    Json slice = Json::object();
    for (std::size_t f = 0; f < spec.fields.size(); ++f) {
      slice[spec.fields[f].name] = or_null(spec.strata[i].values[f]);
    }
    Json entry = {{"stratum", std::move(slice)}, {"N", spec.strata[i].population}};
    add_figures(spec, plan.strata[i], entry);
    strata.push_back(std::move(entry));
  }
  return strata;
}

}  // namespace

Summary plan_summary(const SizePlan& plan) {
  Summary summary;
  const auto add = [&](const char* name, std::optional<double> value) {
    summary.push_back({name, {}, value, value ? "" : "not-asked", true});
  };
  add("plan.n", static_cast<double>(plan.whole.n));
  add("plan.n_exact", plan.whole.n_exact);
  add("plan.margin", plan.whole.margin);
  add("plan.detectable_rate", plan.whole.detectable_rate);
  add("plan.power", plan.whole.power);
  return summary;
}

std::vector<std::pair<std::string, std::string>> plan_summary_names() {
  return {{"plan.n", "units to review (per group when two rates are compared)"},
          {"plan.n_exact", "the same before it is rounded up"},
          {"plan.margin", "margin of error that they give"},
          {"plan.detectable_rate", "least rate of defects of which they hold at least one"},
          {"plan.power", "power to tell the two rates apart"}};
}

void write_plan_json(const Envelope& envelope, const SizePlanSpec& spec, const SizePlan& plan,
                     std::ostream& out) {
  Json report = to_json(envelope);
  Json json = Json::object();
  add_figures(spec, plan.whole, json);
  // Asked for a margin, the plan is for that margin; margin_reached is what whole units give.
  if (spec.question == PlanQuestion::margin || spec.question == PlanQuestion::difference) {
    json["margin_reached"] = json["margin"];
    json["margin"] = spec.margin;
  }
  add_question(spec, json);
  if (!plan.strata.empty()) json["strata"] = strata_json(spec, plan);
  report["plan"] = std::move(json);
  if (!plan.oc.empty()) {
    Json curve = Json::array();
    for (const stats::OcPoint& point : plan.oc) {
      curve.push_back({{"p", point.p}, {"p_accept", point.p_accept}});
    }
    report["oc"] = std::move(curve);
  }
  out << dump(report);
}

void write_plan_html(const Envelope& envelope, const SizePlanSpec& spec, const SizePlan& plan,
                     std::ostream& out) {
  write_sentences_html(
      "Review plan", plan_sentences(spec, plan), envelope,
      [&](std::ostream& body) {
        if (!plan.strata.empty()) {
          write_html_table(plan_table(spec, plan), "What each stratum needs", body);
        }
        if (plan.oc.empty()) return;
        body << "<section>\n<h2>How likely no defect is seen</h2>\n";
        std::vector<OcMark> marks;
        if (plan.whole.detectable_rate) {
          const double rate = *plan.whole.detectable_rate;
          const double missed = stats::accept_probability({plan.whole.n, 0, spec.population}, rate);
          marks.push_back({rate, missed, percent_text(rate) + " defective: seldom missed"});
        }
        write_oc_svg(plan.oc, marks, "Chance to see no defect by the rate of defects", body);
        write_html_table(oc_table(plan.oc, "no defect seen"), "The curve in numbers", body);
        body << "</section>\n";
      },
      out);
}

}  // namespace lbl::report
