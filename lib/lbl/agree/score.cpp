// Sums in no order, values, and derivatives by the weight of an item.
#include "lbl/agree/score.hpp"

#include <algorithm>
#include <cmath>
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

std::optional<double> RatioScore::value_of(double& whole) const {
  ExactSum parts, wholes;
  for (const auto& [part, all] : items_) {
    parts.add(part);
    wholes.add(all);
  }
  whole = wholes.value();
  if (!(whole > 0)) return std::nullopt;
  return parts.value() / whole;
}

Score RatioScore::ratio() const {
  double whole = 0;
  const std::optional<double> value = value_of(whole);
  if (!value) return nothing_marked();
  Score score;
  score.kind = ScoreKind::share;
  score.value = value;
  for (const auto& [part, all] : items_) score.influence.push_back((part - *value * all) / whole);
  return score;
}

Score RatioScore::one_minus_ratio() const {
  Score score = ratio();
  score.kind = ScoreKind::chance;
  if (score.value) score.value = 1 - *score.value;
  for (double& influence : score.influence) influence = -influence;
  return score;
}

void NominalScore::add(const std::vector<LabelAmount>& amounts) {
  items_.push_back(amounts);
}

NominalScore::Totals NominalScore::totals() const {
  std::vector<ExactSum> amounts(labels_);
  ExactSum all, disagreement, own;
  for (const std::vector<LabelAmount>& item : items_) {
    for (const LabelAmount& label : item) {
      amounts[label.label].add(label.amount);
      all.add(label.amount);
      disagreement.add(label.disagreement);
      own.add(label.own);
    }
  }
  Totals totals;
  for (const ExactSum& amount : amounts) totals.amount.push_back(amount.value());
  totals.all = all.value();
  totals.disagreement = disagreement.value();
  totals.own = own.value();
  return totals;
}

Score NominalScore::score() const {
  const Totals sums = totals();
  if (!(sums.all > 0)) return nothing_marked();
  const auto used = std::count_if(sums.amount.begin(), sums.amount.end(),
                                  [](double amount) { return amount > 0; });
  if (used < 2) {
    return undefined_score("one-label",
                           "all that is compared has one label, so there is no chance "
                           "to correct for");
  }
  ExactSum squares;
  for (const double amount : sums.amount) squares.add(amount * amount);
  const double pairs = sums.all * sums.all - sums.own;
  const double unequal = sums.all * sums.all - squares.value();
  const double ratio = sums.disagreement * pairs / (sums.all * unequal);
  Score score;
  score.value = 1 - ratio;
  for (const std::vector<LabelAmount>& item : items_) {
    double all = 0, disagreement = 0, own = 0, products = 0;
    for (const LabelAmount& label : item) {
      all += label.amount;
      disagreement += label.disagreement;
      own += label.own;
      products += label.amount * sums.amount[label.label];
    }
    const double by_pairs = disagreement * pairs + sums.disagreement * (2 * sums.all * all - own);
    score.influence.push_back(ratio * (all / sums.all + 2 * (sums.all * all - products) / unequal) -
                              by_pairs / (sums.all * unequal));
  }
  return score;
}

Score NominalScore::score_of(std::uint32_t label) const {
  ExactSum disagreements, owns;
  for (const std::vector<LabelAmount>& item : items_) {
    for (const LabelAmount& amount : item) {
      if (amount.label != label) continue;
      disagreements.add(amount.disagreement);
      owns.add(amount.own);
    }
  }
  const Totals sums = totals();
  const double amount = sums.amount[label], others = sums.all - amount;
  if (!(amount > 0)) return nothing_marked();
  if (!(others > 1e-12 * sums.all)) {
    return undefined_score("one-label", "nothing that is compared has another label");
  }
  const double disagreement = disagreements.value();
  const double pairs = amount * sums.all - owns.value();
  const double unit = amount * amount * others;
  const double ratio = disagreement * pairs / unit;
  Score score;
  score.value = 1 - ratio;
  for (const std::vector<LabelAmount>& item : items_) {
    double all = 0, own_amount = 0, own_disagreement = 0, own = 0;
    for (const LabelAmount& part : item) {
      all += part.amount;
      if (part.label != label) continue;
      own_amount += part.amount;
      own_disagreement += part.disagreement;
      own += part.own;
    }
    const double moved =
        own_disagreement * pairs + disagreement * (own_amount * sums.all + amount * all - own);
    score.influence.push_back(ratio * (2 * own_amount / amount + (all - own_amount) / others) -
                              moved / unit);
  }
  return score;
}

}  // namespace lbl::agree
