// The JSON report of lbl-bias, and the summary that its gates use.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "lbl/report/bias_parts.hpp"
#include "lbl/report/bias_report.hpp"
#include "lbl/report/bias_sections.hpp"
#include "lbl/report/bias_words.hpp"

namespace lbl::report {
namespace {

using Json = nlohmann::ordered_json;
using bias::BiasResult;
using bias::SliceEntry;
using Selectors = std::vector<std::pair<std::string, std::string>>;

Json optional_json(const std::optional<double>& value) {
  return value ? Json(*value) : Json();
}
Json optional_json(const std::optional<std::string>& text) {
  return text ? Json(*text) : Json();
}

Json slice_json(const bias::Cut& cut, const bias::Slice& slice) {
  Json json = Json::object();
  for (std::size_t i = 0; i < cut.fields.size(); ++i) {
    json[cut.fields[i]] = optional_json(slice.values[i]);
  }
  return json;
}

/// A slice in "worst": its value, or "a:b" of a crossing.
Json worst_json(const bias::Slice& slice) {
  return slice.values.size() == 1 ? optional_json(slice.values.front()) : Json(slice.text());
}

Json entry_json(const BiasResult& result, const SliceEntry& entry) {
  const bias::Cut& cut = result.cuts[entry.cut];
  const bias::Slice& slice = slice_of(result, entry);
  Json json = {{"task", result.tasks[cut.task].name},
               {"slice", slice_json(cut, slice)},
               {"label", optional_json(entry.label)},
               {"measure", bias::measure_name(entry.measure)},
               {"n", entry.answers},
               {"items", entry.items},
               {"cluster", bias::cluster_name(entry.cluster)},
               {"clusters", entry.clusters},
               {"reference", entry.reference},
               {"estimate", to_json(entry.estimate)},
               {"difference", to_json(entry.difference)},
               {"ratio", to_json(entry.ratio)},
               {"odds_ratio", to_json(entry.odds_ratio)},
               {"test", entry.p ? Json(bias::test_name(*entry.test)) : Json()},
               {"p", optional_json(entry.p)},
               {"q", optional_json(entry.q)},
               {"flag", entry.flag}};
  if (slice.grouped > 0) json["grouped"] = slice.grouped;
  if (entry.controlled) json["controlled"] = to_json(*entry.controlled);
  if (const auto& drawn = entry.bootstrap) {
    json["bootstrap"] = {{"estimate", drawn->estimate ? to_json(*drawn->estimate) : Json()},
                         {"difference", drawn->difference ? to_json(*drawn->difference) : Json()}};
  }
  return json;
}

Json disparity_json(const BiasResult& result, const bias::Disparity& disparity) {
  const bias::Cut& cut = result.cuts[disparity.cut];
  Json max_difference = to_json(disparity.max_difference);
  max_difference["p"] = optional_json(disparity.p);
  max_difference["null_mean"] = optional_json(disparity.null_mean);
  Json worst = Json::array();
  for (const std::size_t slice : disparity.worst) worst.push_back(worst_json(cut.slices[slice]));
  Json json = {{"task", result.tasks[cut.task].name},
               {"field", cut.name()},
               {"label", optional_json(disparity.label)},
               {"measure", bias::measure_name(disparity.measure)},
               {"max_difference", std::move(max_difference)},
               {"min_ratio", to_json(disparity.min_ratio)},
               {"worst", std::move(worst)},
               {"range", Json()},
               {"to_overall", Json()}};
  if (const auto& range = disparity.range) {
    json["range"] = {{"low", range->low}, {"high", range->high}};
  }
  if (const auto& overall = disparity.to_overall) {
    json["to_overall"] = {{"difference", overall->difference}, {"ratio", overall->ratio}};
  }
  if (disparity.trend) json["trend"] = to_json(*disparity.trend);
  if (const auto& below = disparity.below_four_fifths) {
    Json slices = Json::array();
    for (const std::size_t slice : *below) slices.push_back(worst_json(cut.slices[slice]));
    json["four_fifths"] = {{"passed", below->empty()}, {"below", std::move(slices)}};
  }
  return json;
}

Json task_json(const bias::TaskFacts& task) {
  return {{"task", task.name},
          {"type", model::task_type_name(task.type)},
          {"answers", task.answers},
          {"items", task.items},
          {"annotators", task.annotators},
          {"no_answer", task.no_answer},
          {"unknown_labels", task.unknown_labels},
          {"invalid", task.invalid},
          {"conflicting_answers", task.conflicting_answers}};
}

/// Collects the summary; knows which selectors are needed to tell entries apart.
class SummaryWriter {
 public:
  explicit SummaryWriter(const BiasResult& result) : result_(result) {
    std::set<bias::Measure> measures;
    for (const SliceEntry& entry : result.slices) measures.insert(entry.measure);
    several_measures_ = measures.size() > 1;
  }

  Summary summary() {
    add_totals();
    for (const bias::Disparity& disparity : result_.disparities) add(disparity);
    for (const SliceEntry& entry : result_.slices) add(entry);
    add_section_summary(result_, summary_);
    return std::move(summary_);
  }

