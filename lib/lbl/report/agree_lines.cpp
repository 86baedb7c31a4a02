// --emit annotators and pairs: one line of JSON each, for the next program in the pipe.
#include <nlohmann/json.hpp>

#include <map>

#include "lbl/agree/annotators.hpp"
#include "lbl/report/agree_report.hpp"

namespace lbl::report {

namespace {

using Json = nlohmann::ordered_json;

template <class Value>
Json value_or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

/// "cohen_kappa", or "krippendorff_alpha.interval" beside another metric of the same coefficient.
std::string key_of(const agree::Measure& measure, const Json& line) {
  std::string key(measure.coefficient->name);
  if (!line.contains(key)) return key;
  return key + "." + (measure.form.empty() ? measure.metric + measure.weights : measure.form);
}

}  // namespace

void write_pair_lines(const agree::Result& result, std::ostream& out) {
  Json line;
  const agree::Measure* last = nullptr;
  const auto flush = [&] {
    if (last != nullptr) out << line.dump() << '\n';
  };
  for (const agree::Measure& measure : result.measures) {
    if (measure.pair.empty()) continue;
    if (last == nullptr || last->pair != measure.pair || last->task != measure.task) {
      flush();
      line = {{"task", measure.task}, {"pair", measure.pair}, {"items", measure.figure.items}};
    }
    line[key_of(measure, line)] = value_or_null(measure.figure.estimate.value);
    last = &measure;
  }
  flush();
}

void write_annotator_lines(const model::RatingsTable& table, const agree::Options& options,
                           const model::Gold* gold, std::ostream& out) {
  for (std::size_t t = 0; t < table.tasks.size(); ++t) {
    const model::TaskRatings& ratings = table.tasks[t];
    const model::TaskGold* task_gold = gold == nullptr ? nullptr : &gold->tasks[t];
    for (const agree::AnnotatorFigures& annotator :
         agree::annotator_figures(table, ratings, task_gold, options)) {
      Json line;
      line["annotator"] = table.annotators[annotator.annotator];
      line["task"] = ratings.task.name;
      line["n"] = annotator.answers;
      line["items_paired"] = annotator.items_paired;
      line["agreement"] = value_or_null(annotator.agreement);
      line["agreement_of_others"] = value_or_null(annotator.agreement_of_others);
      line["labels"] = Json::object();
      for (const auto& [label, n] : annotator.labels) {
        line["labels"][ratings.category_names[label]] = n;
      }
      if (task_gold != nullptr) {
        line["gold"] = annotator.with_gold;
        line["accuracy"] = value_or_null(annotator.accuracy);
      }
      out << line.dump() << '\n';
    }
  }
}

}  // namespace lbl::report
