// Moments over items with few answers, from counts of pairs of answers that are alike.
#include "lbl/bias/pair_counts.hpp"

#include <array>

namespace lbl::bias {

namespace {

constexpr std::size_t kMostCells = std::size_t{1} << 16;  // half a megabyte a table

std::size_t class_count(const Scoring& scoring) {
  return scoring.first.size() - 1;
}

Sum times(std::uint64_t count, std::uint64_t amount) {
  return static_cast<Sum>(count) * amount;
}

}  // namespace

PairCounts::PairCounts(const CodedCut& cut, const Scoring& scoring)
    : cut_(cut),
      scoring_(scoring),
      slices_(cut.cut.slices.size()),
      classes_(class_count(scoring)),
      slice_clusters_(slices_, 0),
      whole_clusters_(slices_, 0),
      rows_(slices_ * classes_, 0),
      same_(slices_ * classes_ * classes_, 0),
      apart_(slices_ * classes_ * classes_, 0) {}

bool PairCounts::fits(const CodedCut& cut, const Scoring& scoring) {
  const std::size_t classes = class_count(scoring);
  return classes > 0 && classes <= kMostCells &&
         cut.cut.slices.size() <= kMostCells / (classes * classes);
}

void PairCounts::add(std::uint64_t begin, std::uint64_t end) {
  std::array<std::uint32_t, kMostRows> slices{}, classes{};
  std::size_t rows = 0;
  bool is_whole = true;
  for (std::uint64_t row = begin; row < end; ++row) {
    const std::uint32_t slice = cut_.codes[row], row_class = scoring_.rows.classes[row];
    if (row_class == Scoring::kNotCounted) continue;
    ++rows_[cell(slice, row_class)];
    bool is_known = false;
    for (std::size_t i = 0; i < rows; ++i) {
      if (slices[i] == slice) {
        is_known = true;
        ++same_[cell(slice, row_class) * classes_ + classes[i]];
      } else {
        is_whole = false;
        ++apart_[cell(slice, row_class) * classes_ + classes[i]];
        ++apart_[cell(slices[i], classes[i]) * classes_ + row_class];
      }
    }
    if (!is_known) ++slice_clusters_[slice];
    slices[rows] = slice;
    classes[rows++] = row_class;
  }
  if (rows == 0) return;
  ++clusters_;
  if (is_whole) {
    ++whole_clusters_[slices[0]];
  } else {
    shared_ = true;
  }
}

void PairCounts::add_to(Moments& moments) const {
  moments.clusters += clusters_;
  moments.shared = moments.shared || shared_;
  for (std::size_t slice = 0; slice < slices_; ++slice) {
    moments.slice_clusters[slice] += slice_clusters_[slice];
    moments.whole_clusters[slice] += whole_clusters_[slice];
    moments.both_clusters[slice] += slice_clusters_[slice] - whole_clusters_[slice];
    for (std::size_t one = 0; one < classes_; ++one) {
      add_rows(slice, one, moments);
      for (std::size_t other = 0; other < classes_; ++other) {
        add_same(slice, one, other, moments);
        add_apart(slice, one, other, moments);
      }
    }
  }
}

std::span<const Score> PairCounts::scores(std::size_t row_class) const {
  const std::uint32_t first = scoring_.first[row_class];
  return std::span(scoring_.scores).subspan(first, scoring_.first[row_class + 1] - first);
}

// A row with itself.
void PairCounts::add_rows(std::size_t slice, std::size_t row_class, Moments& moments) const {
  const std::uint64_t count = rows_[slice * classes_ + row_class];
  if (count == 0) return;
  moments.nn[slice] += count;
  moments.all_nn += count;
  for (const Score& score : scores(row_class)) {
    const std::size_t at = slice * moments.targets + score.target;
    const Sum kn = times(count, score.amount), kk = kn * score.amount;
    moments.kn[at] += kn;
    moments.all_kn[score.target] += kn;
    moments.kk[at] += kk;
    moments.all_kk[score.target] += kk;
  }
}

// A pair within a slice, in both orders.
void PairCounts::add_same(std::size_t slice, std::size_t one, std::size_t other,
                          Moments& moments) const {
  const std::uint64_t count = same_[(slice * classes_ + one) * classes_ + other];
  if (count == 0) return;
  const Sum nn = times(count, 2);
  moments.nn[slice] += nn;
  moments.all_nn += nn;
  const auto add_kn = [&](const Score& score) {
    const Sum kn = times(count, score.amount);
    moments.kn[slice * moments.targets + score.target] += kn;
    moments.all_kn[score.target] += kn;
  };
  for (const Score& score : scores(other)) add_kn(score);
  for (const Score& score : scores(one)) {
    add_kn(score);
    for (const Score& with : scores(other)) {
      if (with.target != score.target) continue;
      const Sum kk = 2 * times(count, score.amount) * with.amount;
      moments.kk[slice * moments.targets + score.target] += kk;
      moments.all_kk[score.target] += kk;
    }
  }
}

// A pair of a row of class `one` in the slice and a row of class `other` in the rest.
void PairCounts::add_apart(std::size_t slice, std::size_t one, std::size_t other,
                           Moments& moments) const {
  const std::uint64_t count = apart_[(slice * classes_ + one) * classes_ + other];
  if (count == 0) return;
  moments.n_pn[slice] += count;
  moments.all_nn += count;
  for (const Score& score : scores(other)) {
    moments.n_pk[slice * moments.targets + score.target] += times(count, score.amount);
  }
  for (const Score& score : scores(one)) {
    const std::size_t at = slice * moments.targets + score.target;
    const Sum k_pn = times(count, score.amount);
    moments.k_pn[at] += k_pn;
    moments.all_kn[score.target] += k_pn;
    for (const Score& with : scores(other)) {
      if (with.target != score.target) continue;
      const Sum k_pk = k_pn * with.amount;
      moments.k_pk[at] += k_pk;
      moments.all_kk[score.target] += k_pk;
    }
  }
}

}  // namespace lbl::bias
