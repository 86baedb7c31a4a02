// Sums over items, Wilson intervals with an effective number of trials, linearised F1.
#include "lbl/agree/gold_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <variant>

#include "lbl/stats/distributions.hpp"
#include "lbl/stats/exact_sum.hpp"
#include "lbl/stats/intervals.hpp"

namespace lbl::agree {

namespace {

constexpr double kFew = 10;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double f1_of(const LabelCounts& label) {
  return 2 * label.right / (label.gold + label.answers);
}

bool occurs(const LabelCounts& label) {
  return label.gold + label.answers > 0;
}

void mark_few(double items, stats::Estimate& estimate) {
  if (items >= kFew) return;
  estimate.status = stats::Status::unreliable;
  estimate.reason = "few-items";
  estimate.message = fmt::format("only {} item{} with gold; fewer than {} say little", items,
                                 items == 1 ? "" : "s", kFew);
}

}  // namespace

GoldLabels::GoldLabels(const model::TaskRatings& ratings, const model::TaskGold& gold) {
  using model::TaskType;
  const TaskType type = ratings.task.type;
  of_category_.resize(gold.categories.size());
  if (type == TaskType::choice || type == TaskType::rating || type == TaskType::pairwise) {
    names_ = gold.category_names;
    for (std::uint32_t c = 0; c < names_.size(); ++c) of_category_[c] = {c};
    return;
  }
  if (type != TaskType::choices) return;
  std::map<std::string, std::uint32_t> numbers;
  const auto number = [&](const std::string& name) {
    const auto [at, is_new] = numbers.emplace(name, static_cast<std::uint32_t>(names_.size()));
    if (is_new) names_.push_back(name);
    return at->second;
  };
  for (const model::LabelDefinition& label : ratings.task.labels) number(label.name);
  std::set<std::string> seen;
  for (const model::Answer& category : gold.categories) {
    for (const std::string& name : std::get<std::vector<std::string>>(category)) seen.insert(name);
  }
  for (const std::string& name : seen) number(name);
  for (std::size_t c = 0; c < gold.categories.size(); ++c) {
    for (const std::string& name : std::get<std::vector<std::string>>(gold.categories[c])) {
      of_category_[c].push_back(number(name));
    }
  }
}

void GoldTable::add(const GoldLabels& labels, std::uint32_t gold,
                    std::span<const std::uint32_t> answers, std::uint64_t count) {
  const std::size_t first = cells_.size();
  const auto cell = [&](std::uint32_t label) -> Cell& {
    for (std::size_t i = first; i < cells_.size(); ++i) {
      if (cells_[i].label == label) return cells_[i];
    }
    return cells_.emplace_back(Cell{label, 0, 0, 0});
  };
  const std::vector<std::uint32_t>& held = labels.of_category(gold);
  for (const std::uint32_t label : held) {
    cell(label).gold += static_cast<double>(answers.size());
  }
  double right = 0;
  for (const std::uint32_t answer : answers) {
    right += answer == gold ? 1 : 0;
    for (const std::uint32_t label : labels.of_category(answer)) {
      Cell& counted = cell(label);
      counted.answers += 1;
      if (std::find(held.begin(), held.end(), label) != held.end()) counted.right += 1;
    }
  }
  counts_.push_back(count);
  answers_.push_back(static_cast<double>(answers.size()));
  right_.push_back(right);
  begin_.push_back(cells_.size());
  several_answers_ = several_answers_ || answers.size() > 1;
}

std::uint64_t GoldTable::items() const {
  std::uint64_t items = 0;
  for (const std::uint64_t count : counts_) items += count;
  return items;
}

std::uint64_t GoldTable::answers() const {
  return static_cast<std::uint64_t>(totals(counts_).answers);
}

std::vector<LabelCounts> GoldTable::label_counts() const {
  return totals(counts_).labels;
}

// All summands are whole numbers, so that no order changes a sum.
GoldTable::Totals GoldTable::totals(std::span<const std::uint64_t> counts) const {
  Totals totals;
  totals.labels.resize(labels_);
  for (std::size_t kind = 0; kind < counts.size(); ++kind) {
    const auto count = static_cast<double>(counts[kind]);
    totals.items += count;
    totals.answers += count * answers_[kind];
    totals.right += count * right_[kind];
    for (const Cell& cell : cells_of(kind)) {
      LabelCounts& label = totals.labels[cell.label];
      label.gold += count * cell.gold;
      label.answers += count * cell.answers;
      label.right += count * cell.right;
    }
  }
  return totals;
}

std::vector<double> GoldTable::values(std::span<const std::uint64_t> counts) const {
  const Totals sums = totals(counts);
  const auto ratio = [](double part, double whole) { return whole > 0 ? part / whole : kNone; };
  std::vector<double> values = {ratio(sums.right, sums.answers), kNone, kNone};
  double macro = 0, occurring = 0, weighted = 0, gold = 0;
  for (const LabelCounts& label : sums.labels) {
    values.push_back(ratio(label.right, label.answers));
    values.push_back(ratio(label.right, label.gold));
    values.push_back(ratio(2 * label.right, label.gold + label.answers));
    if (!occurs(label)) continue;
    macro += f1_of(label);
    occurring += 1;
    weighted += label.gold * f1_of(label);
    gold += label.gold;
  }
  values[1] = ratio(macro, occurring);
  values[2] = ratio(weighted, gold);
  return values;
}

double GoldTable::clustered(double sum_of_squares, double items) const {
  return several_answers_ && items > 1 ? sum_of_squares * items / (items - 1) : sum_of_squares;
}

template <class PartOf>
stats::Estimate GoldTable::share(double part, double whole, double items, double level,
                                 PartOf part_of) const {
  stats::Estimate estimate;
  const double value = part / whole;
  estimate.value = value;
  stats::ExactSum squares;
  for (std::size_t kind = 0; kind < counts_.size(); ++kind) {
    const Part own = part_of(kind);
    const double d = (own.part - value * own.whole) / whole;
    squares.add(static_cast<double>(counts_[kind]) * d * d);
  }
  const double variance = clustered(squares.value(), items);
  const double trials = variance > 0 ? value * (1 - value) / variance : std::min(items, whole);
  const stats::Bounds bounds = stats::wilson_effective(value, trials, level);
  estimate.se = std::sqrt(variance);
  estimate.ci = stats::Interval{bounds.low, bounds.high, level, "wilson"};
  mark_few(items, estimate);
  return estimate;
}

GoldFigures GoldTable::figures(double level) const {
  const Totals sums = totals(counts_);
  GoldFigures figures;
  if (sums.answers == 0) {
    const auto none = stats::Estimate::undefined("no-gold", "no answer is on an item with gold");
    figures.accuracy = figures.macro_f1 = figures.weighted_f1 = none;
    figures.precision = figures.recall = figures.f1 = std::vector<stats::Estimate>(labels_, none);
    return figures;
  }
  figures.accuracy = share(sums.right, sums.answers, sums.items, level, [&](std::size_t kind) {
    return Part{right_[kind], answers_[kind]};
  });
  const auto of_label = [&](std::uint32_t label, double part, double whole, auto part_of) {
    double items = 0;
    const auto own = [&](std::size_t kind) {
      for (const Cell& cell : cells_of(kind)) {
        if (cell.label == label) return part_of(cell);
      }
      return Part{0, 0};
    };
    for (std::size_t kind = 0; kind < counts_.size(); ++kind) {
      if (own(kind).whole > 0) items += static_cast<double>(counts_[kind]);
    }
    return share(part, whole, items, level, own);
  };
  for (std::uint32_t k = 0; k < labels_; ++k) {
    const LabelCounts& label = sums.labels[k];
    figures.precision.push_back(
        label.answers == 0 ? stats::Estimate::undefined("no-answers", "nobody gave this label")
                           : of_label(k, label.right, label.answers, [](const Cell& cell) {
                               return Part{cell.right, cell.answers};
                             }));
    figures.recall.push_back(label.gold == 0
                                 ? stats::Estimate::undefined("no-gold", "no gold has this label")
                                 : of_label(k, label.right, label.gold, [](const Cell& cell) {
                                     return Part{cell.right, cell.gold};
                                   }));
    if (!occurs(label)) {
      figures.f1.push_back(stats::Estimate::undefined("no-answers", "this label does not occur"));
      continue;
    }
    stats::Estimate f1 =
        of_label(k, label.right, label.gold + label.answers - label.right, [](const Cell& cell) {
          return Part{cell.right, cell.gold + cell.answers - cell.right};
        });
    const double q = *f1.value;
    const auto mapped = [](double share) { return 2 * share / (1 + share); };
    f1.value = f1_of(label);
    f1.se = *f1.se * 2 / ((1 + q) * (1 + q));
    f1.ci->low = mapped(f1.ci->low);
    f1.ci->high = mapped(f1.ci->high);
    figures.f1.push_back(std::move(f1));
  }
  add_macro(sums, level, figures);
  return figures;
}

void GoldTable::add_macro(const Totals& sums, double level, GoldFigures& figures) const {
  double occurring = 0, gold = 0;
  for (const LabelCounts& label : sums.labels) {
    occurring += occurs(label) ? 1 : 0;
    gold += label.gold;
  }
  if (occurring == 0 || gold == 0) {
    figures.macro_f1 = figures.weighted_f1 = stats::Estimate::undefined(
        "no-labels", "answers of this type are right or wrong, they have no labels");
    return;
  }
  const std::vector<double> values = this->values(counts_);
  const double macro = values[1], weighted = values[2];
  stats::ExactSum macro_squares, weighted_squares;
  for (std::size_t kind = 0; kind < counts_.size(); ++kind) {
    double of_macro = 0, of_weighted = 0;
    for (const Cell& cell : cells_of(kind)) {
      const LabelCounts& label = sums.labels[cell.label];
      const double f1 = f1_of(label);
      const double moved =
          (2 * cell.right - f1 * (cell.gold + cell.answers)) / (label.gold + label.answers);
      of_macro += moved / occurring;
      of_weighted += (label.gold * moved + cell.gold * (f1 - weighted)) / gold;
    }
    const auto count = static_cast<double>(counts_[kind]);
    macro_squares.add(count * of_macro * of_macro);
    weighted_squares.add(count * of_weighted * of_weighted);
  }
  const auto estimate = [&](double value, double squares) {
    stats::Estimate result;
    result.value = value;
    result.se = std::sqrt(clustered(squares, sums.items));
    const double half = stats::normal_quantile(0.5 + level / 2) * *result.se;
    result.ci = stats::Interval{std::max(0.0, value - half), std::min(1.0, value + half), level,
                                "linearised"};
    mark_few(sums.items, result);
    return result;
  };
  figures.macro_f1 = estimate(macro, macro_squares.value());
  figures.weighted_f1 = estimate(weighted, weighted_squares.value());
}

}  // namespace lbl::agree
