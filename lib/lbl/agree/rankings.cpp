// Kendall's W item by item.
#include "lbl/agree/rankings.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "lbl/agree/bootstrap.hpp"
#include "lbl/agree/score.hpp"
#include "lbl/base/hash.hpp"

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

void add_ranking_measures(const model::RatingsTable& table, const model::TaskRatings& ratings,
                          const Options& options, Result& result) {
  RatioScore mean;
  ScoreCounts counts;
  std::vector<std::uint64_t> keys;
  for (std::size_t item = 0; item < ratings.items(); ++item) {
    const std::vector<const Ranking*> rankings = comparable(ratings, item);
    counts.items_rated += ratings.item_begin[item] < ratings.item_begin[item + 1] ? 1 : 0;
    if (rankings.size() < 2) continue;
    mean.add(concordance(rankings), 1);
    keys.push_back(base::hash64(table.items.text(static_cast<std::uint32_t>(item))));
    ++counts.items;
    counts.ratings += rankings.size();
  }
  counts.annotators = result.tasks.back().annotators;
  const Score score = counts.items > 0 ? mean.ratio()
                                       : undefined_score("no-pairs",
                                                         "no item has two rankings of the same "
                                                         "things");
  std::vector<Measure> measures(1);
  Measure& measure = measures.front();
  measure.task = ratings.task.name;
  measure.coefficient = coefficient_by_name("kendall_w");
  measure.metric = "ordinal";
  measure.missing = missing_name(Missing::items);
  measure.figure = score_figure(score, counts, options.level, 0);
  if (measure.figure.estimate.value && counts.items < kFewItems) {
    measure.figure.estimate.status = stats::Status::unreliable;
    measure.figure.estimate.reason = "few-items";
    measure.figure.estimate.message = "fewer than 10 items with two rankings";
  }
  measure.is_default = true;
  add_score_bootstrap({score}, keys, {options, ratings.task.name}, measures);
  result.measures.push_back(std::move(measures.front()));
}

}  // namespace lbl::agree
