// Sums over clusters of answers, exact and whole: all that variances and tests are computed from.
#include "lbl/bias/moments.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lbl/bias/pair_counts.hpp"

namespace lbl::bias {
namespace {

Moments empty_moments(std::size_t slices, std::size_t targets) {
  Moments moments;
  moments.targets = targets;
  for (auto* counts : {&moments.slice_clusters, &moments.whole_clusters, &moments.both_clusters}) {
    counts->assign(slices, 0);
  }
  for (auto* sums : {&moments.nn, &moments.n_pn}) sums->assign(slices, 0);
  for (auto* sums : {&moments.kk, &moments.kn, &moments.k_pk, &moments.k_pn, &moments.n_pk}) {
    sums->assign(slices * targets, 0);
  }
  for (auto* sums : {&moments.all_kk, &moments.all_kn}) sums->assign(targets, 0);
  return moments;
}

Sum product(std::uint64_t a, std::uint64_t b) {
  return static_cast<Sum>(a) * b;
}

/// The weight of rows that are all alike; costs nothing.
struct Once {
  std::uint64_t operator()(std::uint32_t) const { return 1; }
};

struct ByRow {
  const std::uint64_t* weights;
  std::uint64_t operator()(std::uint32_t row) const { return weights[row]; }
};

/// Adds clusters to moments one by one. Most clusters lie in one slice and take a short way; the
/// sums that cross slices are added only where a cluster has several.
template <class Weight>
class ClusterAdder {
 public:
  /// Of rows that lie in the slices `codes` and are of the classes `classes` of the scoring.
  ClusterAdder(Moments& moments, std::span<const std::uint32_t> codes,
               std::span<const std::uint32_t> classes, const Scoring& scoring,
               std::optional<std::size_t> partner, Weight weight)
      : moments_(moments),
        weight_(weight),
        codes_(codes.data()),
        classes_(classes.data()),
        first_(scoring.first.data()),
        scores_(scoring.scores.data()),
        partner_(partner),
        slice_rows_(moments.nn.size(), 0),
        cell_amounts_(moments.kk.size(), 0),
        amounts_(moments.targets, 0) {}

  /// Adds the cluster of the rows row_at(begin), ..., row_at(end - 1).
  template <class RowAt>
  void add(std::uint64_t begin, std::uint64_t end, RowAt&& row_at) {
    std::uint64_t n = 0;
    std::uint32_t first_slice = 0;
    bool one_slice = true;
    touched_targets_.clear();
    for (std::uint64_t at = begin; at < end; ++at) {
      const std::uint32_t row = row_at(at);
      if (classes_[row] == Scoring::kNotCounted) continue;
      const std::uint64_t weight = weight_(row);
      if (weight == 0) continue;
      if (n == 0) first_slice = codes_[row];
      n += weight;
      one_slice = one_slice && codes_[row] == first_slice;
      for_each_score(row, [&](const Score& score) {
        if (amounts_[score.target] == 0) touched_targets_.push_back(score.target);
        amounts_[score.target] += weight * score.amount;
      });
    }
    if (n == 0) return;
    ++moments_.clusters;
    moments_.all_nn += product(n, n);
    if (one_slice) {
      add_in_one_slice(first_slice, n);
    } else {
      add_in_several_slices(begin, end, n, row_at);
    }
    for (const std::uint32_t target : touched_targets_) amounts_[target] = 0;
  }

 private:
  void add_in_one_slice(std::uint32_t slice, std::uint64_t n) {
    ++moments_.slice_clusters[slice];
    ++moments_.whole_clusters[slice];
    moments_.nn[slice] += product(n, n);
    for (const std::uint32_t target : touched_targets_) {
      const std::uint64_t k = amounts_[target];
      const std::size_t cell = slice * moments_.targets + target;
      moments_.kk[cell] += product(k, k);
      moments_.kn[cell] += product(k, n);
      moments_.all_kk[target] += product(k, k);
      moments_.all_kn[target] += product(k, n);
      amounts_[target] = 0;  // a target of amount 0 may be listed twice
    }
  }

