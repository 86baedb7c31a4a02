// Answers beside their gold, counted by label: the sums that accuracy, precision, recall and F1 are
// made of, and how much each item moves them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lbl/model/gold.hpp"
#include "lbl/model/pattern_counts.hpp"
#include "lbl/model/ratings.hpp"
#include "lbl/stats/estimate.hpp"

namespace lbl::agree {

/// The labels that answers are counted by, and those that each category holds: itself, or of
/// choices the members of the set. None for answers that are no labels (numbers, texts, spans).
class GoldLabels {
 public:
  GoldLabels(const model::TaskRatings& ratings, const model::TaskGold& gold);

  const std::vector<std::string>& names() const { return names_; }
  const std::vector<std::uint32_t>& of_category(std::uint32_t category) const {
    return of_category_[category];
  }

 private:
  std::vector<std::string> names_;
  std::vector<std::vector<std::uint32_t>> of_category_;
};

/// Shares of one label. F1 is 2 right / (gold + answers).
struct LabelCounts {
  double gold = 0, answers = 0, right = 0;
};

/// Figures of one set of answers.
struct GoldFigures {
  stats::Estimate accuracy, macro_f1, weighted_f1;
  std::vector<stats::Estimate> precision, recall, f1;  ///< by label
};

/// Distinct items (gold and answers, without names) with their counts.
class GoldTable {
 public:
  explicit GoldTable(const GoldLabels& labels) : labels_(labels.names().size()) {}

  /// Adds `count` items of one kind.
  void add(const GoldLabels& labels, std::uint32_t gold, std::span<const std::uint32_t> answers,
           std::uint64_t count);

  std::span<const std::uint64_t> counts() const { return counts_; }
  std::uint64_t items() const;
  std::uint64_t answers() const;
  std::vector<LabelCounts> label_counts() const;

  /// The values under other counts, for the bootstrap: accuracy, macro F1, weighted F1, then
  /// precision, recall and F1 of each label; NaN where there is none.
  std::vector<double> values(std::span<const std::uint64_t> counts) const;
  /// The figures. Shares have Wilson intervals; answers to one item are not independent, so with
  /// several an item the effective number of trials comes from the variance between items (Kish
  /// 1965). The interval of a label's F1 is that of right / (gold + answers - right), of which it
  /// is a function; macro and weighted F1 by their linearisation (Takahashi et al. 2022).
  GoldFigures figures(double level) const;

 private:
  struct Cell {
    std::uint32_t label = 0;
    double gold = 0, answers = 0, right = 0;
  };
  struct Totals {
    double items = 0, answers = 0, right = 0;
    std::vector<LabelCounts> labels;
  };
  struct Part {
    double part, whole;  ///< of one item, of a ratio of sums
  };
  template <class PartOf>
  stats::Estimate share(double part, double whole, double items, double level,
                        PartOf part_of) const;

  Totals totals(std::span<const std::uint64_t> counts) const;
  std::span<const Cell> cells_of(std::size_t kind) const {
    return {cells_.data() + begin_[kind], begin_[kind + 1] - begin_[kind]};
  }
  double clustered(double sum_of_squares, double items) const;
  void add_macro(const Totals& sums, double level, GoldFigures& figures) const;

  std::size_t labels_;
  bool several_answers_ = false;  ///< to some item
  std::vector<std::uint64_t> counts_;
  std::vector<double> answers_, right_;
  std::vector<std::size_t> begin_ = {0};
  std::vector<Cell> cells_;
};

}  // namespace lbl::agree
