// Counting findings.
#include "lbl/validate/result.hpp"

#include <algorithm>

namespace lbl::validate {

void Result::take(Finding&& finding) {
  ++total_;
  ++by_rule_[rule_number(*finding.rule)];
  ++by_severity_[static_cast<std::size_t>(finding.severity)];
  worst_ = std::max(worst_, finding.severity);
  if (most_kept_ == 0 || kept_.size() < most_kept_) kept_.push_back(std::move(finding));
}

}  // namespace lbl::validate
