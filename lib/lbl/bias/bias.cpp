// Compares the slices of a ratings table: every task, measure and cut, then one family of tests.
#include "lbl/bias/bias.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/base/threads.hpp"
#include "lbl/bias/cut_report.hpp"
#include "lbl/bias/labels.hpp"
#include "lbl/bias/measure_plan.hpp"
#include "lbl/bias/severity_fit.hpp"

namespace lbl::bias {
namespace {

[[noreturn]] void usage_error(const std::string& message) {
  throw base::Error(base::ErrorKind::usage, message);
}

TaskFacts facts_of(const model::TaskRatings& ratings) {
  TaskFacts facts;
  facts.name = ratings.task.name;
  facts.type = ratings.task.type;
  facts.answers = ratings.answers();
  for (std::size_t item = 0; item < ratings.items(); ++item) {
    if (ratings.item_begin[item + 1] > ratings.item_begin[item]) ++facts.items;
  }
  std::vector<bool> seen;
  for (const std::uint32_t annotator : ratings.annotators) {
    if (annotator >= seen.size()) seen.resize(annotator + std::size_t{1}, false);
    if (!seen[annotator]) ++facts.annotators;
    seen[annotator] = true;
  }
  facts.no_answer = ratings.no_answer;
  facts.unknown_labels = ratings.unknown_labels;
  facts.invalid = ratings.invalid;
  facts.conflicting_answers = ratings.conflicting_answers;
  return facts;
}

void check_labels(const model::RatingsTable& table, const BiasSpec& spec) {
  if (spec.labels.empty()) return;
  std::vector<std::string> known;
  for (const model::TaskRatings& task : table.tasks) {
    const std::vector<std::string> names = label_names(task);
    known.insert(known.end(), names.begin(), names.end());
  }
  for (const std::string& label : spec.labels) {
    if (std::find(known.begin(), known.end(), label) != known.end()) continue;
    usage_error(fmt::format("--label: no answer has the label {}{}", base::quoted(label),
                            base::did_you_mean(label, known)));
  }
}

void check_reference(const BiasSpec& spec, const std::vector<Cut>& cuts) {
  if (spec.reference != Reference::slice) return;
  std::vector<std::string> known;
  for (const Cut& cut : cuts) {
    for (const Slice& slice : cut.slices) known.push_back(slice.text());
  }
  if (known.empty()) return;
  if (std::find(known.begin(), known.end(), spec.reference_slice) != known.end()) return;
  usage_error(fmt::format("--reference: there is no slice {}{}", base::quoted(spec.reference_slice),
                          base::did_you_mean(spec.reference_slice, known)));
}

/// The p values of a report are one family of tests (CONVENTIONS.md 20).
class Family {
 public:
  void add(const std::optional<double>& p, std::optional<double>& q) {
    if (!p) return;
    p_values_.push_back(*p);
    q_values_.push_back(&q);
  }
  std::size_t size() const { return p_values_.size(); }
  void correct(stats::Correction correction) {
    const std::vector<double> adjusted = stats::adjusted_p(p_values_, correction);
    for (std::size_t i = 0; i < adjusted.size(); ++i) *q_values_[i] = adjusted[i];
  }

