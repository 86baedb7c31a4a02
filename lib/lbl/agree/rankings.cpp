// Kendall's W item by item.
#include "lbl/agree/rankings.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "lbl/stats/distributions.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

namespace {

using Ranking = std::vector<std::string>;

constexpr std::uint64_t kFewItems = 10;

/// W of rankings without ties (Kendall and Smith 1939): 12 S / (k^2 (n^3 - n)).
double concordance(const std::vector<const Ranking*>& rankings) {
  std::map<std::string, double> ranks;
  for (const Ranking* ranking : rankings) {
    double rank = 0;
    for (const std::string& thing : *ranking) ranks[thing] += ++rank;
  }
  const auto n = static_cast<double>(ranks.size()), k = static_cast<double>(rankings.size());
  double squares = 0;
  for (const auto& [thing, sum] : ranks) {
    const double d = sum - k * (n + 1) / 2;
    squares += d * d;
  }
  return 12 * squares / (k * k * (n * n * n - n));
}

/// The rankings of an item that are of the same things; the largest group, of equal ones the first
/// by the names of the things.
std::vector<const Ranking*> comparable(const model::TaskRatings& ratings, std::size_t item) {
  std::map<Ranking, std::vector<const Ranking*>> groups;
  for (std::uint64_t i = ratings.item_begin[item]; i < ratings.item_begin[item + 1]; ++i) {
    const auto* ranking = std::get_if<Ranking>(&ratings.categories[ratings.values[i]]);
    if (ranking == nullptr || ranking->size() < 2) continue;
    Ranking things = *ranking;
    std::sort(things.begin(), things.end());
    groups[std::move(things)].push_back(ranking);
  }
  std::vector<const Ranking*> largest;
  for (const auto& [things, rankings] : groups) {
    if (rankings.size() > largest.size()) largest = rankings;
  }
  return largest;
}

}  // namespace

bool wants_rankings(const model::TaskRatings& ratings, const Options& options) {
  if (ratings.task.type != model::TaskType::ranking) return false;
  const auto& names = options.coefficients;
  return names.empty() || std::any_of(names.begin(), names.end(), [](const std::string& name) {
           return name == "all" || name == "kendall_w";
         });
}

void add_ranking_measures(const model::TaskRatings& ratings, const Options& options,
                          Result& result) {
  stats::ExactSum sum, squares;
  Figure figure;
  for (std::size_t item = 0; item < ratings.items(); ++item) {
    const std::vector<const Ranking*> rankings = comparable(ratings, item);
    figure.items_rated += ratings.item_begin[item] < ratings.item_begin[item + 1] ? 1 : 0;
    if (rankings.size() < 2) continue;
    const double w = concordance(rankings);
    ++figure.items;
    figure.ratings += rankings.size();
    sum.add(w);
    squares.add(w * w);
  }
  figure.annotators = result.tasks.back().annotators;
  const auto n = static_cast<double>(figure.items);
  if (figure.items == 0) {
    figure.estimate =
        stats::Estimate::undefined("no-pairs", "no item has two rankings of the same things");
  } else {
    const double mean = sum.value() / n;
    figure.estimate.value = mean;
    if (figure.items > 1) {
      const double variance = std::max(0.0, squares.value() - n * mean * mean) / (n * (n - 1));
      const double se = without_noise(std::sqrt(variance));
      const double half = stats::t_quantile(0.5 + options.level / 2, n - 1) * se;
      figure.estimate.se = se;
      figure.estimate.ci = stats::Interval{std::max(0.0, mean - half), std::min(1.0, mean + half),
                                           options.level, "analytic"};
    }
    if (figure.items < kFewItems) {
      figure.estimate.status = stats::Status::unreliable;
      figure.estimate.reason = "few-items";
      figure.estimate.message = "fewer than 10 items with two rankings";
    }
  }
  Measure& measure = result.measures.emplace_back();
  measure.task = ratings.task.name;
  measure.coefficient = coefficient_by_name("kendall_w");
  measure.metric = "ordinal";
  measure.missing = missing_name(Missing::items);
  measure.figure = std::move(figure);
  measure.is_default = true;
}

}  // namespace lbl::agree
