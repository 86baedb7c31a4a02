// Counting findings.
#include "lbl/validate/result.hpp"

#include <algorithm>

namespace lbl::validate {

void Result::take(Finding&& finding) {
  ++total_;
  ++by_rule_[rule_number(*finding.rule)];
  if (!finding.guideline_rule.empty()) ++by_guideline_rule_[finding.guideline_rule];
  ++by_severity_[static_cast<std::size_t>(finding.severity)];
  worst_ = std::max(worst_, finding.severity);
  if (most_kept_ == 0 || kept_.size() < most_kept_) kept_.push_back(std::move(finding));
}

std::uint64_t Result::of_guideline_rule(const std::string& id) const {
  const auto at = by_guideline_rule_.find(id);
  return at == by_guideline_rule_.end() ? 0 : at->second;
}

}  // namespace lbl::validate