 private:
  std::vector<double> p_values_;
  std::vector<std::optional<double>*> q_values_;
};

void correct(BiasResult& result, const BiasSpec& spec) {
  Family family;
  for (SliceEntry& entry : result.slices) {
    family.add(entry.p, entry.q);
    if (entry.controlled) family.add(entry.controlled->p, entry.controlled->q);
  }
  for (Disparity& disparity : result.disparities) {
    if (disparity.trend) family.add(disparity.trend->p, disparity.trend->q);
  }
  for (TargetField& field : result.targets) family.add(field.p, field.q);
  for (AnnotatorEntry& entry : result.severities.annotators) family.add(entry.p, entry.q);
  for (GroupEffect& effect : result.severities.groups) family.add(effect.p, effect.q);
  result.tests = family.size();
  family.correct(spec.correction);
  for (SliceEntry& entry : result.slices) {
    entry.flag = entry.q && *entry.q <= 1 - spec.level;
  }
  for (AnnotatorEntry& entry : result.severities.annotators) {
    entry.flag = entry.q && *entry.q <= 1 - spec.level;
  }
  for (GroupEffect& effect : result.severities.groups) {
    effect.flag = effect.q && *effect.q <= 1 - spec.level;
  }
}

/// One more pass of a measure over the same cut.
void append(CutReport pass, CutReport& report) {
  report.cut = std::move(pass.cut);
  std::move(pass.slices.begin(), pass.slices.end(), std::back_inserter(report.slices));
  std::move(pass.disparities.begin(), pass.disparities.end(),
            std::back_inserter(report.disparities));
  std::move(pass.notes.begin(), pass.notes.end(), std::back_inserter(report.notes));
}

void append(CutReport report, BiasResult& result) {
  const std::size_t cut = result.cuts.size();
  report.cut.task = result.tasks.size() - 1;
  for (SliceEntry& entry : report.slices) {
    entry.cut = cut;
    result.slices.push_back(std::move(entry));
  }
  for (Disparity& disparity : report.disparities) {
    disparity.cut = cut;
    result.disparities.push_back(std::move(disparity));
  }
  result.cuts.push_back(std::move(report.cut));
  for (Note& note : report.notes) result.notes.push_back(std::move(note));
}

/// All figures of one task: measure by measure, for each of its passes over the answers cut by cut.
void add_task(const model::RatingsTable& table, std::size_t task, const BiasSpec& spec,
              BiasResult& result) {
  const MeasurePlan plan(table.tasks[task], spec.right.empty() ? nullptr : &spec.right[task], spec);
  CodedCuts coded(table, spec, plan.passes());
  for (const PlannedMeasure& measure : plan.measures()) {
    std::vector<CutReport> reports(spec.cuts.size());
    for (std::size_t pass = 0; pass < measure.passes(); ++pass) {
      CutContext context(table, plan.scoring(measure, pass), spec);
      base::parallel_for(spec.threads, spec.cuts.size(), [&](std::size_t i) {
        append(cut_report(context, coded.cut(i, context.scoring())), reports[i]);
      });
      const std::vector<Note>& notes = context.scoring().notes;
      result.notes.insert(result.notes.end(), notes.begin(), notes.end());
    }
    for (CutReport& report : reports) append(std::move(report), result);
    result.notes.insert(result.notes.end(), measure.notes.begin(), measure.notes.end());
  }
}

/// The severities of the annotators of a task, by its first measure that has them.
void add_annotators(const model::RatingsTable& table, std::size_t task, const BiasSpec& spec,
                    BiasResult& result) {
  for (const Measure measure : default_measures(table.tasks[task].task)) {
    if (measure != Measure::rate && measure != Measure::mean) continue;
    const Scoring scored = scoring(table.tasks[task], measure, spec.labels, spec.max_levels);
    std::vector<CodedCut> cuts;
    for (const auto& columns : spec.cuts) {
      cuts.push_back(code_rows(table, scored.rows, columns, spec.max_levels));
    }
    add_severities(table, task, scored, cuts, spec, result.severities, result.notes);
    return;
  }
}

void add_targets(const model::RatingsTable& table, const BiasSpec& spec, BiasResult& result) {
  for (const WantedShares& target : spec.targets) {
    result.targets.push_back(compare_with_target(table, target, spec.level));
  }
  if (spec.weigh_to_target) result.weights = weights_to_target(table, spec.targets);
}

void drop_repeated_notes(std::vector<Note>& notes) {
  std::vector<Note> kept;
  for (Note& note : notes) {
    const bool known = std::any_of(kept.begin(), kept.end(), [&](const Note& other) {
      return other.code == note.code && other.message == note.message;
    });
    if (!known) kept.push_back(std::move(note));
  }
  notes = std::move(kept);
}

}  // namespace

std::string Slice::text() const {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) text += ':';
    text += values[i].value_or("null");
  }
  return text;
}

std::string Cut::name() const {
  return base::join(fields, ":");
}

BiasResult bias(const model::RatingsTable& table, const BiasSpec& spec) {
  if (spec.test == Test::fisher && spec.cluster != Cluster::none) {
    usage_error("--test fisher takes answers as independent: add --cluster none");
  }
  check_labels(table, spec);
  check_measures(table, spec);
  BiasResult result;
  result.level = spec.level;
  result.correction = spec.correction;
  for (std::size_t t = 0; t < table.tasks.size(); ++t) {
    result.tasks.push_back(facts_of(table.tasks[t]));
    add_task(table, t, spec, result);
    if (spec.annotators) add_annotators(table, t, spec, result);
  }
  for (const std::size_t column : spec.control)
    result.control.push_back(table.columns[column].name);
  add_targets(table, spec, result);
  check_reference(spec, result.cuts);
  correct(result, spec);
  drop_repeated_notes(result.notes);
  return result;
}

}  // namespace lbl::bias
