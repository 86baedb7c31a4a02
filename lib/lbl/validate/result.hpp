// What a run of lbl-validate found, counted and partly kept.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lbl/validate/batch.hpp"

namespace lbl::validate {

/// Counts every finding, keeps the first ones.
class Result {
 public:
  /// Keeps `most_kept` findings, all of them when it is 0.
  explicit Result(std::uint64_t most_kept) : most_kept_(most_kept), by_rule_(all_rules().size()) {}

  void take(Finding&& finding);

  const std::vector<Finding>& kept() const { return kept_; }
  std::uint64_t of_rule(const Rule& rule) const { return by_rule_[rule_number(rule)]; }
  /// Findings of a rule of the guideline.
  std::uint64_t of_guideline_rule(const std::string& id) const;
  std::uint64_t of_severity(model::Severity severity) const {
    return by_severity_[static_cast<std::size_t>(severity)];
  }
  std::uint64_t total() const { return total_; }
  /// The gravest severity found; off when nothing was.
  model::Severity worst() const { return worst_; }

  BatchCounts counts;

 private:
  std::uint64_t most_kept_;
  std::vector<Finding> kept_;
  std::vector<std::uint64_t> by_rule_;
  std::map<std::string, std::uint64_t> by_guideline_rule_;
  std::uint64_t by_severity_[4] = {};
  std::uint64_t total_ = 0;
  model::Severity worst_ = model::Severity::off;
};

}  // namespace lbl::validate
