// The report of lbl-agree as JSON (schemas/lbl-agree.schema.json).
#include <nlohmann/json.hpp>

#include "lbl/agree/bands.hpp"
#include "lbl/report/agree_report.hpp"

namespace lbl::report {

namespace {

using Json = nlohmann::ordered_json;

/// A list of all labels stops being readable here.
constexpr std::size_t kMostLabels = 1000;

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

template <class Value>
Json value_or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json slice_json(const agree::Slice& slice) {
  Json json = Json::object();
  for (const auto& [field, value] : slice) json[field] = value_or_null(value);
  return json;
}

Json bands_json(const std::vector<agree::BandChance>& bands) {
  Json json;
  for (const agree::BandChance& band : bands) json[std::string(band.name)] = band.probability;
  return json;
}

Json measure_json(const agree::Measure& measure) {
  const agree::Figure& figure = measure.figure;
  Json json;
  json["task"] = measure.task;
  json["slice"] = slice_json(measure.slice);
  if (!measure.label.empty()) json["label"] = measure.label;
  if (!measure.pair.empty()) json["pair"] = measure.pair;
  if (!measure.annotator.empty()) json["annotator"] = measure.annotator;
  if (!measure.left_out.empty()) json["left_out"] = measure.left_out;
  if (!measure.part.empty()) json["part"] = measure.part;
  json["coefficient"] = measure.coefficient->name;
  if (!measure.form.empty()) json["form"] = measure.form;
  json["metric"] = text_or_null(measure.metric);
  json["weights"] = text_or_null(measure.weights);
  json["missing"] = measure.missing;
  json.update(to_json(figure.estimate));
  if (!figure.estimate.message.empty()) json["message"] = figure.estimate.message;
  json["p"] = value_or_null(figure.p);
  json["p_method"] = text_or_null(figure.p_method);
  if (measure.coefficient->name == "cohen_kappa") {
    json["se0"] = value_or_null(figure.se0);
    json["kappa_max"] = value_or_null(figure.maximum);
  }
  for (const agree::Detail& detail : figure.details) json[detail.name] = detail.value;
  if (const auto bands = agree::landis_koch_bands(measure); !bands.empty()) {
    json["bands"] = {{"landis_koch", bands_json(bands)},
                     {"krippendorff", bands_json(agree::krippendorff_bands(measure))}};
  }
  if (figure.bootstrap) json["bootstrap"] = to_json(*figure.bootstrap);
  if (figure.pairs) json["pairs"] = *figure.pairs;
  if (figure.samples) json["samples"] = *figure.samples;
  json["items"] = figure.items;
  json["items_rated"] = figure.items_rated;
  json["annotators"] = figure.annotators;
  json["ratings"] = figure.ratings;
  return json;
}

Json task_json(const agree::TaskSummary& task) {
  Json json;
  json["task"] = task.name;
  json["type"] = model::task_type_name(task.type);
  json["type_inferred"] = task.type_was_inferred;
  json["categories"] = task.categories;
  json["categories_from"] = task.categories_were_given ? "guideline" : "data";
  json["labels"] = nullptr;
  if (task.labels.size() <= kMostLabels) {
    json["labels"] = Json::object();
    for (const agree::LabelCount& label : task.labels) json["labels"][label.label] = label.answers;
  }
  json["items"] = task.items;
  json["items_paired"] = task.items_paired;
  json["items_unanswered"] = task.items_unanswered;
  json["annotators"] = task.annotators;
  json["answers"] = task.answers;
  json["answers_per_item"] = nullptr;
  if (task.items > 0) {
    json["answers_per_item"] = {
        {"min", task.fewest_answers},
        {"mean", static_cast<double>(task.answers) / static_cast<double>(task.items)},
        {"max", task.most_answers}};
  }
  json["prevalence_index"] = value_or_null(task.prevalence_index);
  json["bias_index"] = value_or_null(task.bias_index);
  if (!task.near_labels.empty()) {
    json["labels_alike"] = Json::array();
    for (const auto& [one, other] : task.near_labels) json["labels_alike"].push_back({one, other});
  }
  if (task.position) {
    json["position_bias"] = {{"a", task.position->first},
                             {"b", task.position->second},
                             {"tie", task.position->ties},
                             {"share_a", to_json(task.position->share)},
                             {"p", value_or_null(task.position->p)}};
  }
  json["no_answer"] = task.no_answer;
  json["unknown"] = task.unknown;
  json["invalid"] = task.invalid;
  json["aliases"] = task.aliases;
  json["repeats"] = {{"repeated", task.repeated},
                     {"equal", task.equal_repeats},
                     {"conflicts", task.conflicts},
                     {"conflicting_answers", task.conflicting_answers}};
  return json;
}

Json confusion_json(const agree::GoldSummary& gold, const std::vector<agree::GoldCell>& cells) {
  Json json = Json::array();
  for (const agree::GoldCell& cell : cells) {
    Json entry = {
        {"gold", gold.labels[cell.gold]}, {"label", gold.labels[cell.answer]}, {"n", cell.n}};
    if (cell.share > 0) {
      entry["share"] = {{"value", cell.share}, {"low", cell.low}, {"high", cell.high}};
    }
    json.push_back(std::move(entry));
  }
  return json;
}

Json gold_json(const agree::GoldSummary& gold) {
  Json json;
  json["task"] = gold.task;
  json["items_with_gold"] = gold.items_with_gold;
  json["items"] = gold.items;
  json["answers"] = gold.answers;
  json["confusion"] = confusion_json(gold, gold.confusion);
  json["annotators"] = Json::array();
  for (const agree::GoldAnnotator& annotator : gold.annotators) {
    Json entry;
    entry["annotator"] = annotator.annotator;
    entry["answers"] = annotator.answers;
    entry["accuracy"] = to_json(annotator.accuracy);
    entry["compared_items"] = annotator.compared_items;
    entry["difference"] = value_or_null(annotator.difference);
    entry["p"] = value_or_null(annotator.p);
    entry["p_method"] = text_or_null(annotator.p_method);
    entry["q"] = value_or_null(annotator.q);
    entry["worse"] = annotator.worse;
    entry["confusion"] = confusion_json(gold, annotator.confusion);
    json["annotators"].push_back(std::move(entry));
  }
  return json;
}

/// Which figure a comparison or a drift is about.
template <class Named>
void add_name(const Named& named, Json& json) {
  json["coefficient"] = named.coefficient->name;
  if (!named.form.empty()) json["form"] = named.form;
  json["metric"] = text_or_null(named.metric);
  json["weights"] = text_or_null(named.weights);
}

Json comparison_json(const agree::Comparison& comparison) {
  Json json;
  json["task"] = comparison.task;
  json["field"] = comparison.field;
  json["a"] = comparison.first;
  json["b"] = comparison.second;
  add_name(comparison, json);
  json["of_a"] = to_json(comparison.of_first);
  json["of_b"] = to_json(comparison.of_second);
  json["difference"] = to_json(comparison.difference);
  json["p"] = value_or_null(comparison.p);
  json["p_method"] = comparison.p ? Json("bootstrap") : Json(nullptr);
  json["items_a"] = comparison.items_first;
  json["items_b"] = comparison.items_second;
  json["items_both"] = comparison.items_both;
  return json;
}

Json drift_json(const agree::Drift& drift) {
  Json json;
  json["task"] = drift.task;
  json["field"] = drift.field;
  add_name(drift, json);
  json["windows"] = drift.windows;
  json["left_out"] = drift.left_out;
  json["q"] = value_or_null(drift.q);
  json["p"] = value_or_null(drift.p);
  json["p_method"] = drift.p ? Json("chi_square") : Json(nullptr);
  json["trend"] = to_json(drift.trend);
  json["trend_p"] = value_or_null(drift.trend_p);
  json["status"] = stats::status_name(drift.status);
  json["reason"] = text_or_null(drift.reason);
  json["message"] = text_or_null(drift.message);
  return json;
}

Json plan_json(const agree::WidthPlan& plan) {
  Json json;
  json["task"] = plan.task;
  json["coefficient"] = plan.coefficient->name;
  json["metric"] = text_or_null(plan.metric);
  json["weights"] = text_or_null(plan.weights);
  json["width"] = plan.width;
  json["width_now"] = value_or_null(plan.width_now);
  json["items_now"] = plan.items_now;
  json["items"] = value_or_null(plan.items);
  json["more_items"] = nullptr;
  if (plan.items) {
    json["more_items"] = *plan.items > plan.items_now ? *plan.items - plan.items_now : 0;
  }
  json["by_answers"] = Json::array();
  for (const auto& [answers, items] : plan.by_answers) {
    json["by_answers"].push_back({{"answers_per_item", answers}, {"items", items}});
  }
  return json;
}

Json alt_test_json(const agree::AltTest& test) {
  Json json;
  json["task"] = test.task;
  json["model"] = test.model;
  json["epsilon"] = test.epsilon;
  json["score"] = test.score;
  json["winning_rate"] = value_or_null(test.winning_rate);
  json["advantage_probability"] = value_or_null(test.advantage_probability);
  json["passes"] = test.passes;
  json["status"] = stats::status_name(test.status);
  json["reason"] = text_or_null(test.reason);
  json["annotators"] = Json::array();
  for (const agree::AltTestPerson& person : test.people) {
    json["annotators"].push_back({{"annotator", person.annotator},
                                  {"items", person.items},
                                  {"advantage_model", person.model_advantage},
                                  {"advantage_annotator", person.person_advantage},
                                  {"p", value_or_null(person.p)},
                                  {"q", value_or_null(person.q)},
                                  {"replaced", person.replaced},
                                  {"cohen_kappa", to_json(person.kappa.estimate)}});
  }
  return json;
}

Json item_json(const agree::ItemEntry& item) {
  Json json = {{"item", item.item}, {"task", item.task}, {"n", item.answers}};
  json["labels"] = Json::object();
  for (const auto& [label, answers] : item.labels) json["labels"][label] = answers;
  json["majority"] = value_or_null(item.majority);
  json["disagreement"] = value_or_null(item.disagreement);
  json["entropy"] = value_or_null(item.entropy);
  return json;
}

}  // namespace

void write_agree_json(const agree::Result& result, const Envelope& envelope, std::ostream& out) {
  Json json = to_json(envelope);
  json["tasks"] = Json::array();
  for (const agree::TaskSummary& task : result.tasks) json["tasks"].push_back(task_json(task));
  json["measures"] = Json::array();
  for (const agree::Measure& measure : result.measures) {
    json["measures"].push_back(measure_json(measure));
  }
  if (!result.gold.empty()) {
    json["gold"] = Json::array();
    for (const agree::GoldSummary& gold : result.gold) json["gold"].push_back(gold_json(gold));
  }
  const auto add = [&](const char* name, const auto& entries, auto entry_json) {
    if (entries.empty()) return;
    json[name] = Json::array();
    for (const auto& entry : entries) json[name].push_back(entry_json(entry));
  };
  add("repeats", result.repeats, measure_json);
  add("comparisons", result.comparisons, comparison_json);
  add("drift", result.drifts, drift_json);
  add("plan", result.plans, plan_json);
  add("alt_test", result.alt_tests, alt_test_json);
  add("items", result.items, item_json);
  out << dump(json);
}

}  // namespace lbl::report
