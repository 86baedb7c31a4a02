// Control, targets and annotators in the JSON report of lbl-bias and its summary.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "lbl/report/bias_sections.hpp"
#include "lbl/report/envelope.hpp"

namespace lbl::report {
namespace {

using Json = nlohmann::ordered_json;
using bias::BiasResult;

template <class Value>
Json optional_json(const std::optional<Value>& value) {
  return value ? Json(*value) : Json();
}

Json values_json(const std::vector<std::string>& fields,
                 const std::vector<std::optional<std::string>>& values) {
  Json json = Json::object();
  for (std::size_t i = 0; i < fields.size(); ++i) json[fields[i]] = optional_json(values[i]);
  return json;
}

Json target_json(const bias::TargetField& field) {
  Json slices = Json::array();
  for (const bias::TargetSlice& slice : field.slices) {
    slices.push_back({{"slice", values_json(field.fields, slice.values)},
                      {"n", slice.n},
                      {"share", slice.share},
                      {"target", slice.target},
                      {"gap", to_json(slice.gap)},
                      {"collect", optional_json(slice.collect)}});
  }
  return {{"field", field.name()},
          {"unit", field.counts_items ? "item" : "answer"},
          {"n", field.n},
          {"psi", to_json(field.psi)},
          {"chi_square", optional_json(field.chi_square)},
          {"df", field.degrees},
          {"p", optional_json(field.p)},
          {"q", optional_json(field.q)},
          {"collect", optional_json(field.collect)},
          {"slices", std::move(slices)}};
}

Json fit_json(const BiasResult& result, const bias::SeverityFit& fit) {
  return {{"task", result.tasks[fit.task].name},
          {"label", optional_json(fit.label)},
          {"annotators", fit.annotators},
          {"items", fit.items},
          {"n", fit.answers},
          {"parts", fit.parts},
          {"spread", optional_json(fit.spread)},
          {"residual_deviation", optional_json(fit.residual_deviation)}};
}

Json annotator_json(const BiasResult& result, const bias::AnnotatorEntry& entry) {
  const bias::SeverityFit& fit = result.severities.fits[entry.fit];
  return {{"task", result.tasks[fit.task].name},
          {"label", optional_json(fit.label)},
          {"annotator", entry.annotator},
          {"n", entry.answers},
          {"compared", entry.compared},
          {"mean", entry.mean},
          {"expected", optional_json(entry.expected)},
          {"difference", to_json(entry.difference)},
          {"severity", to_json(entry.severity)},
          {"shrunken", to_json(entry.shrunken)},
          {"p", optional_json(entry.p)},
          {"q", optional_json(entry.q)},
          {"flag", entry.flag}};
}

Json group_json(const BiasResult& result, const bias::GroupEffect& effect) {
  const bias::SeverityFit& fit = result.severities.fits[effect.fit];
  Json json = {{"task", result.tasks[fit.task].name},
               {"label", optional_json(fit.label)},
               {"group", {{effect.field, optional_json(effect.group)}}},
               {"items", Json()},
               {"n", effect.answers},
               {"estimate", to_json(effect.estimate)},
               {"p", optional_json(effect.p)},
               {"q", optional_json(effect.q)},
               {"flag", effect.flag}};
  if (effect.item_field) json["items"] = {{*effect.item_field, optional_json(effect.item_group)}};
  return json;
}

void add_target_summary(const BiasResult& result, Summary& summary) {
  if (result.targets.empty()) return;
  std::optional<double> gap;
  for (const bias::TargetField& field : result.targets) {
    double own = 0;
    for (const bias::TargetSlice& slice : field.slices) {
      own = std::max(own, std::fabs(*slice.gap.value));
    }
    gap = std::max(gap.value_or(0), own);
    summary.push_back({"target.gap.max", {{"field", field.name()}}, own, "", false});
    summary.push_back(
        {"psi.max", {{"field", field.name()}}, field.psi.value, field.psi.reason, true});
  }
  summary.push_back({"target.gap.max", {}, gap, "", true});
}

}  // namespace

Json to_json(const bias::Controlled& controlled) {
  Json json = {{"strata", controlled.strata},
               {"informative", controlled.informative},
               {"difference", to_json(controlled.difference)},
               {"ratio", to_json(controlled.ratio)},
               {"odds_ratio", to_json(controlled.odds_ratio)},
               {"cmh", optional_json(controlled.statistic)},
               {"p", optional_json(controlled.p)},
               {"q", optional_json(controlled.q)},
               {"breslow_day", Json()},
               {"simpson", bias::reversal_name(controlled.reversal)}};
  if (const auto& same = controlled.homogeneity) {
    json["breslow_day"] = {{"statistic", same->statistic},
                           {"df", same->degrees},
                           {"p", same->p},
                           {"tarone", same->tarone},
                           {"tarone_p", same->tarone_p}};
  }
  return json;
}

Json to_json(const bias::Trend& trend) {
  return {{"test", bias::trend_test_name(trend.test)},
          {"slope", to_json(trend.slope)},
          {"statistic", optional_json(trend.statistic)},
          {"p", optional_json(trend.p)},
          {"q", optional_json(trend.q)}};
}

void add_annotators(const BiasResult& result, Json& report) {
  if (result.severities.fits.empty()) return;
  report["annotator_fits"] = Json::array();
  for (const bias::SeverityFit& fit : result.severities.fits) {
    report["annotator_fits"].push_back(fit_json(result, fit));
  }
  report["annotators"] = Json::array();
  for (const bias::AnnotatorEntry& entry : result.severities.annotators) {
    report["annotators"].push_back(annotator_json(result, entry));
  }
  report["groups"] = Json::array();
  for (const bias::GroupEffect& effect : result.severities.groups) {
    report["groups"].push_back(group_json(result, effect));
  }
}

void add_targets(const BiasResult& result, Json& report) {
  if (result.targets.empty()) return;
  report["target"] = Json::array();
  for (const bias::TargetField& field : result.targets) {
    report["target"].push_back(target_json(field));
  }
  if (!result.weights) return;
  const bias::TargetWeights& weights = *result.weights;
  const auto [low, high] = std::minmax_element(weights.weights.begin(), weights.weights.end());
  report["weights"] = {{"items", weights.weights.size()},
                       {"effective", weights.effective},
                       {"smallest", weights.weights.empty() ? Json() : Json(*low)},
                       {"largest", weights.weights.empty() ? Json() : Json(*high)},
                       {"sweeps", weights.sweeps},
                       {"converged", weights.converged}};
}

void add_section_summary(const BiasResult& result, Summary& summary) {
  add_target_summary(result, summary);
  bool controlled = false;
  double reversals = 0;
  for (const bias::SliceEntry& entry : result.slices) {
    if (!entry.controlled) continue;
    controlled = true;
    reversals += entry.controlled->reversal == bias::Reversal::reverses ? 1 : 0;
  }
  if (controlled) summary.push_back({"simpson.reversals", {}, reversals, "", true});
  if (result.severities.fits.empty()) return;
  const auto flagged =
      std::count_if(result.severities.annotators.begin(), result.severities.annotators.end(),
                    [](const auto& entry) { return entry.flag; });
  summary.push_back({"annotators.flagged", {}, static_cast<double>(flagged), "", true});
}

}  // namespace lbl::report