 private:
  void add(const std::string& name, const Selectors& selectors, std::optional<double> value,
           const std::string& reason = "") {
    summary_.push_back({name, selectors, value, reason, selectors.empty()});
  }

  Selectors selectors(std::size_t cut, const std::optional<std::string>& label,
                      bias::Measure measure) const {
    Selectors selectors;
    if (result_.tasks.size() > 1) {
      selectors.emplace_back("task", result_.tasks[result_.cuts[cut].task].name);
    }
    if (several_measures_) selectors.emplace_back("measure", bias::measure_name(measure));
    if (label) selectors.emplace_back("label", *label);
    return selectors;
  }

  void add_totals() {
    std::optional<double> least_q;
    double flagged = 0;
    double tests = 0;
    for (const SliceEntry& entry : result_.slices) {
      flagged += entry.flag ? 1 : 0;
      if (!entry.q) continue;
      ++tests;
      least_q = std::min(least_q.value_or(1), *entry.q);
    }
    add("disparity.max", {}, largest_disparity(), largest_disparity() ? "" : "few-slices");
    add("q.min", {}, least_q, least_q ? "" : "no-tests");
    add("flagged", {}, flagged);
    add("tests", {}, tests);
    add_four_fifths();
  }

  void add_four_fifths() {
    double failed = 0;
    bool asked = false;
    for (const bias::Disparity& one : result_.disparities) {
      if (!one.below_four_fifths) continue;
      asked = true;
      failed += one.below_four_fifths->empty() ? 0 : 1;
    }
    if (asked) add("four_fifths.failed", {}, failed);
  }

  /// Over shares, which are on one scale; over means only where there is nothing else.
  std::optional<double> largest_disparity() const {
    const bool has_shares =
        std::any_of(result_.disparities.begin(), result_.disparities.end(),
                    [](const bias::Disparity& one) { return is_share(one.measure); });
    std::optional<double> largest;
    for (const bias::Disparity& one : result_.disparities) {
      if (!one.supported_difference || is_share(one.measure) != has_shares) continue;
      largest = std::max(largest.value_or(0), *one.supported_difference);
    }
    return largest;
  }

  void add(const bias::Disparity& disparity) {
    Selectors keys = selectors(disparity.cut, disparity.label, disparity.measure);
    keys.emplace_back("field", result_.cuts[disparity.cut].name());
    add("disparity.max", keys, disparity.supported_difference,
        disparity.supported_difference ? "" : "few-slices");
  }

  void add(const SliceEntry& entry) {
    const bias::Cut& cut = result_.cuts[entry.cut];
    const bias::Slice& slice = slice_of(result_, entry);
    Selectors keys = selectors(entry.cut, entry.label, entry.measure);
    for (std::size_t i = 0; i < cut.fields.size(); ++i) {
      keys.emplace_back(cut.fields[i], slice.values[i].value_or("null"));
    }
    const std::string measure(bias::measure_name(entry.measure));
    add_estimate(measure, keys, entry.estimate);
    add_estimate("difference", keys, entry.difference);
    add("ratio.value", keys, entry.ratio.value, entry.ratio.reason);
    add("q", keys, entry.q, entry.q ? "" : "no-tests");
  }

  void add_estimate(const std::string& name, const Selectors& keys,
                    const stats::Estimate& estimate) {
    const bool has_interval = estimate.ci.has_value();
    const std::string no_interval = estimate.reason.empty() ? "no-interval" : estimate.reason;
    const std::string& reason = has_interval ? estimate.reason : no_interval;
    add(name + ".value", keys, estimate.value, estimate.reason);
    add(name + ".ci.low", keys, has_interval ? std::optional(estimate.ci->low) : std::nullopt,
        reason);
    add(name + ".ci.high", keys, has_interval ? std::optional(estimate.ci->high) : std::nullopt,
        reason);
  }

  const BiasResult& result_;
  bool several_measures_ = false;
  Summary summary_;
};

}  // namespace

Summary bias_summary(const BiasResult& result, const bias::BiasParts& parts) {
  Summary summary = SummaryWriter(result).summary();
  add_parts_summary(parts, summary);
  return summary;
}

void write_bias_json(const Envelope& envelope, const BiasResult& result, std::ostream& out,
                     const bias::BiasParts& parts) {
  Json json = to_json(envelope);
  json["tasks"] = Json::array();
  for (const bias::TaskFacts& task : result.tasks) json["tasks"].push_back(task_json(task));
  json["slices"] = Json::array();
  for (const SliceEntry& entry : result.slices) json["slices"].push_back(entry_json(result, entry));
  json["disparities"] = Json::array();
  for (const bias::Disparity& disparity : result.disparities) {
    json["disparities"].push_back(disparity_json(result, disparity));
  }
  add_targets(result, json);
  add_annotators(result, json);
  add_parts_json(result, parts, json);
  json["notes"] = Json::array();
  for (const auto& notes : {result.notes, parts_notes(parts)}) {
    for (const bias::Note& note : notes) {
      json["notes"].push_back({{"code", note.code}, {"message", note.message}});
    }
  }
  out << dump(json);
}

}  // namespace lbl::report
