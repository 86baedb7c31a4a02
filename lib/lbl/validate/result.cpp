// Counting findings.
#include "lbl/validate/result.hpp"

#include <algorithm>

namespace lbl::validate {

void Result::take(Finding&& finding) {
  ++total_;
  std::uint64_t of_this_rule = ++by_rule_[rule_number(*finding.rule)];
  if (!finding.guideline_rule.empty()) {
    of_this_rule = ++by_guideline_rule_[finding.guideline_rule];
  }
  ++by_severity_[static_cast<std::size_t>(finding.severity)];
  worst_ = std::max(worst_, finding.severity);
  if (of_this_rule <= kFirstOfRule) first_of_rule_[finding.rule_id()].push_back(finding);
  if (most_kept_ != 0 && kept_count_ == most_kept_) return;
  ++kept_count_;
  if (store_ == nullptr || kept_.size() < kMostInMemory) {
    kept_.push_back(std::move(finding));
  } else {
    store_->add(finding);
  }
}

void Result::for_each_kept(const std::function<void(const Finding&)>& body) const {
  for (const Finding& finding : kept_) body(finding);
  if (kept_count_ > kept_.size()) store_->for_each(body);
}

const std::vector<Finding>& Result::first_of_rule(const std::string& id) const {
  static const std::vector<Finding> none;
  const auto at = first_of_rule_.find(id);
  return at == first_of_rule_.end() ? none : at->second;
}

std::uint64_t Result::of_guideline_rule(const std::string& id) const {
  const auto at = by_guideline_rule_.find(id);
  return at == by_guideline_rule_.end() ? 0 : at->second;
}

std::vector<std::pair<std::string, std::uint64_t>> Result::rules_found() const {
  std::vector<std::pair<std::string, std::uint64_t>> found;
  for (const Rule* rule : all_rules()) {
    std::uint64_t count = of_rule(*rule);
    if (rule == &rules::record_rule) {
      for (const auto& [id, of_it] : by_guideline_rule_) {
        found.emplace_back("rule:" + id, of_it);
        count -= of_it;
      }
    }
    if (count > 0) found.emplace_back(rule->id, count);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return found;
}

}  // namespace lbl::validate
