// What the changes of a guideline break in a batch, counted.
#pragma once

#include <vector>

#include "lbl/validate/finding.hpp"
#include "lbl/validate/guideline_change.hpp"

namespace lbl::validate {

/// Counts the findings of a batch that each change accounts for, in GuidelineChange::found.
class BrokenAnswers {
 public:
  /// `changes` must outlive it. Changes whose findings cannot be told from others keep no count.
  explicit BrokenAnswers(std::vector<GuidelineChange>& changes);

  /// Takes a finding that has its texts.
  void see(const Finding& finding);

 private:
  std::vector<GuidelineChange>& changes_;
};

}  // namespace lbl::validate
