// What a run of lbl-validate found, counted and partly kept.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lbl/validate/batch.hpp"
#include "lbl/validate/batch_change.hpp"
#include "lbl/validate/group_tally.hpp"
#include "lbl/validate/guideline_change.hpp"

namespace lbl::validate {

/// Where findings go that a result has no room for in memory.
class FindingStore {
 public:
  FindingStore() = default;
  virtual ~FindingStore() = default;
  FindingStore(const FindingStore&) = delete;
  FindingStore& operator=(const FindingStore&) = delete;

  virtual void add(const Finding& finding) = 0;
  /// Gives back all of them, in their order; may be called again.
  virtual void for_each(const std::function<void(const Finding&)>& body) const = 0;
};

/// What changed against a former batch, or against a former guideline.
struct Against {
  std::string name;
  std::optional<BatchChange> batch;        ///< none: it is a guideline
  std::vector<GuidelineChange> guideline;  ///< empty: it asks for the same
};

/// Counts every finding, keeps the first ones.
class Result {
 public:
  /// Findings that stay in memory when there is a store for the rest.
  static constexpr std::size_t kMostInMemory = 2000;
  /// Findings of each rule that are kept whatever else is.
  static constexpr std::size_t kFirstOfRule = 5;

  /// Keeps `most_kept` findings, all of them when it is 0; those beyond kMostInMemory go to `store`
  /// if there is one, so that memory does not grow with their number.
  explicit Result(std::uint64_t most_kept, std::unique_ptr<FindingStore> store = nullptr)
      : most_kept_(most_kept), store_(std::move(store)), by_rule_(all_rules().size()) {}

  void take(Finding&& finding);

  /// The findings that are kept in memory: all that are kept, unless there is a store.
  const std::vector<Finding>& kept() const { return kept_; }
  /// Calls body for every finding that is kept, in their order.
  void for_each_kept(const std::function<void(const Finding&)>& body) const;
  std::uint64_t kept_count() const { return kept_count_; }
  /// The first findings of a rule, by Finding::rule_id(); kFirstOfRule at most.
  const std::vector<Finding>& first_of_rule(const std::string& id) const;

  std::uint64_t of_rule(const Rule& rule) const { return by_rule_[rule_number(rule)]; }
  /// Findings of a rule of the guideline.
  std::uint64_t of_guideline_rule(const std::string& id) const;
  /// Rules with findings, by Finding::rule_id(), and how many; the most frequent first.
  std::vector<std::pair<std::string, std::uint64_t>> rules_found() const;
  std::uint64_t of_severity(model::Severity severity) const {
    return by_severity_[static_cast<std::size_t>(severity)];
  }
  std::uint64_t total() const { return total_; }
  /// The gravest severity found; off when nothing was.
  model::Severity worst() const { return worst_; }

  BatchCounts counts;
  /// Of the weight of the records, with weights of items: what valid ones have.
  std::optional<double> valid_weight_share;
  std::vector<GroupTable> groups;  ///< when the set-up counts them
  std::optional<Against> against;

 private:
  std::uint64_t most_kept_;
  std::unique_ptr<FindingStore> store_;
  std::vector<Finding> kept_;
  std::uint64_t kept_count_ = 0;
  std::map<std::string, std::vector<Finding>> first_of_rule_;
  std::vector<std::uint64_t> by_rule_;
  std::map<std::string, std::uint64_t> by_guideline_rule_;
  std::array<std::uint64_t, 4> by_severity_{};
  std::uint64_t total_ = 0;
  model::Severity worst_ = model::Severity::off;
};

}  // namespace lbl::validate
