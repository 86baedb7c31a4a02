// Sums in no order, values, and derivatives by the weight of an item.
#include "lbl/agree/score.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "lbl/stats/distributions.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

namespace {

using stats::ExactSum;

double variance_of_sum(const std::vector<double>& influence) {
  const auto n = static_cast<double>(influence.size());
  const double mean = stats::exact_sum(influence) / n;
  ExactSum squares;
  for (const double part : influence) squares.add((part - mean) * (part - mean));
  return squares.value() * n / (n - 1);
}

void add_interval(Figure& figure, const Score& score, double level, double sampled_fraction) {
  if (score.influence.size() < 2) return;
  const double value = *figure.estimate.value;
  const double variance = variance_of_sum(score.influence) * (1 - sampled_fraction);
  if (!std::isfinite(variance)) return;
  const double se = without_noise(std::sqrt(std::max(0.0, variance)));
  const double degrees = static_cast<double>(score.influence.size()) - 1;
  const double half = stats::t_quantile(0.5 + level / 2, degrees) * se;
  const bool is_share = score.kind == ScoreKind::share;
  const double low = is_share ? std::max(0.0, value - half) : value - half;
  figure.estimate.se = se;
  figure.estimate.ci = stats::Interval{low, std::min(1.0, value + half), level, "analytic"};
  if (se == 0 || is_share) return;
  figure.p = stats::t_two_sided_p(value / se, degrees);
  figure.p_method = "t";
}

}  // namespace

Score undefined_score(std::string reason, std::string message) {
  Score score;
  score.reason = std::move(reason);
  score.message = std::move(message);
  return score;
}

Score nothing_marked() {
  return undefined_score("nothing-marked", "no answer marks anything");
}

Figure score_figure(const Score& score, const ScoreCounts& counts, double level,
                    double sampled_fraction) {
  Figure figure;
  figure.items = counts.items;
  figure.items_rated = counts.items_rated;
  figure.ratings = counts.ratings;
  figure.annotators = counts.annotators;
  figure.samples = score.samples;
  if (!score.value) {
    figure.estimate = stats::Estimate::undefined(score.reason, score.message);
    return figure;
  }
  figure.estimate.value = score.value;
  add_interval(figure, score, level, sampled_fraction);
  if (score.is_approximate) {
    figure.estimate.status = stats::Status::unreliable;
    figure.estimate.reason = "alignment-not-proved";
    figure.estimate.message =
        "some items have too many possible alignments to prove that the best one was found";
  }
  return figure;
}

namespace {

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

/// How often item i counts; once each without counts.
double times(std::span<const std::uint64_t> counts, std::size_t i) {
  return counts.empty() ? 1 : static_cast<double>(counts[i]);
}

/// The sums of parts and wholes.
std::pair<double, double> sums_of(const std::vector<std::pair<double, double>>& items,
                                  std::span<const std::uint64_t> counts) {
  ExactSum parts, wholes;
  for (std::size_t i = 0; i < items.size(); ++i) {
    parts.add(items[i].first * times(counts, i));
    wholes.add(items[i].second * times(counts, i));
  }
  return {parts.value(), wholes.value()};
}

}  // namespace

void RatioScore::add(double part, double whole) {
  items_->emplace_back(part, whole);
}

Score RatioScore::ratio() const {
  const auto [part, whole] = sums_of(*items_, {});
  if (!(whole > 0)) return nothing_marked();
  Score score;
  score.kind = ScoreKind::share;
  score.value = part / whole;
  for (const auto& [own, all] : *items_) {
    score.influence.push_back((own - *score.value * all) / whole);
  }
  score.recount = [items = items_](std::span<const std::uint64_t> counts) {
    const auto [parts, wholes] = sums_of(*items, counts);
    return wholes > 0 ? parts / wholes : kNoValue;
  };
  return score;
}

Score RatioScore::one_minus_ratio() const {
  Score score = ratio();
  score.kind = ScoreKind::chance;
  if (!score.value) return score;
  score.value = 1 - *score.value;
  for (double& influence : score.influence) influence = -influence;
  score.recount = [ratio = std::move(score.recount)](std::span<const std::uint64_t> counts) {
    return 1 - ratio(counts);
  };
  return score;
}

void NominalScore::add(const std::vector<LabelAmount>& amounts) {
  items_->push_back(amounts);
}

namespace {

/// Sums over items, label by label and of all.
struct NominalTotals {
  std::vector<LabelAmount> labels;
  double amount = 0, disagreement = 0, own = 0;