  template <class RowAt>
  void add_in_several_slices(std::uint64_t begin, std::uint64_t end, std::uint64_t n,
                             RowAt&& row_at) {
    moments_.shared = true;
    std::vector<std::uint32_t>& slices = touched_slices_;
    slices.clear();
    for (std::uint64_t at = begin; at < end; ++at) {
      const std::uint32_t row = row_at(at);
      if (classes_[row] == Scoring::kNotCounted) continue;
      const std::uint64_t weight = weight_(row);
      if (weight == 0) continue;
      const std::uint32_t slice = codes_[row];
      if (slice_rows_[slice] == 0) slices.push_back(slice);
      slice_rows_[slice] += weight;
      for_each_score(row, [&](const Score& score) {
        cell_amounts_[slice * moments_.targets + score.target] += weight * score.amount;
      });
    }
    for (std::size_t target = 0; target < moments_.targets; ++target) {
      moments_.all_kk[target] += product(amounts_[target], amounts_[target]);
      moments_.all_kn[target] += product(amounts_[target], n);
    }
    for (const std::uint32_t slice : slices) add_slice(slice, n);
    for (const std::uint32_t slice : slices) {
      slice_rows_[slice] = 0;
      const auto cells =
          cell_amounts_.begin() + static_cast<std::ptrdiff_t>(slice * moments_.targets);
      std::fill_n(cells, moments_.targets, 0);
    }
  }

  /// The products of one slice of a cluster of `n` rows with itself and with its partner.
  void add_slice(std::uint32_t slice, std::uint64_t n) {
    const std::uint64_t own_n = slice_rows_[slice];
    const bool is_partner = partner_ && *partner_ == slice;
    const std::uint64_t partner_n =
        is_partner ? 0 : (partner_ ? slice_rows_[*partner_] : n - own_n);
    ++moments_.slice_clusters[slice];
    if (partner_n > 0) ++moments_.both_clusters[slice];
    moments_.nn[slice] += product(own_n, own_n);
    moments_.n_pn[slice] += product(own_n, partner_n);
    for (std::size_t target = 0; target < moments_.targets; ++target) {
      const std::size_t cell = slice * moments_.targets + target;
      const std::uint64_t k = cell_amounts_[cell];
      moments_.kk[cell] += product(k, k);
      moments_.kn[cell] += product(k, own_n);
      if (partner_n == 0) continue;
      const std::uint64_t partner_k =
          partner_ ? cell_amounts_[*partner_ * moments_.targets + target] : amounts_[target] - k;
      moments_.k_pk[cell] += product(k, partner_k);
      moments_.k_pn[cell] += product(k, partner_n);
      moments_.n_pk[cell] += product(own_n, partner_k);
    }
  }

  template <class Body>
  void for_each_score(std::uint32_t row, Body&& body) const {
    const std::uint32_t row_class = classes_[row];
    for (std::uint32_t i = first_[row_class]; i < first_[row_class + 1]; ++i) body(scores_[i]);
  }

