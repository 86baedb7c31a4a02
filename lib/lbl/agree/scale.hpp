// The category set of a task as the formulas see it: codes in ascending order of their numbers.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lbl/agree/convention.hpp"
#include "lbl/agree/label_matrix.hpp"
#include "lbl/model/ratings.hpp"
#include "lbl/stats/distance.hpp"

namespace lbl::agree {

/// What is known of labels from outside the batch; either may be null.
struct LabelKnowledge {
  std::shared_ptr<const LabelMatrix> matrix;
  std::shared_ptr<const LabelShares> expected;
};

/// Maps the categories of a task to codes 0, 1, 2, ... that ascend with the number behind the
/// category (rating, number, labels that are numbers) or with its rank (an ordered choice); without
/// either, codes are the categories themselves.
class Scale {
 public:
  /// `says` may name distances between labels and their known shares. Throws Error (input) when it
  /// leaves out a label that the task has.
  explicit Scale(const model::TaskRatings& ratings, const LabelKnowledge& says = {});
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
  /// The number or rank of a code; 0 without an order.
  double number(std::uint32_t code) const { return numbers_[code]; }
  bool has_matrix() const { return !matrix_.empty(); }
  /// The known share of each code; empty when they are not known.
  const std::vector<double>& expected() const { return expected_; }
  bool has_negative() const { return has_order_ && !numbers_.empty() && numbers_.front() < 0; }
  /// Distances between codes. For a metric by rank `answers` counts the answers of each code.
  stats::DistanceKernel kernel(const DistanceName& distance,
                               const std::vector<std::uint64_t>& answers) const;

 private:
  Scale() = default;
  void sort_by(const std::vector<double>& numbers);
  void read_sets(const model::TaskRatings& ratings);
  void read_matrix(const model::TaskRatings& ratings, const LabelMatrix& matrix);
  void read_expected(const model::TaskRatings& ratings, const LabelShares& shares);

  std::vector<std::uint32_t> code_of_;  ///< empty: codes are categories
  std::vector<std::uint32_t> category_of_;
  std::vector<double> numbers_;  ///< by code, ascending
  std::vector<std::string> members_;
  std::vector<LabelSet> sets_;  ///< by code
  double unit_ = 1;
  bool has_order_ = false;
  bool has_sets_ = false;
  std::vector<double> matrix_;    ///< distances of codes, divided by the largest
  std::vector<double> expected_;  ///< by code
};

/// Twice the mid-rank of each category: answers below it and half of its own (Krippendorff 2011,
/// ordinal metric), doubled to stay whole.
std::vector<double> doubled_mid_ranks(const std::vector<std::uint64_t>& answers);

}  // namespace lbl::agree
