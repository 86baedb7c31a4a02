// Weighted counts, and the jackknife over groups of items.
#include "lbl/agree/item_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include "lbl/base/hash.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

namespace {

constexpr std::size_t kMostGroups = 100;

/// How often an item of the mean weight is counted: in fixed point no order of adding can change a
/// sum. A power of two for which all answers together still fit a double exactly.
double unit_for(const model::TaskRatings& ratings) {
  constexpr int kDigits = 52;
  return std::ldexp(1.0, kDigits - static_cast<int>(std::bit_width(ratings.answers())));
}

/// The items with an answer and a weight, dealt out in the order of a hash of their ids.
std::vector<std::vector<std::size_t>> groups_of_items(const model::RatingsTable& table,
                                                      const model::TaskRatings& ratings,
                                                      const std::vector<double>& weights) {
  std::vector<std::pair<std::uint64_t, std::size_t>> order;
  for (std::size_t item = 0; item < ratings.items(); ++item) {
    const bool is_answered = ratings.item_begin[item] < ratings.item_begin[item + 1];
    if (!is_answered || weights[item] == 0) continue;
    order.emplace_back(base::hash64(table.items.text(static_cast<std::uint32_t>(item))), item);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::vector<std::size_t>> groups(std::min(kMostGroups, order.size()));
  for (std::size_t i = 0; i < order.size(); ++i) {
    groups[i % groups.size()].push_back(order[i].second);
  }
  return groups;
}

/// Per item its weight over their mean, in fixed point.
std::vector<std::uint64_t> fixed_weights(const std::vector<std::vector<std::size_t>>& groups,
                                         const std::vector<double>& weights, double unit) {
  stats::ExactSum sum;
  std::size_t items = 0;
  for (const std::vector<std::size_t>& group : groups) {
    for (const std::size_t item : group) sum.add(weights[item]);
    items += group.size();
  }
  std::vector<std::uint64_t> fixed(weights.size(), 0);
  const double mean = sum.value() / static_cast<double>(items);
  for (const std::vector<std::size_t>& group : groups) {
    for (const std::size_t item : group) {
      fixed[item] = static_cast<std::uint64_t>(std::llround(weights[item] / mean * unit));
    }
  }
  return fixed;
}

Conventions in_units(Conventions conventions, double unit) {
  conventions.unit = unit;
  return conventions;
}

/// Drops what the formulas said of unweighted items.
void forget_plain(Figure& figure) {
  figure.estimate.se.reset();
  figure.estimate.ci.reset();
  figure.p.reset();
  figure.p_method.clear();
  figure.se0.reset();
  figure.maximum.reset();
  figure.details.clear();
}

/// The status of the plain figure stays: it tells of the number of items and of rare labels.
void take_value(Figure& figure, double value) {
  forget_plain(figure);
  figure.estimate.value = value;
  if (!std::isnan(value)) return;
  figure.estimate = stats::Estimate::undefined(
      "no-weight", "the items with a weight above 0 cannot tell agreement from chance");
}

/// The counts of `whole` less those of `part`, whose patterns it has.
std::vector<std::uint64_t> counts_without(const model::PatternCounts& whole,
                                          const model::PatternCounts& part) {
  std::vector<std::uint64_t> counts(whole.size());
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = whole.count(i);
  for (std::size_t i = 0; i < part.size(); ++i) {
    counts[*whole.find(part.codes(i))] -= part.count(i);
  }
  return counts;
}

void take_error(Figure& figure, const std::vector<double>& without, double level) {
  stats::Estimate& estimate = figure.estimate;
  const double value = *estimate.value;
  stats::ExactSum squares;
  for (const double other : without) {
    if (std::isnan(other)) return;
    squares.add((other - value) * (other - value));
  }
  const auto groups = static_cast<double>(without.size());
  if (groups < 2) return;
  const double se = without_noise(std::sqrt((groups - 1) / groups * squares.value()));
  const double half = stats::t_quantile(0.5 + level / 2, groups - 1) * se;
  estimate.se = se;
  estimate.ci = stats::Interval{std::max(-1.0, value - half), std::min(1.0, value + half), level,
                                "jackknife"};
  if (se == 0) return;
  figure.p = stats::t_two_sided_p(value / se, groups - 1);
  figure.p_method = "t";
}

}  // namespace

WeightedFigures::WeightedFigures(const model::RatingsTable& table,
                                 const model::TaskRatings& ratings, const Scale& scale,
                                 const std::vector<Request>& requests,
                                 const Conventions& conventions, const Options& options,
                                 Identity identity)
    : maker_(scale, requests, in_units(conventions, unit_for(ratings))), level_(options.level) {
  const auto groups = groups_of_items(table, ratings, options.item_weights);
  const std::vector<std::uint64_t> fixed =
      fixed_weights(groups, options.item_weights, unit_for(ratings));
  for (const std::vector<std::size_t>& group : groups) {
    groups_.push_back(
        count_weighted_states(table, ratings, scale, options.by, identity, {group, fixed}));
    if (whole_.empty()) {
      for (const SliceState& slice : groups_.back()) whole_.push_back({slice.slice, {}});
    }
    for (std::size_t i = 0; i < whole_.size(); ++i) {
      whole_[i].state.add(groups_.back()[i].state);
    }
  }
}

void WeightedFigures::weigh(std::size_t slice, std::vector<Measure>& measures) const {
  refuse_weights(measures);
  if (whole_.empty()) return;
  const State& whole = whole_[slice].state;
  FigureMaker::Recount recount(maker_, whole);
  const std::vector<double> values =
      recount.values(counts_without(whole.answers, {}), counts_without(whole.rows, {}));
  std::vector<std::vector<double>> without(measures.size());
  for (const std::vector<SliceState>& group : groups_) {
    const State& left_out = group[slice].state;
    if (left_out.answers.empty()) continue;
    const std::vector<double> others = recount.values(
        counts_without(whole.answers, left_out.answers), counts_without(whole.rows, left_out.rows));
    for (std::size_t i = 0; i < measures.size(); ++i) without[i].push_back(others[i]);
  }
  for (std::size_t i = 0; i < measures.size(); ++i) {
    if (!measures[i].figure.estimate.value) continue;
    take_value(measures[i].figure, values[i]);
    if (measures[i].figure.estimate.value) take_error(measures[i].figure, without[i], level_);
  }
}

void refuse_weights(std::vector<Measure>& measures) {
  for (Measure& measure : measures) {
    const Family family = measure.coefficient->family;
    if (family == Family::chance || family == Family::alpha) continue;
    if (!measure.figure.estimate.value) continue;
    forget_plain(measure.figure);
    measure.figure.estimate = stats::Estimate::undefined(
        "not-weighted",
        fmt::format("{} is not defined for items of different weight", measure.coefficient->title));
  }
}

}  // namespace lbl::agree