  Moments& moments_;
  Weight weight_;
  const std::uint32_t* codes_;
  const std::uint32_t* classes_;
  const std::uint32_t* first_;
  const Score* scores_;
  std::optional<std::size_t> partner_;
  // Scratch of one cluster; all zero between two.
  std::vector<std::uint64_t> slice_rows_, cell_amounts_, amounts_;
  std::vector<std::uint32_t> touched_slices_, touched_targets_;
};

}  // namespace

AnnotatorOrder annotator_order(const Rows& rows) {
  AnnotatorOrder grouped;
  const auto highest = std::max_element(rows.annotators.begin(), rows.annotators.end());
  const std::size_t annotators = highest == rows.annotators.end() ? 0 : *highest + std::size_t{1};
  grouped.begin.assign(annotators + 1, 0);
  for (const std::uint32_t annotator : rows.annotators) ++grouped.begin[annotator + 1];
  for (std::size_t a = 0; a < annotators; ++a) grouped.begin[a + 1] += grouped.begin[a];
  grouped.order.resize(rows.annotators.size());
  std::vector<std::uint64_t> free(grouped.begin);
  for (std::size_t row = 0; row < rows.annotators.size(); ++row) {
    grouped.order[free[rows.annotators[row]]++] = static_cast<std::uint32_t>(row);
  }
  return grouped;
}

Moments row_moments(const CodedCut& cut, const Scoring& scoring) {
  const std::size_t slices = cut.cut.slices.size();
  const std::size_t classes = scoring.first.size() - 1;
  // Counting (slice, class) pairs first leaves one addition a row, if there are not too many.
  Moments moments = empty_moments(slices, scoring.targets.size());
  const auto add = [&](std::size_t slice, std::size_t row_class, std::uint64_t rows) {
    if (rows == 0) return;
    moments.clusters += rows;
    moments.slice_clusters[slice] += rows;
    moments.nn[slice] += rows;
    for (std::uint32_t i = scoring.first[row_class]; i < scoring.first[row_class + 1]; ++i) {
      const std::uint64_t amount = scoring.scores[i].amount;
      const std::size_t cell = slice * moments.targets + scoring.scores[i].target;
      moments.kk[cell] += product(amount, amount) * rows;
      moments.kn[cell] += product(amount, rows);
      moments.all_kk[scoring.scores[i].target] += product(amount, amount) * rows;
      moments.all_kn[scoring.scores[i].target] += product(amount, rows);
    }
  };
  constexpr std::size_t kTableLimit = std::size_t{1} << 16;
  std::vector<std::uint64_t> table(slices * classes <= kTableLimit ? slices * classes : 0, 0);
  for (std::size_t row = 0; row < scoring.rows.size(); ++row) {
    const std::uint32_t row_class = scoring.rows.classes[row];
    if (row_class == Scoring::kNotCounted) continue;
    if (table.empty()) {
      add(cut.codes[row], row_class, 1);
    } else {
      ++table[cut.codes[row] * classes + row_class];
    }
  }
  for (std::size_t i = 0; i < table.size(); ++i) add(i / classes, i % classes, table[i]);
  moments.whole_clusters = moments.slice_clusters;
  moments.all_nn = moments.clusters;
  return moments;
}

Moments weighted_row_totals(const CodedCut& cut, const Scoring& scoring,
                            std::span<const std::uint64_t> weights) {
  Moments moments = empty_moments(cut.cut.slices.size(), scoring.targets.size());
  for (std::size_t row = 0; row < scoring.rows.size(); ++row) {
    const std::uint32_t row_class = scoring.rows.classes[row];
    if (row_class == Scoring::kNotCounted) continue;
    const std::uint32_t slice = cut.codes[row];
    moments.nn[slice] += weights[row];
    moments.all_nn += weights[row];
    for (std::uint32_t i = scoring.first[row_class]; i < scoring.first[row_class + 1]; ++i) {
      const Score& score = scoring.scores[i];
      moments.kn[slice * moments.targets + score.target] += product(weights[row], score.amount);
      moments.all_kn[score.target] += product(weights[row], score.amount);
    }
  }
  return moments;
}

Moments weighted_row_moments(const CodedCut& cut, const Scoring& scoring,
                             std::span<const std::uint64_t> weights) {
  Moments moments = empty_moments(cut.cut.slices.size(), scoring.targets.size());
  ClusterAdder adder(moments, cut.codes, scoring.rows.classes, scoring, std::nullopt,
                     ByRow{weights.data()});
  for (std::uint64_t row = 0; row < scoring.rows.size(); ++row) {
    adder.add(row, row + 1, [](std::uint64_t at) { return static_cast<std::uint32_t>(at); });
  }
  return moments;
}

namespace {

template <class Weight>
void add_clusters(ClusterAdder<Weight> adder, const Clusters& clusters) {
  const auto add_all = [&](auto&& row_at) {
    for (std::size_t g = 0; g < clusters.size(); ++g) {
      adder.add(clusters.begin[g], clusters.begin[g + 1], row_at);
    }
  };
  if (clusters.order.empty()) {
    add_all([](std::uint64_t at) { return static_cast<std::uint32_t>(at); });
  } else {
    add_all([order = clusters.order.data()](std::uint64_t at) { return order[at]; });
  }
}

/// Rows by annotator that are alike in slice and class, as one row with a count.
struct CountedRows {
  std::vector<std::uint32_t> codes, classes;
  std::vector<std::uint64_t> counts, begin;  ///< begin: as in Clusters
};

/// Counts the rows of `annotators` annotators in the order in which they lie in memory, since those
/// of one annotator lie all over it. Empty where the table of counts would be too large.
CountedRows counted_rows(const CodedCut& cut, const Scoring& scoring, std::size_t annotators) {
  constexpr std::size_t kMostCells = std::size_t{1} << 22;
  const std::size_t classes = scoring.first.size() - 1, slices = cut.cut.slices.size();
  CountedRows rows;
  if (classes == 0 || annotators == 0 || slices > kMostCells / classes / annotators) return rows;
  std::vector<std::uint32_t> table(annotators * slices * classes, 0);
  for (std::size_t row = 0; row < scoring.rows.size(); ++row) {
    const std::uint32_t row_class = scoring.rows.classes[row];
    if (row_class == Scoring::kNotCounted) continue;
    ++table[(scoring.rows.annotators[row] * slices + cut.codes[row]) * classes + row_class];
  }
  rows.begin.push_back(0);
  for (std::size_t cell = 0; cell < table.size(); ++cell) {
    if (table[cell] > 0) {
      rows.codes.push_back(static_cast<std::uint32_t>(cell / classes % slices));
      rows.classes.push_back(static_cast<std::uint32_t>(cell % classes));
      rows.counts.push_back(table[cell]);
    }
    if ((cell + 1) % (slices * classes) == 0) rows.begin.push_back(rows.codes.size());
  }
  return rows;
}

/// Small items by pairs, the others as they are.
void add_items(const CodedCut& cut, const Scoring& scoring, const Clusters& items,
               ClusterAdder<Once>& adder, Moments& moments) {
  PairCounts pairs(cut, scoring);
  for (std::size_t g = 0; g < items.size(); ++g) {
    const std::uint64_t begin = items.begin[g], end = items.begin[g + 1];
    if (end - begin <= PairCounts::kMostRows) {
      pairs.add(begin, end);
    } else {
      adder.add(begin, end, [](std::uint64_t at) { return static_cast<std::uint32_t>(at); });
    }
  }
  pairs.add_to(moments);
}

}  // namespace

Moments cluster_moments(const CodedCut& cut, const Scoring& scoring, const Clusters& clusters,
                        std::optional<std::size_t> partner,
                        std::span<const std::uint64_t> weights) {
  Moments moments = empty_moments(cut.cut.slices.size(), scoring.targets.size());
  if (!weights.empty()) {
    add_clusters(ClusterAdder(moments, cut.codes, scoring.rows.classes, scoring, partner,
                              ByRow{weights.data()}),
                 clusters);
    return moments;
  }
  const bool by_annotator = !clusters.order.empty();
  const CountedRows counted =
      by_annotator ? counted_rows(cut, scoring, clusters.size()) : CountedRows();
  if (!counted.begin.empty()) {
    add_clusters(ClusterAdder(moments, counted.codes, counted.classes, scoring, partner,
                              ByRow{counted.counts.data()}),
                 {counted.begin, {}});
    return moments;
  }
  ClusterAdder adder(moments, cut.codes, scoring.rows.classes, scoring, partner, Once{});
  if (by_annotator || partner || !PairCounts::fits(cut, scoring)) {
    add_clusters(std::move(adder), clusters);
  } else {
    add_items(cut, scoring, clusters, adder, moments);
  }
  return moments;
}

long double PairMoments::square(const std::array<long double, 4>& weights) const {
  long double sum = 0;
  long double size = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 4; ++j) {
      const long double summand = weights[i] * weights[j] * products[i][j];
      sum += summand;
      size += std::fabs(summand);
    }
  }
  // What is left of terms that cancel is their rounding, and would pass for a tiny variance.
  return sum > 1e-16L * size ? sum : 0;
}

