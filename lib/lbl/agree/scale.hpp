// The category set of a task as the formulas see it: codes in ascending order of their numbers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lbl/agree/convention.hpp"
#include "lbl/model/ratings.hpp"
#include "lbl/stats/distance.hpp"

namespace lbl::agree {

/// Maps the categories of a task to codes 0, 1, 2, ... that ascend with the number behind the
/// category (rating, number, labels that are numbers) or with its rank (an ordered choice); without
/// either, codes are the categories themselves.
class Scale {
 public:
  explicit Scale(const model::TaskRatings& ratings);
  /// Two labels without an order: all others, and the one that is looked at.
  static Scale one_label_or_other();

  std::size_t size() const { return category_of_.size(); }
  std::uint32_t code(std::uint32_t category) const {
    return code_of_.empty() ? category : code_of_[category];
  }
  std::uint32_t category(std::uint32_t code) const { return category_of_[code]; }
  /// Whether the categories have numbers or ranks, as most metrics and weights need.
  bool has_order() const { return has_order_; }
  /// Whether the categories are sets of labels, and the labels.
  bool has_sets() const { return has_sets_; }
  const std::vector<std::string>& members() const { return members_; }
  /// Whether the set of a code holds a member.
  bool holds(std::uint32_t code, std::size_t member) const;
  bool has_negative() const { return has_order_ && !numbers_.empty() && numbers_.front() < 0; }
  /// Distances between codes. For a metric by rank `answers` counts the answers of each code.
  stats::DistanceKernel kernel(const DistanceName& distance,
                               const std::vector<std::uint64_t>& answers) const;

 private:
  Scale() = default;
  void read_sets(const model::TaskRatings& ratings);

  std::vector<std::uint32_t> code_of_;  ///< empty: codes are categories
  std::vector<std::uint32_t> category_of_;
  std::vector<double> numbers_;  ///< by code, ascending
  std::vector<std::string> members_;
  std::vector<LabelSet> sets_;  ///< by code
  double unit_ = 1;
  bool has_order_ = false;
  bool has_sets_ = false;
};

/// Twice the mid-rank of each category: answers below it and half of its own (Krippendorff 2011,
/// ordinal metric), doubled to stay whole.
std::vector<double> doubled_mid_ranks(const std::vector<std::uint64_t>& answers);

}  // namespace lbl::agree
