// Drift and the former batch in the report of lbl-bias: words, tables and JSON.
#include "lbl/report/bias_drift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "lbl/base/text.hpp"
#include "lbl/report/bias_words.hpp"
#include "lbl/report/envelope.hpp"

namespace lbl::report {
namespace {

using Json = nlohmann::ordered_json;
using bias::AgainstResult;
using bias::BiasResult;
using bias::DriftResult;
using bias::DriftSeries;
using bias::Shift;

template <class Value>
Json optional_json(const std::optional<Value>& value) {
  return value ? Json(*value) : Json();
}

Json window_json(const DriftResult& drift, const std::optional<std::size_t>& window) {
  return window ? Json(drift.windows[*window].name) : Json();
}

Json series_json(const BiasResult& result, const DriftResult& drift, const DriftSeries& series) {
  Json windows = Json::array();
  for (const bias::SliceEntry& entry : series.windows) {
    windows.push_back({{"window", drift.windows[entry.slice].name},
                       {"n", entry.answers},
                       {"items", entry.items},
                       {"cluster", bias::cluster_name(entry.cluster)},
                       {"estimate", to_json(entry.estimate)}});
  }
  Json changes = Json::array();
  for (const DriftSeries::Change& change : series.changes) {
    changes.push_back({{"window", drift.windows[change.window].name},
                       {"before", change.before},
                       {"after", change.after},
                       {"p", change.p}});
  }
  return {{"task", result.tasks[series.task].name},
          {"label", optional_json(series.label)},
          {"measure", bias::measure_name(series.measure)},
          {"windows", std::move(windows)},
          {"changes", std::move(changes)},
          {"p", optional_json(series.p)},
          {"q", optional_json(series.q)},
          {"flag", series.flag}};
}

Json shift_json(const BiasResult& result, const Shift& shift) {
  return {{"task", result.tasks[shift.task].name},
          {"field", shift.field.empty() ? Json() : Json(shift.field)},
          {"n", shift.answers},
          {"base_n", shift.base_answers},
          {"categories", shift.categories},
          {"psi", shift.psi},
          {"js", shift.js},
          {"null_mean", shift.null_mean},
          {"p", optional_json(shift.p)},
          {"q", optional_json(shift.q)},
          {"flag", shift.flag}};
}

std::string task_prefix(const BiasResult& result, std::size_t task) {
  return result.tasks.size() > 1 ? base::escaped(result.tasks[task].name) + ", " : "";
}

const DriftSeries::Change& surest_change(const DriftSeries& series) {
  return *std::min_element(series.changes.begin(), series.changes.end(),
                           [](const auto& a, const auto& b) { return a.p < b.p; });
}

std::string change_sentence(const BiasResult& result, const DriftResult& drift,
                            const DriftSeries& series) {
  const DriftSeries::Change& change = surest_change(series);
  return fmt::format("Drift: {}{} changes with window {}: {} before, {} after ({}{}).",
                     task_prefix(result, series.task), subject(series.label, series.measure),
                     drift.windows[change.window].name, with_unit(series.measure, change.before),
                     with_unit(series.measure, change.after), q_name(result), p_relation(series.q));
}

std::string annotator_sentence(const BiasResult& result, const DriftResult& drift,
                               const bias::AnnotatorDrift& own) {
  return fmt::format(
      "Annotator {} drifts: {} is {} beside the others in the same windows, and {} from window "
      "{} on ({}{}).",
      quoted_name(own.annotator), subject(own.label, own.measure),
      signed_figure(own.measure, own.before), signed_figure(own.measure, own.after),
      drift.windows[*own.window].name, q_name(result), p_relation(own.q));
}

/// Of a label and its only alternative, the second.
bool is_other_side(const std::vector<DriftSeries>& all, const DriftSeries& series) {
  std::size_t same = 0;
  const DriftSeries* first = nullptr;
  for (const DriftSeries& other : all) {
    if (other.task != series.task || other.measure != series.measure) continue;
    if (first == nullptr) first = &other;
    ++same;
  }
  return series.measure == bias::Measure::rate && same == 2 && first != &series;
}

Table shift_table(const BiasResult& result, const std::vector<const Shift*>& shifts,
                  const std::vector<std::string>& names, const char* title) {
  Table table;
  table.columns = {{title, Align::left},
                   {"answers", Align::right},
                   {"PSI", Align::right},
                   {"by chance", Align::right},
                   {"JS (bits)", Align::right},
                   {q_name(result), Align::right},
                   {"", Align::left}};
  for (std::size_t i = 0; i < shifts.size(); ++i) {
    const Shift& shift = *shifts[i];
    table.rows.push_back({names[i], base::with_commas(shift.answers), base::fixed(shift.psi, 4),
                          base::fixed(shift.null_mean, 4), base::fixed(shift.js, 5),
                          p_text(shift.q), shift.flag ? "*" : ""});
  }
  return table;
}

TitledTable series_table(const BiasResult& result, const DriftResult& drift,
                         const DriftSeries& series) {
  TitledTable titled;
  titled.title = fmt::format("{}{} over time, by {}", task_prefix(result, series.task),
                             subject(series.label, series.measure), base::escaped(drift.field));
  titled.table.columns = {{"window", Align::left},
                          {"answers", Align::right},
                          {is_share(series.measure) ? "%" : "mean", Align::right},
                          {base::number_text(100 * result.level) + "% interval", Align::right},
                          {"", Align::left}};
  for (const bias::SliceEntry& entry : series.windows) {
    const auto& ci = entry.estimate.ci;
    const bool changes = std::any_of(
        series.changes.begin(), series.changes.end(),
        [&](const DriftSeries::Change& change) { return change.window == entry.slice; });
    titled.table.rows.push_back(
        {drift.windows[entry.slice].name, base::with_commas(entry.answers),
         entry.estimate.value ? figure(series.measure, *entry.estimate.value) : "-",
         ci ? fmt::format("{} to {}", figure(series.measure, ci->low),
                          figure(series.measure, ci->high))
            : "-",
         changes ? "changes here" : ""});
  }
  return titled;
}

TitledTable annotator_table(const BiasResult& result, const DriftResult& drift) {
  TitledTable titled;
  titled.title = "annotators whose answers change beside the others in the same windows";
  titled.table.columns = {{"annotator", Align::left},     {"of", Align::left},
                          {"answers", Align::right},      {"before", Align::right},
                          {"after", Align::right},        {"changes with", Align::left},
                          {q_name(result), Align::right}, {"", Align::left}};
  for (const bias::AnnotatorDrift& own : drift.annotators) {
    titled.table.rows.push_back(
        {own.annotator, subject(own.label, own.measure), base::with_commas(own.answers),
         signed_figure(own.measure, own.before), signed_figure(own.measure, own.after),
         drift.windows[*own.window].name, p_text(own.q), own.flag ? "*" : ""});
  }
  return titled;
}

std::string difference_text(const AgainstResult::Difference& one) {
  return one.difference.value ? signed_figure(one.measure, *one.difference.value) : "-";
}

}  // namespace

Json drift_json(const BiasResult& result, const DriftResult& drift) {
  Json json = {{"field", drift.field},
               {"untimed", drift.untimed},
               {"false_alarm_rate", drift.false_alarm_rate},
               {"windows", Json::array()},
               {"series", Json::array()},
               {"shifts", Json::array()},
               {"annotators_tested", drift.annotators_tested},
               {"annotators", Json::array()}};
  for (const bias::DriftWindow& window : drift.windows) {
    json["windows"].push_back(
        {{"window", window.name}, {"from", window.from}, {"to", window.to}, {"n", window.answers}});
  }
  for (const DriftSeries& series : drift.series) {
    json["series"].push_back(series_json(result, drift, series));
  }
  for (const Shift& shift : drift.shifts) {
    Json one = shift_json(result, shift);
    one["window"] = window_json(drift, shift.window);
    json["shifts"].push_back(std::move(one));
  }
  for (const bias::AnnotatorDrift& own : drift.annotators) {
    json["annotators"].push_back({{"task", result.tasks[own.task].name},
                                  {"label", optional_json(own.label)},
                                  {"measure", bias::measure_name(own.measure)},
                                  {"annotator", own.annotator},
                                  {"n", own.answers},
                                  {"window", window_json(drift, own.window)},
                                  {"before", own.before},
                                  {"after", own.after},
                                  {"p", optional_json(own.p)},
                                  {"q", optional_json(own.q)},
                                  {"flag", own.flag}});
  }
  return json;
}

Json against_json(const BiasResult& result, const AgainstResult& against) {
  Json json = {{"records", against.old_records},
               {"shared_items", against.shared_items},
               {"differences", Json::array()},
               {"shifts", Json::array()}};
  for (const AgainstResult::Difference& one : against.differences) {
    json["differences"].push_back({{"task", result.tasks[one.task].name},
                                   {"label", optional_json(one.label)},
                                   {"measure", bias::measure_name(one.measure)},
                                   {"old_n", one.old_answers},
                                   {"n", one.answers},
                                   {"old", to_json(one.old_estimate)},
                                   {"estimate", to_json(one.estimate)},
                                   {"difference", to_json(one.difference)},
                                   {"p", optional_json(one.p)},
                                   {"q", optional_json(one.q)},
                                   {"flag", one.flag}});
  }
  for (const Shift& shift : against.shifts) json["shifts"].push_back(shift_json(result, shift));
  return json;
}

std::vector<BiasFinding> drift_findings(const BiasResult& result, const DriftResult& drift,
                                        std::size_t count) {
  std::vector<BiasFinding> sentences;
  std::size_t changes = 0;
  for (const DriftSeries& series : drift.series) {
    if (!series.flag || series.changes.empty() || is_other_side(drift.series, series)) continue;
    if (++changes > count) continue;
    const DriftSeries::Change& change = surest_change(series);
    sentences.push_back(finding(change_sentence(result, drift, series), series.measure,
                                change.after - change.before, change.p, result.level));
  }
  std::set<std::string> annotators;
  for (const bias::AnnotatorDrift& own : drift.annotators) {
    if (!own.flag) continue;
    // One sentence for each annotator: of two labels both say the same.
    const bool is_new = annotators.insert(own.annotator).second;
    if (is_new && annotators.size() <= count) {
      sentences.push_back(finding(annotator_sentence(result, drift, own), own.measure,
                                  own.after - own.before, own.p.value_or(1), result.level));
    }
  }
  const Shift* furthest = nullptr;
  for (const Shift& shift : drift.shifts) {
    if (shift.flag && (furthest == nullptr || shift.psi > furthest->psi)) furthest = &shift;
  }
  if (furthest != nullptr) {
    sentences.push_back({fmt::format(
        "The labels of window {} are the furthest from those of the first: PSI {:.3f}, where "
        "chance gives {:.3f} ({}{}).",
        drift.windows[*furthest->window].name, furthest->psi, furthest->null_mean, q_name(result),
        p_relation(furthest->q))});
  }
  std::string last = fmt::format("Drift over {}", counted(drift.windows.size(), "window"));
  last += fmt::format(": {} change{} more than chance, {} drift{} apart from the others.",
                      changes == 0 ? "nothing" : counted(changes, "figure"), changes > 1 ? "" : "s",
                      annotators.empty() ? "no annotator" : counted(annotators.size(), "annotator"),
                      annotators.size() > 1 ? "" : "s");
  sentences.push_back({last});
  return sentences;
}

std::vector<BiasFinding> against_findings(const BiasResult& result, const AgainstResult& against,
                                          std::size_t count) {
  std::vector<BiasFinding> sentences;
  std::size_t flagged = 0;
  for (const AgainstResult::Difference& one : against.differences) {
    if (!one.flag) continue;
    if (++flagged > count) continue;
    const std::string text =
        fmt::format("Against the former batch: {}{} is {}, it was {}: {}{} ({}{}).",
                    task_prefix(result, one.task), subject(one.label, one.measure),
                    with_unit(one.measure, *one.estimate.value),
                    with_unit(one.measure, *one.old_estimate.value), difference_text(one),
                    is_share(one.measure) ? " points" : "", q_name(result), p_relation(one.q));
    sentences.push_back(finding(text, one.measure, one.difference));
  }
  std::vector<std::string> fields;
  for (const Shift& shift : against.shifts) {
    if (shift.flag && !shift.field.empty()) {
      fields.push_back(fmt::format("{} (PSI {:.3f})", base::escaped(shift.field, 30), shift.psi));
    }
  }
  if (!fields.empty()) {
    sentences.push_back(
        {"The batches are made of other items than before by " + base::join(fields, ", ") + "."});
  }
  sentences.push_back(
      {flagged == 0 ? "Against the former batch no figure differs by more than chance."
                    : fmt::format("Against the former batch {} of {} {} by more than chance.",
                                  flagged, counted(against.differences.size(), "figure"),
                                  against.differences.size() == 1 ? "differs" : "differ")});
  return sentences;
}

std::vector<TitledTable> drift_tables(const BiasResult& result, const DriftResult& drift) {
  std::vector<TitledTable> tables;
  for (const DriftSeries& series : drift.series) {
    if (is_other_side(drift.series, series)) continue;
    tables.push_back(series_table(result, drift, series));
  }
  for (std::size_t task = 0; task < result.tasks.size(); ++task) {
    std::vector<const Shift*> shifts;
    std::vector<std::string> names;
    for (const Shift& shift : drift.shifts) {
      if (shift.task != task) continue;
      shifts.push_back(&shift);
      names.push_back(drift.windows[*shift.window].name);
    }
    if (shifts.empty()) continue;
    tables.push_back({fmt::format("{}labels of each window beside those of the first, {}",
                                  task_prefix(result, task), drift.windows.front().name),
                      shift_table(result, shifts, names, "window")});
  }
  if (!drift.annotators.empty()) tables.push_back(annotator_table(result, drift));
  return tables;
}

std::vector<TitledTable> against_tables(const BiasResult& result, const AgainstResult& against) {
  TitledTable differences;
  differences.title = "this batch beside the former one";
  const std::string interval = base::number_text(100 * result.level) + "% interval";
  differences.table.columns = {{"figure", Align::left},  {"was", Align::right},
                               {"is", Align::right},     {"differs", Align::right},
                               {interval, Align::right}, {q_name(result), Align::right},
                               {"", Align::left}};
  for (const AgainstResult::Difference& one : against.differences) {
    const auto& ci = one.difference.ci;
    const auto shown = [&](const stats::Estimate& estimate) {
      return estimate.value ? with_unit(one.measure, *estimate.value) : "-";
    };
    differences.table.rows.push_back(
        {task_prefix(result, one.task) + subject(one.label, one.measure), shown(one.old_estimate),
         shown(one.estimate), difference_text(one),
         ci ? fmt::format("{} to {}", signed_figure(one.measure, ci->low),
                          signed_figure(one.measure, ci->high))
            : "-",
         p_text(one.q), one.flag ? "*" : ""});
  }
  std::vector<const Shift*> shifts;
  std::vector<std::string> names;
  for (const Shift& shift : against.shifts) {
    shifts.push_back(&shift);
    names.push_back(task_prefix(result, shift.task) +
                    (shift.field.empty() ? "labels" : "values of " + shift.field));
  }
  std::vector<TitledTable> tables;
  tables.push_back(std::move(differences));
  tables.push_back({"what the batches are made of", shift_table(result, shifts, names, "of")});
  return tables;
}

std::optional<double> largest_psi(const std::vector<bias::Shift>& shifts) {
  std::optional<double> largest;
  for (const Shift& shift : shifts) {
    if (shift.items < bias::kManyClusters) continue;
    largest = std::max(largest.value_or(0), shift.psi);
  }
  return largest;
}

}  // namespace lbl::report
