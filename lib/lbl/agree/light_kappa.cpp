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

/// Cohen's kappa of two annotators where answers are the same or not, as PairKappa has it; from
/// whole numbers and in memory that the next pair uses again, since there may be millions of pairs.
class IdentityKappa {
 public:
  explicit IdentityKappa(std::size_t labels) : first_(labels, 0), second_(labels, 0) {}

  void count(std::span<const PairCell> cells) {
    for (const std::uint32_t code : codes_) first_[code] = second_[code] = 0;
    codes_.clear();
    std::uint64_t items = 0, agreed = 0;
    for (const PairCell& cell : cells) {
      use(cell.first);
      first_[cell.first] += cell.count;
      use(cell.second);
      second_[cell.second] += cell.count;
      items += cell.count;
      if (cell.first == cell.second) agreed += cell.count;
    }
    Wide by_chance = 0;  // pairs of answers that agree, one of each annotator
    for (const std::uint32_t code : codes_) by_chance += Wide{first_[code]} * second_[code];
    items_ = static_cast<double>(items);
    observed_ = static_cast<double>(items - agreed) / items_;
    expected_ = static_cast<double>(Wide{items} * items - by_chance) / (items_ * items_);
  }

  double items() const { return items_; }
  bool defined() const { return expected_ > 0; }
  double value() const { return 1 - observed_ / expected_; }
  double influence(const PairCell& cell) const {
    const auto others =
        static_cast<double>(second_[cell.first]) + static_cast<double>(first_[cell.second]);
    const double expected = 2 - others / items_ - 2 * expected_;
    const double distance = cell.first == cell.second ? 0 : 1;
    return (observed_ - distance + (1 - value()) * expected) / expected_;
  }

 private:
  __extension__ using Wide = unsigned __int128;

  void use(std::uint32_t code) {
    if (first_[code] + second_[code] == 0) codes_.push_back(code);
  }

  std::vector<std::uint64_t> first_, second_;  ///< answers by label
  std::vector<std::uint32_t> codes_;           ///< the labels that have any
  double items_ = 0, observed_ = 0, expected_ = 0;
};

/// What a share of the pairs adds up to.
struct PairSums {
  explicit PairSums(const Input& of)
      : input(&of), identity(of.kernel.size()), moved(of.value_only ? 0 : of.sample.rows.size()) {}

  const Input* input;
  IdentityKappa identity;
  stats::ExactSum kappas;
  std::uint64_t pairs = 0, undefined = 0;
  std::vector<FixedSum> moved;  ///< by row: what one item of it moves; empty when not asked for

  void add(std::span<const PairCell> cells) {
    if (input->kernel.distance() != stats::Distance::identity) {
      add(cells, PairKappa(input->kernel, cells));
    } else if (cells.size() == 1) {
      // Among thousands of annotators most pairs have met once: kappa is undefined when they
      // agreed, else 0 and moved by nothing.
      ++(cells[0].first == cells[0].second ? undefined : pairs);
    } else {
      identity.count(cells);
      add(cells, identity);
    }
  }

  template <class Kappa>
  void add(std::span<const PairCell> cells, const Kappa& kappa) {
    if (!kappa.defined()) {
      ++undefined;
      return;
    }
    ++pairs;
    kappas.add(kappa.value());
    if (moved.empty()) return;
    const auto n = static_cast<double>(input->sample.items_rated);
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
  std::vector<PairSums> sums(share_count(input), PairSums(input));
  std::vector<PairVisit> visits;
  for (PairSums& share : sums) {
    visits.emplace_back(
        [&](std::uint32_t, std::uint32_t, std::span<const PairCell> cells) { share.add(cells); });
  }
  for_each_pair(input.sample.rows, visits);
  for (std::size_t i = 1; i < sums.size(); ++i) sums.front().add(sums[i]);
  return std::move(sums.front());
}

}  // namespace

// The standard error is the linearisation over items: an item moves every pair that answered it.
Figure light_kappa(const Input& input) {
  const Sample& sample = input.sample;
  const PairSums sums = pair_sums(input);
  const std::uint64_t pairs = sums.pairs, undefined = sums.undefined;
  if (pairs == 0) return one_label_figure(sample);

  Figure figure = figure_of(sample);
  figure.pairs = pairs;
  figure.estimate.value = sums.kappas.value() / static_cast<double>(pairs);
  if (input.value_only) return figure;
  const double variance =
      variance_over_items(sample.rows, sample.items_rated,
                          [&, moves = std::span(sums.moved), count = static_cast<double>(pairs)](
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
