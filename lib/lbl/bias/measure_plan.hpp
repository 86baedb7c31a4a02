// Which measures of a task are computed, and in how many passes over its answers.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/levels.hpp"
#include "lbl/bias/scoring.hpp"

namespace lbl::bias {

/// One measure and the labels that it is about.
struct PlannedMeasure {
  Measure measure = Measure::rate;
  std::vector<std::string> labels;  ///< empty where a measure has none
  bool one_label_a_pass = false;    ///< each label counts other answers
  std::vector<Note> notes;

  std::size_t passes() const { return one_label_a_pass ? labels.size() : 1; }
};

/// The measures of one task.
class MeasurePlan {
 public:
  /// `right`: null when right answers are not known. All must outlive the plan.
  MeasurePlan(const model::TaskRatings& task, const RightAnswers* right, const BiasSpec& spec);

  const std::vector<PlannedMeasure>& measures() const { return measures_; }
  /// Passes of all measures over the answers.
  std::size_t passes() const;
  /// What the answers count for in one pass.
  Scoring scoring(const PlannedMeasure& measure, std::size_t pass) const;

 private:
  PlannedMeasure planned(Measure measure) const;

  const model::TaskRatings& task_;
  const RightAnswers* right_;
  const BiasSpec& spec_;
  std::vector<PlannedMeasure> measures_;
};

/// Throws Error (usage) for a measure that fits no task, or that needs right answers when there are
/// none.
void check_measures(const model::RatingsTable& table, const BiasSpec& spec);

/// The coded cuts of a task: coded once when several passes use them, else when asked for.
class CodedCuts {
 public:
  CodedCuts(const model::RatingsTable& table, const BiasSpec& spec, std::size_t passes);

  /// The cut number `cut` of BiasSpec::cuts over the rows of `scoring`. Safe for several threads
  /// that ask for different cuts.
  std::shared_ptr<const CodedCut> cut(std::size_t cut, const Scoring& scoring);

 private:
  const model::RatingsTable& table_;
  const BiasSpec& spec_;
  bool keeps_;
  std::vector<std::shared_ptr<const CodedCut>> kept_;
};

}  // namespace lbl::bias
