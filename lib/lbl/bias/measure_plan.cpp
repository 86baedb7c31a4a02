// Which measures of a task are computed, and in how many passes over its answers.
#include "lbl/bias/measure_plan.hpp"

#include <algorithm>
#include <set>

#include "lbl/base/error.hpp"
#include "lbl/bias/gold_scoring.hpp"
#include "lbl/bias/labels.hpp"
#include "lbl/bias/row_weights.hpp"

namespace lbl::bias {
namespace {

/// The kind of error that fits the task.
Measure fitting(const model::Task& task, Measure measure) {
  if (measure != Measure::error && measure != Measure::absolute_error) return measure;
  return error_measure(task);
}

std::vector<Measure> wanted(const model::TaskRatings& task, const BiasSpec& spec) {
  if (spec.measures.empty()) {
    std::vector<Measure> measures = default_measures(task.task);
    if (spec.right.empty()) return measures;
    const std::vector<Measure> more = default_gold_measures(task.task);
    measures.insert(measures.end(), more.begin(), more.end());
    return measures;
  }
  std::vector<Measure> measures;
  for (const Measure asked : spec.measures) {
    const Measure measure = fitting(task.task, asked);
    const bool known = std::find(measures.begin(), measures.end(), measure) != measures.end();
    if (!known && misfit(task, measure).empty()) measures.push_back(measure);
  }
  return measures;
}

/// Labels that right answers have and no answer does stand at the end.
void add_right_labels(const RightAnswers& right, const BiasSpec& spec,
                      std::vector<std::string>& labels) {
  std::vector<bool> used(right.categories.size(), false);
  for (const std::uint32_t value : right.values) {
    if (value != model::TaskRatings::kNoValue) used[value] = true;
  }
  std::set<std::string> more;
  for (std::size_t c = 0; c < used.size(); ++c) {
    if (!used[c]) continue;
    for (const auto& [label, times] : labels_in(right.categories[c], right.category_names[c])) {
      const bool asked = spec.labels.empty() || std::find(spec.labels.begin(), spec.labels.end(),
                                                          label) != spec.labels.end();
      if (asked && std::find(labels.begin(), labels.end(), label) == labels.end()) {
        more.insert(label);
      }
    }
  }
  for (const std::string& label : more) {
    if (labels.size() < spec.max_levels) labels.push_back(label);
  }
}

}  // namespace

MeasurePlan::MeasurePlan(const model::TaskRatings& task, const RightAnswers* right,
                         const BiasSpec& spec)
    : task_(task), right_(right), spec_(spec) {
  for (const Measure measure : wanted(task, spec)) measures_.push_back(planned(measure));
}

PlannedMeasure MeasurePlan::planned(Measure measure) const {
  PlannedMeasure plan;
  plan.measure = measure;
  plan.one_label_a_pass = has_own_rows(measure);
  if (needs_right_answers(measure) && has_labels(task_.task, measure)) {
    plan.labels = picked_labels(task_, spec_.labels, spec_.max_levels, plan.notes);
    add_right_labels(*right_, spec_, plan.labels);
  }
  if (needs_right_answers(measure)) note_unknown(task_, *right_, plan.notes);
  return plan;
}

std::size_t MeasurePlan::passes() const {
  std::size_t passes = 0;
  for (const PlannedMeasure& measure : measures_) passes += measure.passes();
  return passes;
}

Scoring MeasurePlan::scoring(const PlannedMeasure& measure, std::size_t pass) const {
  const int spare_bits = spec_.item_weights.empty() ? 0 : kWeightBits;
  if (!needs_right_answers(measure.measure)) {
    return bias::scoring(task_, measure.measure, spec_.labels, spec_.max_levels, spare_bits);
  }
  if (measure.one_label_a_pass) {
    return gold_scoring(task_, *right_, measure.measure, {measure.labels[pass]}, spare_bits);
  }
  return gold_scoring(task_, *right_, measure.measure, measure.labels, spare_bits);
}

void check_measures(const model::RatingsTable& table, const BiasSpec& spec) {
  for (const Measure asked : spec.measures) {
    if (needs_right_answers(asked) && spec.right.empty()) {
      throw base::Error(base::ErrorKind::usage,
                        "--measure " + std::string(measure_name(asked)) +
                            " needs right answers: --gold FILE, --gold-field FIELD, "
                            "--gold-annotator NAME or --gold-majority");
    }
    std::string reason;
    bool fits = table.tasks.empty();
    for (const model::TaskRatings& task : table.tasks) {
      const std::string why_not = misfit(task, fitting(task.task, asked));
      if (why_not.empty()) fits = true;
      if (reason.empty()) reason = why_not;
    }
    if (!fits) throw base::Error(base::ErrorKind::usage, "--measure: " + reason);
  }
}

CodedCuts::CodedCuts(const model::RatingsTable& table, const BiasSpec& spec, std::size_t passes)
    : table_(table), spec_(spec), keeps_(passes > 1), kept_(spec.cuts.size()) {}

std::shared_ptr<const CodedCut> CodedCuts::cut(std::size_t cut, const Scoring& scoring) {
  // Records without an answer are rows of their own measure alone.
  const bool keeps = keeps_ && scoring.measure != Measure::missing;
  if (keeps && kept_[cut]) return kept_[cut];
  auto coded = std::make_shared<const CodedCut>(
      code_rows(table_, scoring.rows, spec_.cuts[cut], spec_.max_levels));
  if (keeps) kept_[cut] = coded;
  return coded;
}

}  // namespace lbl::bias
