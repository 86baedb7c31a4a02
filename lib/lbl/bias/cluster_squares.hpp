// Cluster-robust variances of sums over answers, from what each answer adds to the sum.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/levels.hpp"

namespace lbl::bias {

/// The rows of a measure in an order that the order of the input does not change.
struct RowOrder {
  const Rows& rows;
  std::span<const std::uint32_t> items;  ///< every item once, by the hash of its name
};

/// Adds up squares of sums over clusters: those of answers, of items and of annotators at once.
/// Var = G/(G-1) * sum of e_g^2 (Liang and Zeger 1986); two-way: that of items plus that of
/// annotators minus that of answers (Cameron, Gelbach and Miller 2011, eq. 2.11), or the larger of
/// both where that is not positive.
template <std::size_t kSums>
class ClusterSquares {
 public:
  using Values = std::array<double, kSums>;

  /// `influence(row, values)` says what the row adds to each sum; false if it takes no part.
  template <class Influence>
  ClusterSquares(const RowOrder& order, Influence&& influence) {
    const Rows& rows = order.rows;
    std::vector<Values> by_annotator;
    std::vector<bool> seen;
    for (const std::uint32_t item : order.items) {
      Values of_item{};
      bool any = false;
      for (std::uint64_t row = rows.item_begin[item]; row < rows.item_begin[item + 1]; ++row) {
        Values own{};
        if (!influence(row, own)) continue;
        any = true;
        ++answers_.clusters;
        add_squares(own, answers_);
        add(own, of_item);
        if (rows.annotators.empty()) continue;
        const std::uint32_t annotator = rows.annotators[row];
        if (annotator >= seen.size()) {
          seen.resize(annotator + std::size_t{1}, false);
          by_annotator.resize(seen.size());
        }
        seen[annotator] = true;
        add(own, by_annotator[annotator]);
      }
      if (!any) continue;
      ++items_.clusters;
      add_squares(of_item, items_);
    }
    for (std::size_t a = 0; a < seen.size(); ++a) {
      if (!seen[a]) continue;
      ++annotators_.clusters;
      add_squares(by_annotator[a], annotators_);
    }
  }

  /// The variance of sum number `sum`; none with fewer than two clusters.
  std::optional<double> variance(std::size_t sum, Cluster cluster) const {
    if (clusters(cluster) < 2) return std::nullopt;
    switch (cluster) {
      case Cluster::none:
        return scaled(answers_, sum);
      case Cluster::annotator:
        return scaled(annotators_, sum);
      case Cluster::item_and_annotator: {
        const double item = scaled(items_, sum);
        const double annotator = scaled(annotators_, sum);
        const double both = item + annotator - scaled(answers_, sum);
        return both > 0 ? both : std::max(item, annotator);
      }
      default:
        return scaled(items_, sum);
    }
  }

  /// How many clusters there are; of two kinds, the fewer.
  std::uint64_t clusters(Cluster cluster) const {
    switch (cluster) {
      case Cluster::none:
        return answers_.clusters;
      case Cluster::annotator:
        return annotators_.clusters;
      case Cluster::item_and_annotator:
        return std::min(items_.clusters, annotators_.clusters);
      default:
        return items_.clusters;
    }
  }

 private:
  struct Part {
    std::uint64_t clusters = 0;
    Values squares{};
  };

  static void add(const Values& values, Values& sums) {
    for (std::size_t i = 0; i < kSums; ++i) sums[i] += values[i];
  }
  static void add_squares(const Values& values, Part& part) {
    for (std::size_t i = 0; i < kSums; ++i) part.squares[i] += values[i] * values[i];
  }
  static double scaled(const Part& part, std::size_t sum) {
    const auto count = static_cast<double>(part.clusters);
    return part.squares[sum] * count / (count - 1);
  }

  Part answers_, items_, annotators_;
};

}  // namespace lbl::bias
