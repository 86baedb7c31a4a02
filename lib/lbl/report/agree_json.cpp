// The report of lbl-agree as JSON (schemas/lbl-agree.schema.json).
#include <nlohmann/json.hpp>

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

Json measure_json(const agree::Measure& measure) {
  const agree::Figure& figure = measure.figure;
  Json json;
  json["task"] = measure.task;
  json["slice"] = slice_json(measure.slice);
  if (!measure.label.empty()) json["label"] = measure.label;
  if (!measure.pair.empty()) json["pair"] = measure.pair;
  json["coefficient"] = measure.coefficient->name;
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
  json["no_answer"] = task.no_answer;
  json["unknown"] = task.unknown;
  json["invalid"] = task.invalid;
  json["aliases"] = task.aliases;
  json["repeats"] = {{"equal", task.equal_repeats},
                     {"conflicts", task.conflicts},
                     {"conflicting_answers", task.conflicting_answers}};
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
  out << dump(json);
}

}  // namespace lbl::report