  double pairs() const { return amount * amount - own; }
  double unequal_pairs() const {
    ExactSum squares;
    for (const LabelAmount& label : labels) squares.add(label.amount * label.amount);
    return amount * amount - squares.value();
  }
  std::size_t labels_used() const {
    return static_cast<std::size_t>(std::count_if(
        labels.begin(), labels.end(), [](const LabelAmount& label) { return label.amount > 0; }));
  }
  /// Disagreement over what chance would give.
  double ratio() const { return disagreement * pairs() / (amount * unequal_pairs()); }
  double others(std::uint32_t label) const { return amount - labels[label].amount; }
  /// Whether something that is compared has another label, but for what rounding leaves.
  bool has_others(std::uint32_t label) const { return others(label) > 1e-12 * amount; }
  double pairs_of(std::uint32_t label) const {
    return labels[label].amount * amount - labels[label].own;
  }
  double unit_of(std::uint32_t label) const {
    return labels[label].amount * labels[label].amount * others(label);
  }
  double ratio_of(std::uint32_t label) const {
    return labels[label].disagreement * pairs_of(label) / unit_of(label);
  }
};

NominalTotals totals_of(const std::vector<std::vector<LabelAmount>>& items, std::size_t labels,
                        std::span<const std::uint64_t> counts) {
  struct Sums {
    ExactSum amount, disagreement, own;
  };
  std::vector<Sums> by_label(labels);
  Sums all;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!counts.empty() && counts[i] == 0) continue;
    const double count = times(counts, i);
    for (const LabelAmount& part : items[i]) {
      for (Sums* sums : {&by_label[part.label], &all}) {
        sums->amount.add(count * part.amount);
        sums->disagreement.add(count * part.disagreement);
        sums->own.add(count * part.own);
      }
    }
  }
  NominalTotals totals;
  for (std::uint32_t label = 0; label < labels; ++label) {
    const Sums& sums = by_label[label];
    totals.labels.push_back(
        {label, sums.amount.value(), sums.disagreement.value(), sums.own.value()});
  }
  totals.amount = all.amount.value();
  totals.disagreement = all.disagreement.value();
  totals.own = all.own.value();
  return totals;
}

}  // namespace

Score NominalScore::score() const {
  const NominalTotals sums = totals_of(*items_, labels_, {});
  if (!(sums.amount > 0)) return nothing_marked();
  if (sums.labels_used() < 2) {
    return undefined_score("one-label",
                           "all that is compared has one label, so there is no chance "
                           "to correct for");
  }
  const double pairs = sums.pairs(), unequal = sums.unequal_pairs(), ratio = sums.ratio();
  Score score;
  score.value = 1 - ratio;
  for (const std::vector<LabelAmount>& item : *items_) {
    double all = 0, disagreement = 0, own = 0, products = 0;
    for (const LabelAmount& label : item) {
      all += label.amount;
      disagreement += label.disagreement;
      own += label.own;
      products += label.amount * sums.labels[label.label].amount;
    }
    const double by_pairs =
        disagreement * pairs + sums.disagreement * (2 * sums.amount * all - own);
    score.influence.push_back(
        ratio * (all / sums.amount + 2 * (sums.amount * all - products) / unequal) -
        by_pairs / (sums.amount * unequal));
  }
  score.recount = [items = items_, labels = labels_](std::span<const std::uint64_t> counts) {
    const NominalTotals drawn = totals_of(*items, labels, counts);
    return drawn.labels_used() < 2 ? kNoValue : 1 - drawn.ratio();
  };
  return score;
}

Score NominalScore::score_of(std::uint32_t label) const {
  const NominalTotals sums = totals_of(*items_, labels_, {});
  const LabelAmount& of_label = sums.labels[label];
  if (!(of_label.amount > 0)) return nothing_marked();
  if (!sums.has_others(label)) {
    return undefined_score("one-label", "nothing that is compared has another label");
  }
  const double amount = of_label.amount, disagreement = of_label.disagreement;
  const double pairs = sums.pairs_of(label), unit = sums.unit_of(label);
  const double ratio = sums.ratio_of(label);
  Score score;
  score.value = 1 - ratio;
  for (const std::vector<LabelAmount>& item : *items_) {
    double all = 0, own_amount = 0, own_disagreement = 0, own = 0;
    for (const LabelAmount& part : item) {
      all += part.amount;
      if (part.label != label) continue;
      own_amount += part.amount;
      own_disagreement += part.disagreement;
      own += part.own;
    }
    const double moved =
        own_disagreement * pairs + disagreement * (own_amount * sums.amount + amount * all - own);
    score.influence.push_back(
        ratio * (2 * own_amount / amount + (all - own_amount) / sums.others(label)) - moved / unit);
  }
  score.recount = [items = items_, labels = labels_, label](std::span<const std::uint64_t> counts) {
    const NominalTotals drawn = totals_of(*items, labels, counts);
    const bool has_value = drawn.labels[label].amount > 0 && drawn.has_others(label);
    return has_value ? 1 - drawn.ratio_of(label) : kNoValue;
  };
  return score;
}

}  // namespace lbl::agree
