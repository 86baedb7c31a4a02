// Light's kappa (1971): the mean of Cohen's kappa over all pairs of annotators.
#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "lbl/agree/coefficient.hpp"
#include "lbl/agree/pair_table.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

namespace {

/// Adds doubles to 2^-80, in any order the same; holds up to 2^47. One an item is kept, so it is
/// smaller than stats::ExactSum.
class FixedSum {
 public:
  void add(double summand) { units_ += static_cast<Wide>(std::ldexp(summand, kBits)); }
  void add(const FixedSum& other) { units_ += other.units_; }
  double value() const { return std::ldexp(static_cast<double>(units_), -kBits); }

 private:
  __extension__ using Wide = __int128;
  static constexpr int kBits = 80;
  Wide units_ = 0;
};

/// What a share of the pairs adds up to.
struct PairSums {
  stats::ExactSum kappas;
  std::uint64_t pairs = 0, undefined = 0;
  std::vector<FixedSum> moved;  ///< by row: what one item of it moves; empty when not asked for

  void add(const Input& input, std::span<const PairCell> cells) {
    // Among thousands of annotators most pairs have met once: kappa is undefined when they agreed,
    // else 0 and moved by nothing, as PairKappa would find.
    if (cells.size() == 1 && input.kernel.distance() == stats::Distance::identity) {
      ++(cells[0].first == cells[0].second ? undefined : pairs);
      return;
    }
    const PairKappa kappa(input.kernel, cells);
    if (!kappa.defined()) {
      ++undefined;
      return;
    }
    ++pairs;
    kappas.add(kappa.value());
    if (moved.empty()) return;
    const auto n = static_cast<double>(input.sample.items_rated);
    const double share = n / static_cast<double>(kappa.items());
    for (const PairCell& cell : cells) moved[cell.row].add(share * kappa.influence(cell));
  }

  void add(const PairSums& other) {
    kappas.add(other.kappas);
    pairs += other.pairs;
    undefined += other.undefined;
    for (std::size_t row = 0; row < moved.size(); ++row) moved[row].add(other.moved[row]);
  }
};

/// Pairs are shared out among threads when there are many answers, among so many as their memory,
/// 16 bytes a row each, is worth.
constexpr std::size_t kManyAnswers = 50'000;
constexpr unsigned kMostShares = 4;

unsigned share_count(const Input& input) {
  if (input.value_only || input.sample.rows.annotators.size() < kManyAnswers) return 1;
  return std::clamp(input.threads, 1u, kMostShares);
}

PairSums pair_sums(const Input& input) {
  const PatternTable& rows = input.sample.rows;
  std::vector<PairSums> sums(share_count(input));
  std::vector<PairVisit> visits;
  for (PairSums& share : sums) {
    if (!input.value_only) share.moved.resize(rows.size());
    visits.emplace_back([&](std::uint32_t, std::uint32_t, std::span<const PairCell> cells) {
      share.add(input, cells);
    });
  }
  for_each_pair(rows, visits);
  for (std::size_t i = 1; i < sums.size(); ++i) sums.front().add(sums[i]);
  return std::move(sums.front());
}

}  // namespace

// The standard error is the linearisation over items: an item moves every pair that answered it.
Figure light_kappa(const Input& input) {
  const Sample& sample = input.sample;
  const auto [kappas, pairs, undefined, moved] = pair_sums(input);
  if (pairs == 0) return one_label_figure(sample);

  Figure figure = figure_of(sample);
  figure.pairs = pairs;
  figure.estimate.value = kappas.value() / static_cast<double>(pairs);
  if (input.value_only) return figure;
  const double variance =
      variance_over_items(sample.rows, sample.items_rated,
                          [&, moves = std::span(moved), count = static_cast<double>(pairs)](
                              std::size_t row) { return moves[row].value() / count; });
  add_t_interval(figure, input, variance);
  if (undefined > 0) {
    figure.estimate.status = stats::Status::unreliable;
    figure.estimate.reason = "undefined-pairs";
    figure.estimate.message = std::to_string(undefined) + " of " +
                              std::to_string(pairs + undefined) +
                              " pairs of annotators have one label only on their common items "
                              "and are left out";
  }
  return figure;
}

}  // namespace lbl::agree
