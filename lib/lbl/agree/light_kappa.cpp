// Light's kappa (1971): the mean of Cohen's kappa over all pairs of annotators.
#include <cmath>
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
  double value() const { return std::ldexp(static_cast<double>(units_), -kBits); }

 private:
  __extension__ using Wide = __int128;
  static constexpr int kBits = 80;
  Wide units_ = 0;
};

}  // namespace

// The standard error is the linearisation over items: an item moves every pair that answered it.
Figure light_kappa(const Input& input) {
  const Sample& sample = input.sample;
  const auto n = static_cast<double>(sample.items_rated);
  stats::ExactSum sum;
  std::uint64_t pairs = 0, undefined = 0;
  std::vector<FixedSum> moved(input.value_only ? 0 : sample.rows.size());
  const bool is_identity = input.kernel.distance() == stats::Distance::identity;
  for_each_pair(sample.rows, [&](std::uint32_t, std::uint32_t, std::span<const PairCell> cells) {
    // Among thousands of annotators most pairs have met once: kappa is undefined when they agreed,
    // else 0 and moved by nothing, as PairKappa would find.
    if (is_identity && cells.size() == 1) {
      ++(cells[0].first == cells[0].second ? undefined : pairs);
      return;
    }
    const PairKappa kappa(input.kernel, cells);
    if (!kappa.defined()) {
      ++undefined;
      return;
    }
    ++pairs;
    sum.add(kappa.value());
    if (input.value_only) return;
    const double share = n / static_cast<double>(kappa.items());
    for (const PairCell& cell : cells) moved[cell.row].add(share * kappa.influence(cell));
  });
  if (pairs == 0) return one_label_figure(sample);

  Figure figure = figure_of(sample);
  figure.pairs = pairs;
  figure.estimate.value = sum.value() / static_cast<double>(pairs);
  if (input.value_only) return figure;
  const double variance = variance_over_items(
      sample.rows, sample.items_rated,
      [&](std::size_t row) { return moved[row].value() / static_cast<double>(pairs); });
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