PairMoments pair_moments(const Moments& moments, std::size_t slice, std::size_t target,
                         std::optional<std::size_t> partner) {
  const std::size_t cell = slice * moments.targets + target;
  PairMoments pair;
  const auto set = [&](std::size_t i, std::size_t j, Sum sum) {
    pair.products[i][j] = pair.products[j][i] = static_cast<long double>(sum);
  };
  set(0, 0, moments.kk[cell]);
  set(0, 1, moments.kn[cell]);
  set(1, 1, moments.nn[slice]);
  set(0, 2, moments.k_pk[cell]);
  set(0, 3, moments.k_pn[cell]);
  set(1, 2, moments.n_pk[cell]);
  set(1, 3, moments.n_pn[slice]);
  pair.slice_clusters = moments.slice_clusters[slice];
  pair.shared = moments.both_clusters[slice] > 0;
  if (partner) {
    const std::size_t partner_cell = *partner * moments.targets + target;
    set(2, 2, moments.kk[partner_cell]);
    set(2, 3, moments.kn[partner_cell]);
    set(3, 3, moments.nn[*partner]);
    pair.partner_clusters = moments.slice_clusters[*partner];
    pair.clusters = pair.slice_clusters + pair.partner_clusters - moments.both_clusters[slice];
    return pair;
  }
  // A cluster is the slice's part and the rest: (k + p)^2 = k^2 + 2 k p + p^2, and so on.
  set(2, 2, moments.all_kk[target] - moments.kk[cell] - 2 * moments.k_pk[cell]);
  set(2, 3, moments.all_kn[target] - moments.kn[cell] - moments.k_pn[cell] - moments.n_pk[cell]);
  set(3, 3, moments.all_nn - moments.nn[slice] - 2 * moments.n_pn[slice]);
  pair.partner_clusters = moments.clusters - moments.whole_clusters[slice];
  pair.clusters = moments.clusters;
  return pair;
}

}  // namespace lbl::bias
