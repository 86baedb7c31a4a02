// How severe each annotator is, and whether groups of annotators judge groups of items differently.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/stats/estimate.hpp"

namespace lbl::bias {

/// One annotator and label (or the mean).
struct AnnotatorEntry {
  std::size_t fit = 0;  ///< index into BiasResult::severity_fits
  std::string annotator;
  std::uint64_t answers = 0;
  std::uint64_t compared = 0;      ///< answers to items that others answered too
  double mean = 0;                 ///< of all answers: the rate of the label, or the mean
  std::optional<double> expected;  ///< what the others say about the same items, on average
  stats::Estimate difference;      ///< mean of answer minus the others' mean, t interval
  stats::Estimate severity;        ///< effect in the two-way additive model, 0 on average
  stats::Estimate shrunken;        ///< the same by empirical Bayes: what to rely on
  std::optional<double> p, q;      ///< that the difference is 0; none below the minimum of answers
  bool flag = false;
};

/// What the severities of one task and label have in common.
struct SeverityFit {
  std::size_t task = 0;
  std::optional<std::string> label;
  bool is_share = true;
  std::uint64_t annotators = 0, items = 0, answers = 0;
  std::uint64_t parts = 0;       ///< of annotators that share items, directly or through others
  std::optional<double> spread;  ///< standard deviation of the true severities (Paule and Mandel)
  std::optional<double> residual_deviation;
};

/// How much more a group of annotators gives than the others: within the same items, or
/// (`item_field`) in a group of items beyond what the annotators and the items do by themselves.
struct GroupEffect {
  std::size_t fit = 0;
  std::string field;
  std::optional<std::string> group;
  std::optional<std::string> item_field;
  std::optional<std::string> item_group;
  std::uint64_t answers = 0;  ///< of the group, in those items
  stats::Estimate estimate;
  std::optional<double> p, q;
  bool flag = false;
};

/// Everything that --annotators adds to a report.
struct Severities {
  std::vector<SeverityFit> fits;
  std::vector<AnnotatorEntry> annotators;
  std::vector<GroupEffect> groups;
};

}  // namespace lbl::bias
