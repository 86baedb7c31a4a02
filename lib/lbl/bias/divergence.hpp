// How far an itemset diverges from all rows, how much that weighs, and which of its values it is.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "lbl/bias/itemsets.hpp"
#include "lbl/bias/scoring.hpp"

namespace lbl::bias {

/// The figures of one target over frequent itemsets (of which the first is that of all rows), as
/// DivExplorer (Pastor, de Alfaro and Baralis 2021) and SliceLine (Sagadeeva and Boehm 2021) define
/// them. Points into what it is made of.
class Divergence {
 public:
  Divergence(const std::vector<Itemset>& itemsets, const Scoring& scoring, std::size_t target);

  /// The rate or mean of an itemset; none if no row of it counts.
  std::optional<double> value(std::size_t at) const;
  /// value(at) minus that of all rows (DivExplorer, def. 3.2).
  std::optional<double> divergence(std::size_t at) const;
  /// How many standard errors two itemsets are apart, without sign: of rates by their Beta
  /// posteriors under a uniform prior (DivExplorer, section 3.3), of means by Welch's statistic
  /// with variances over n. Takes rows as independent. None where nothing counts or varies.
  std::optional<double> t(std::size_t at, std::size_t other = 0) const;
  /// SliceLine's score (eq. 5): alpha (value / all - 1) - (1 - alpha) (rows / own rows - 1), the
  /// value taken as an error. None where it has no zero or is below it.
  std::optional<double> score(std::size_t at, double alpha) const;
  /// What each item of the itemset adds to its divergence: the Shapley value over its subsets
  /// (DivExplorer, eq. 5), all of which are frequent.
  std::vector<double> contributions(std::size_t at) const;
  /// What each frequent value adds to divergence in all (DivExplorer, eq. 8: the Shapley value over
  /// all itemsets that are frequent with and without it). `columns`: how many take part.
  std::map<Item, double> global_contributions(std::size_t columns) const;

  /// The index of an itemset; none if it is not frequent.
  std::optional<std::size_t> find(const std::vector<Item>& items) const;

 private:
  struct Moment {
    double mean = 0, variance_of_mean = 0;
  };
  std::optional<Moment> moment(std::size_t at) const;

  const std::vector<Itemset>& itemsets_;
  const Scoring& scoring_;
  std::size_t target_;
};

/// Whether `subset` has fewer items than `set` and only such.
bool is_part_of(const std::vector<Item>& subset, const std::vector<Item>& set);

}  // namespace lbl::bias
