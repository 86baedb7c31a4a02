// Moments over clusters against their definitions: products of sums over each cluster's rows.
#include "lbl/bias/moments.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <optional>
#include <random>
#include <utility>
#include <vector>

using namespace lbl::bias;

namespace {

/// Random rows of clusters of up to `most_rows`, in `slices` slices and `classes` classes, some of
/// them not counted. Class c adds to some targets, large amounts among them.
struct Batch {
  Scoring scoring;
  CodedCut cut;
  std::vector<std::uint64_t> begin{0};
  std::vector<std::uint32_t> classes;

  Batch(std::uint32_t slices, std::uint32_t class_count, std::size_t most_rows,
        std::uint64_t seed) {
    std::mt19937_64 random(seed);
    constexpr std::uint32_t kTargets = 3;
    scoring.targets.resize(kTargets);
    scoring.first.push_back(0);
    for (std::uint32_t c = 0; c < class_count; ++c) {
      for (std::uint32_t target = 0; target < kTargets; ++target) {
        if (random() % 2 == 0) continue;
        scoring.scores.push_back({target, random() % 3 == 0 ? random() >> 24 : random() % 3});
      }
      scoring.first.push_back(static_cast<std::uint32_t>(scoring.scores.size()));
    }
    cut.cut.slices.resize(slices);
    for (int g = 0; g < 300; ++g) {
      const std::size_t rows = random() % (most_rows + 1);
      const std::uint64_t usual = random() % slices;  // many clusters lie in one slice
      const bool is_mixed = random() % 2 == 0;
      for (std::size_t i = 0; i < rows; ++i) {
        cut.codes.push_back(static_cast<std::uint32_t>(is_mixed ? random() % slices : usual));
        const bool counted = random() % 5 != 0;
        classes.push_back(counted ? static_cast<std::uint32_t>(random() % class_count)
                                  : Scoring::kNotCounted);
      }
      begin.push_back(classes.size());
    }
    scoring.rows.classes = classes;
    scoring.rows.item_begin = begin;
  }

  Sum amount(std::uint64_t row, std::size_t target) const {
    Sum sum = 0;
    for (std::uint32_t i = scoring.first[classes[row]]; i < scoring.first[classes[row] + 1]; ++i) {
      if (scoring.scores[i].target == target) sum += scoring.scores[i].amount;
    }
    return sum;
  }
};

/// Rows and amounts of one cluster that `inside` says belong.
template <class Inside>
std::pair<Sum, Sum> sums_of(const Batch& batch, std::size_t cluster, std::size_t target,
                            Inside&& inside) {
  Sum n = 0, k = 0;
  for (std::uint64_t row = batch.begin[cluster]; row < batch.begin[cluster + 1]; ++row) {
    if (batch.classes[row] == Scoring::kNotCounted || !inside(batch.cut.codes[row])) continue;
    n += 1;
    k += batch.amount(row, target);
  }
  return {n, k};
}

void check_cell(const Batch& batch, const Moments& moments, std::uint32_t slice, std::size_t target,
                std::optional<std::size_t> partner) {
  Sum nn = 0, n_pn = 0, kk = 0, kn = 0, k_pk = 0, k_pn = 0, n_pk = 0;
  std::uint64_t with = 0, whole = 0, both = 0;
  for (std::size_t g = 0; g + 1 < batch.begin.size(); ++g) {
    const auto [n, k] = sums_of(batch, g, target, [&](auto code) { return code == slice; });
    const auto [all, all_k] = sums_of(batch, g, target, [](auto) { return true; });
    auto [pn, pk] = sums_of(batch, g, target, [&](auto code) {
      return partner ? code == *partner && code != slice : code != slice;
    });
    with += n > 0 ? 1 : 0;
    whole += n > 0 && n == all ? 1 : 0;
    both += n > 0 && pn > 0 ? 1 : 0;
    nn += n * n;
    n_pn += n * pn;
    kk += k * k;
    kn += k * n;
    k_pk += k * pk;
    k_pn += k * pn;
    n_pk += n * pk;
  }
  const std::size_t cell = slice * moments.targets + target;
  CHECK(moments.slice_clusters[slice] == with);
  CHECK(moments.whole_clusters[slice] == whole);
  CHECK(moments.both_clusters[slice] == both);
  CHECK((moments.nn[slice] == nn && moments.n_pn[slice] == n_pn));
  CHECK((moments.kk[cell] == kk && moments.kn[cell] == kn));
  CHECK((moments.k_pk[cell] == k_pk && moments.k_pn[cell] == k_pn && moments.n_pk[cell] == n_pk));
}

void check_all(const Batch& batch, const Moments& moments, std::optional<std::size_t> partner) {
  std::uint64_t clusters = 0;
  for (std::size_t target = 0; target < moments.targets; ++target) {
    Sum all_nn = 0, all_kk = 0, all_kn = 0;
    clusters = 0;
    for (std::size_t g = 0; g + 1 < batch.begin.size(); ++g) {
      const auto [n, k] = sums_of(batch, g, target, [](auto) { return true; });
      clusters += n > 0 ? 1 : 0;
      all_nn += n * n;
      all_kk += k * k;
      all_kn += k * n;
    }
    CHECK((moments.all_nn == all_nn));
    CHECK((moments.all_kk[target] == all_kk && moments.all_kn[target] == all_kn));
    for (std::uint32_t slice = 0; slice < batch.cut.cut.slices.size(); ++slice) {
      check_cell(batch, moments, slice, target, partner);
    }
  }
  CHECK(moments.clusters == clusters);
}

}  // namespace

TEST_CASE("moments over items are the products of the sums of each item") {
  std::uint64_t seed = 1;
  // Items of few rows, of few and many rows; few classes, and so many that pairs are not counted.
  for (const std::size_t most_rows : {1u, 4u, 20u}) {
    for (const std::uint32_t classes : {1u, 5u, 300u}) {
      const Batch batch(4, classes, most_rows, seed++);
      for (const auto partner : {std::optional<std::size_t>(), std::optional<std::size_t>(2)}) {
        CAPTURE(most_rows);
        CAPTURE(classes);
        CAPTURE(partner.has_value());
        const Clusters items{batch.begin, {}};
        check_all(batch, cluster_moments(batch.cut, batch.scoring, items, partner), partner);
        const std::vector<std::uint64_t> once(batch.classes.size(), 1);
        check_all(batch, cluster_moments(batch.cut, batch.scoring, items, partner, once), partner);
      }
    }
  }
}

TEST_CASE("an item may say nothing that counts") {
  Batch batch(2, 2, 3, 9);
  std::fill(batch.classes.begin(), batch.classes.end(), Scoring::kNotCounted);
  const Moments moments = cluster_moments(batch.cut, batch.scoring, {batch.begin, {}}, {});
  CHECK(moments.clusters == 0);
  CHECK_FALSE(moments.shared);
  CHECK((moments.all_nn == 0));
}
