// Draws as JSON.
#include "lbl/report/sample_report.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "lbl/sample/proof.hpp"

namespace lbl::report {

namespace {

using Json = nlohmann::ordered_json;
using sample::Design;
using sample::DrawResult;
using sample::DrawSpec;

template <class Value>
Json optional_json(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json slice_json(const DrawSpec& spec, const sample::StratumValues& values) {
  Json slice = Json::object();
  for (std::size_t i = 0; i < values.size(); ++i) {
    slice[spec.strata[i].name] = optional_json(values[i]);
  }
  return slice;
}

Json weight_json(double probability) {
  return probability > 0 ? Json(1 / probability) : Json(nullptr);
}

Json strata_json(const DrawSpec& spec, const DrawResult& result) {
  Json strata = Json::array();
  for (const sample::StratumDraw& stratum : result.strata) {
    Json entry = {{"stratum", slice_json(spec, stratum.values)},
                  {"N", stratum.population},
                  {"n", stratum.drawn},
                  {"p", stratum.probability()},
                  {"weight", weight_json(stratum.probability())}};
    if (spec.neyman()) entry["deviation"] = stratum.deviation;
    strata.push_back(std::move(entry));
  }
  return strata;
}

Json population_json(const DrawSpec& spec, const sample::Population& population) {
  Json json = {{"units", population.units}, {"records", population.records}};
  if (spec.unit == sample::Unit::item) json["items"] = population.items;
  json["excluded_items"] = population.excluded_items;
  json["excluded_records"] = population.excluded_records;
  json["excluded_not_found"] = population.excluded_not_found.size();
  json["without_item"] = population.without_item;
  if (spec.by_size()) json["size_zero"] = population.size_zero;
  return json;
}

Json proof_json(const sample::Proof& proof) {
  return {{"level", proof.level},
          {"effective_n", proof.effective_n},
          {"margin", optional_json(proof.margin)},
          {"defects_at_most", optional_json(proof.defects_at_most)}};
}

Json mix_json(const DrawResult& result) {
  Json mix = Json::array();
  for (const sample::MixDraw& part : result.mix) {
    mix.push_back({{"component", part.name},
                   {"share", part.share},
                   {"n", part.drawn},
                   {"take_all", part.take_all}});
  }
  return mix;
}

Json draw_json(const DrawSpec& spec, const DrawResult& result) {
  Json draw = {{"design", design_name(spec.design)},
               {"unit", drawn_unit(spec)},
               {"requested", result.requested},
               {"n", result.units.size()},
               {"N", result.population.units},
               {"records", result.records.size()},
               {"seed", spec.seed},
               {"population", population_json(spec, result.population)},
               {"proof", proof_json(proof_of(result))}};
  if (spec.by_size()) draw["take_all"] = result.take_all;
  if (spec.design == Design::pps) draw["pps_method"] = spec.pps_method->name;
  if (spec.two_stage()) {
    draw["clusters"] = {{"N", result.population.clusters},
                        {"n", result.strata.front().drawn},
                        {"per_cluster", *spec.per_cluster}};
  }
  if (spec.panel) draw["panel"] = {{"count", spec.panel->count}, {"turn", spec.panel->turn}};
  if (spec.design == Design::mix) {
    draw["mix"] = mix_json(result);
    draw["drawn_again"] = result.drawn_again;
  }
  if (spec.design == Design::stratified) {
    draw["allocate"] = allocation_name(spec.allocate);
    draw["minimum_dropped"] = result.minimum_dropped;
    if (spec.neyman()) draw["proportional_instead"] = result.proportional_instead;
    draw["strata"] = strata_json(spec, result);
  }
  return draw;
}

Json report_json(const Envelope& envelope, const DrawSpec& spec, const DrawResult& result) {
  Json report = to_json(envelope);
  report["draw"] = draw_json(spec, result);
  return report;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> draw_options(const DrawSpec& spec) {
  std::vector<std::pair<std::string, std::string>> options;
  Json take_all = Json::array(), mix = Json::object();
  const auto add = [&](const char* name, const Json& value) {
    options.emplace_back(name, value.dump());
  };
  add("design", design_name(spec.design));
  add("unit", spec.unit == sample::Unit::item ? "item" : "record");
  if (spec.n) add("n", *spec.n);
  if (spec.rate) add("rate", *spec.rate);
  add("seed", spec.seed);
  add("order", spec.order == sample::Order::input ? "input" : "shuffled");
  if (spec.design == Design::stratified) {
    Json fields = Json::array();
    for (const model::SliceSpec& field : spec.strata) fields.push_back(field.name);
    add("strata", fields);
    add("allocate", allocation_name(spec.allocate));
    if (spec.min_per_stratum) add("min_per_stratum", *spec.min_per_stratum);
  }
  if (!spec.variance_field.empty()) add("variance", spec.variance_field);
  for (const sample::TakeAll& taken : spec.take_all) {
    take_all.push_back(taken.field + "=" + taken.value);
  }
  if (!take_all.empty()) add("take_all", take_all);
  if (!spec.size_field.empty()) add("size", spec.size_field);
  if (spec.design == Design::pps) add("pps_method", spec.pps_method->name);
  if (spec.size_floor) add("size_floor", *spec.size_floor);
  if (spec.zero_size == sample::ZeroSize::allow) add("allow_zero", true);
  if (!spec.cluster_field.empty()) add("cluster", spec.cluster_field);
  if (spec.per_cluster) add("per_cluster", *spec.per_cluster);
  if (spec.panel) {
    add("panel", spec.panel->count);
    add("turn", spec.panel->turn);
  }
  for (const sample::MixPart& part : spec.mix) mix[part.name] = part.share;
  if (!mix.empty()) add("mix", mix);
  return options;
}

Summary draw_summary(const DrawResult& result) {
  Summary summary;
  const auto add = [&](const char* name, std::optional<double> value, const char* reason = "") {
    summary.push_back({name, {}, value, value ? "" : reason, true});
  };
  const auto count = [](std::uint64_t number) { return static_cast<double>(number); };
  const sample::Proof proof = proof_of(result);
  const std::uint64_t drawn = result.units.size(), all = result.population.units;
  add("draw.n", count(drawn));
  add("draw.N", count(all));
  add("draw.records", count(result.records.size()));
  add("draw.share", all > 0 ? std::optional(count(drawn) / count(all)) : std::nullopt,
      "empty-population");
  add("draw.missing", count(result.requested > drawn ? result.requested - drawn : 0));
  add("draw.effective_n", proof.effective_n);
  add("draw.margin", proof.margin, "empty-sample");
  std::optional<double> rate;
  if (proof.defects_at_most) rate = count(*proof.defects_at_most) / count(all);
  add("draw.defect_rate_at_most", rate, drawn == 0 ? "empty-sample" : "unequal-probabilities");
  add("draw.excluded_not_found", count(result.population.excluded_not_found.size()));
  add("draw.without_item", count(result.population.without_item));
  return summary;
}

std::vector<std::pair<std::string, std::string>> draw_summary_names() {
  return {{"draw.n", "units drawn"},
          {"draw.N", "units that could be drawn"},
          {"draw.records", "records drawn"},
          {"draw.share", "draw.n / draw.N"},
          {"draw.missing", "units asked for that there are not"},
          {"draw.effective_n", "units of an equal-probability sample that would tell as much"},
          {"draw.margin", "margin of error of a rate near one half, at 95 %"},
          {"draw.defect_rate_at_most", "largest rate of defects if none is found, at 95 %"},
          {"draw.excluded_not_found", "ids in --exclude that the input does not have"},
          {"draw.without_item", "records left out because they have no item id"}};
}

void write_draw_json(const Envelope& envelope, const DrawSpec& spec, const DrawResult& result,
                     std::ostream& out) {
  out << dump(report_json(envelope, spec, result));
}

void write_manifest(const Envelope& envelope, const DrawSpec& spec, const DrawResult& result,
                    std::ostream& out) {
  Json report = report_json(envelope, spec, result);
  Json items = Json::array();
  for (const sample::DrawnUnit& unit : result.units) {
    Json entry;
    if (spec.unit == sample::Unit::item) {
      entry[drawn_unit(spec) == "cluster" ? "cluster" : "item"] = unit.id;
    }
    if (spec.two_stage()) entry["cluster"] = unit.cluster;
    entry["p"] = unit.probability;
    if (spec.design == Design::stratified) {
      entry["stratum"] = slice_json(spec, result.strata[unit.stratum].values);
    }
    items.push_back(std::move(entry));
  }
  report["items"] = std::move(items);
  out << dump(report);
}

std::string sampling_json(const DrawSpec& spec, const DrawResult& result,
                          const sample::DrawnUnit& unit) {
  const sample::StratumDraw& stratum = result.strata[unit.stratum];
  const Json sampling = {
      {"design", design_name(spec.design)},
      {"p", unit.probability},
      {"weight", 1 / unit.probability},
      {"stratum", spec.design == Design::stratified ? slice_json(spec, stratum.values) : Json()},
      {"cluster",
       spec.design == Design::cluster ? Json(spec.two_stage() ? unit.cluster : unit.id) : Json()},
      {"N", stratum.population},
      {"n", stratum.drawn},
      {"seed", spec.seed}};
  return sampling.dump();
}

}  // namespace lbl::report
