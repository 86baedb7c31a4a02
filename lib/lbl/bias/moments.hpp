// Sums over clusters of answers, exact and whole: all that variances and tests are computed from.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lbl/bias/levels.hpp"
#include "lbl/bias/scoring.hpp"

namespace lbl::bias {

/// What a cluster is made of.
enum class Kind : std::uint8_t { row, item, annotator };

/// Rows grouped into clusters: those of cluster g are order[begin[g]], ..., or without an order the
/// rows begin[g], ... themselves.
struct Clusters {
  std::span<const std::uint64_t> begin;  ///< clusters + 1 entries
  std::span<const std::uint32_t> order;  ///< empty: rows stand together already

  std::size_t size() const { return begin.empty() ? 0 : begin.size() - 1; }
  std::uint32_t row(std::uint64_t at) const {
    return order.empty() ? static_cast<std::uint32_t>(at) : order[at];
  }
};

/// The rows of each annotator, as Clusters point into them.
struct AnnotatorOrder {
  std::vector<std::uint64_t> begin;
  std::vector<std::uint32_t> order;

  Clusters clusters() const { return {begin, order}; }
};
AnnotatorOrder annotator_order(const Rows& rows);

// NOLINTNEXTLINE(modernize-use-using): __extension__ cannot stand before using
__extension__ typedef unsigned __int128 Sum;

/// With n and k the counted rows and the summed amounts of a cluster in slice s (and target t), and
/// p the same of s's partner - the rest of the cluster, or the reference slice - sums over clusters
/// of their products. Cells are s * targets + t. Adding two such states gives that of both inputs.
struct Moments {
  std::size_t targets = 0;
  std::uint64_t clusters = 0;                 ///< with a counted row
  bool shared = false;                        ///< a cluster has rows in two slices
  std::vector<std::uint64_t> slice_clusters;  ///< with a row in s
  std::vector<std::uint64_t> whole_clusters;  ///< with all rows in s
  std::vector<std::uint64_t> both_clusters;   ///< with rows in s and in its partner
  std::vector<Sum> nn, n_pn;                  ///< per slice
  std::vector<Sum> kk, kn, k_pk, k_pn, n_pk;  ///< per cell
  Sum all_nn = 0;                             ///< of whole clusters
  std::vector<Sum> all_kk, all_kn;            ///< the same, per target
};

/// Every counted row a cluster of its own: kn is the sum of amounts and nn the number of rows.
Moments row_moments(const CodedCut& cut, const Scoring& scoring);

/// Moments over `clusters`. `partner` is the reference slice; none: the rest. With `weights`, one a
/// row, each row counts as often as its weight.
Moments cluster_moments(const CodedCut& cut, const Scoring& scoring, const Clusters& clusters,
                        std::optional<std::size_t> partner,
                        std::span<const std::uint64_t> weights = {});

/// Every counted row a cluster of its own that counts as often as its weight.
Moments weighted_row_moments(const CodedCut& cut, const Scoring& scoring,
                             std::span<const std::uint64_t> weights);

/// row_moments() of rows that stand as often as their weight: nn is the sum of weights, kn that of
/// weighted amounts.
Moments weighted_row_totals(const CodedCut& cut, const Scoring& scoring,
                            std::span<const std::uint64_t> weights);

/// Moments of two disjoint groups, the slice and its partner: products[i][j] is the sum over
/// clusters of x_i x_j with x = (k, n, partner's k, partner's n).
struct PairMoments {
  std::array<std::array<long double, 4>, 4> products{};
  std::uint64_t clusters = 0;  ///< with a row in either
  std::uint64_t slice_clusters = 0, partner_clusters = 0;
  bool shared = false;  ///< a cluster has rows in both

  /// The sum over clusters of (weights * x)^2.
  long double square(const std::array<long double, 4>& weights) const;
};

PairMoments pair_moments(const Moments& moments, std::size_t slice, std::size_t target,
                         std::optional<std::size_t> partner);

}  // namespace lbl::bias
