// Boundary similarity, P_k and WindowDiff against counting by hand, place by place.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <random>
#include <vector>

#include "lbl/agree/shape_coefficient.hpp"

using namespace lbl;

namespace {

/// Whether an annotator cuts after each character but the last.
using Cuts = std::vector<bool>;

constexpr std::size_t kLength = 40;

Cuts random_cuts(std::mt19937& random) {
  Cuts cuts(kLength - 1, false);
  const std::size_t one_in = 3 + random() % 8;
  for (std::size_t i = 0; i < cuts.size(); ++i) cuts[i] = random() % one_in == 0;
  return cuts;
}

/// The segments between cuts as pieces that fill the text.
std::vector<agree::Piece> pieces_of(const Cuts& cuts) {
  std::vector<agree::Piece> pieces;
  double start = 0;
  for (std::size_t i = 0; i <= cuts.size(); ++i) {
    if (i < cuts.size() && !cuts[i]) continue;
    pieces.push_back({start, static_cast<double>(i + 1), 0});
    start = static_cast<double>(i + 1);
  }
  return pieces;
}

struct Windows {
  double p_k = 0, window_diff = 0, all = 0;
};

/// Beeferman, Berger and Lafferty (1999) and Pevzner and Hearst (2002): characters i and i + k, the
/// cuts of both annotators between them, and k half the mean segment of the reference.
Windows windows_by_hand(const Cuts& reference, const Cuts& other) {
  const auto segments = 1 + std::count(reference.begin(), reference.end(), true);
  const double half = static_cast<double>(kLength) / static_cast<double>(segments) / 2;
  const auto k = static_cast<std::size_t>(std::max(1.0, std::round(half)));
  Windows windows;
  for (std::size_t i = 0; i + k < kLength; ++i) {
    int here = 0, there = 0;
    for (std::size_t cut = i; cut < i + k; ++cut) {
      here += reference[cut] ? 1 : 0;
      there += other[cut] ? 1 : 0;
    }
    windows.p_k += (here > 0) != (there > 0) ? 1 : 0;
    windows.window_diff += here != there ? 1 : 0;
    windows.all += 1;
  }
  return windows;
}

/// The most pairs of cuts that only one of the two made and that are neighbours, by trying: the cut
/// at `at` moves to the next place, or does not.
int most_moves(const std::vector<int>& only, std::size_t at) {
  if (at + 1 >= only.size()) return 0;
  const int without = most_moves(only, at + 1);
  const bool is_move = only[at] != 0 && only[at + 1] == -only[at];
  return is_move ? std::max(without, 1 + most_moves(only, at + 2)) : without;
}

/// Fournier (2013), n_t = 2: 1 - (additions + moves / 2) / (additions + moves + matches).
double boundary_similarity_by_hand(const Cuts& a, const Cuts& b) {
  std::vector<int> only(a.size(), 0);
  int matches = 0, single = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    matches += a[i] && b[i] ? 1 : 0;
    only[i] = (a[i] ? 1 : 0) - (b[i] ? 1 : 0);
    single += std::abs(only[i]);
  }
  const int moves = most_moves(only, 0);
  const int additions = single - 2 * moves;
  return 1 - (additions + 0.5 * moves) / (additions + moves + matches);
}

double value_of(const std::vector<agree::ShapeScore>& scores) {
  REQUIRE(scores.size() == 1);
  REQUIRE(scores.front().score.value);
  return *scores.front().score.value;
}

}  // namespace

TEST_CASE("P_k, WindowDiff and boundary similarity are those counted place by place") {
  std::mt19937 random(5);
  for (int trial = 0; trial < 300; ++trial) {
    const Cuts a = random_cuts(random), b = random_cuts(random);
    if (std::count(a.begin(), a.end(), true) + std::count(b.begin(), b.end(), true) == 0) continue;
    const std::vector<agree::Piece> first = pieces_of(a), second = pieces_of(b);
    agree::UnitSample sample;
    sample.items.push_back({static_cast<double>(kLength), 1, {first, second}});
    sample.labels = 1;
    sample.items_rated = 1;
    sample.ratings = sample.annotators = 2;
    const Windows one = windows_by_hand(a, b), other = windows_by_hand(b, a);
    const double all = one.all + other.all;
    CHECK(value_of(agree::p_k(sample, {})) == doctest::Approx((one.p_k + other.p_k) / all));
    CHECK(value_of(agree::window_diff(sample, {})) ==
          doctest::Approx((one.window_diff + other.window_diff) / all));
    CHECK(value_of(agree::boundary_similarity(sample, {})) ==
          doctest::Approx(boundary_similarity_by_hand(a, b)));
  }
}
