// From errors to numbers of items.
#include "lbl/agree/planning.hpp"

#include <algorithm>
#include <cmath>

#include "lbl/agree/agreement.hpp"
#include "lbl/agree/bootstrap.hpp"
#include "lbl/agree/figures.hpp"
#include "lbl/agree/request.hpp"
#include "lbl/agree/scale.hpp"
#include "lbl/base/random.hpp"
#include "lbl/stats/distributions.hpp"

namespace lbl::agree {

namespace {

constexpr std::uint64_t kMostItems = 1'000'000'000'000;

State whole_state(const model::TaskRatings& ratings, const Scale& scale) {
  State state;
  std::vector<std::uint32_t> row;
  for (std::size_t item = 0; item < ratings.items(); ++item) {
    const std::uint64_t begin = ratings.item_begin[item], end = ratings.item_begin[item + 1];
    if (begin == end) continue;
    row.clear();
    for (std::uint64_t i = begin; i < end; ++i) {
      row.push_back(ratings.annotators[i]);
      state.add_annotator(ratings.annotators[i]);
    }
    for (std::uint64_t i = begin; i < end; ++i) row.push_back(scale.code(ratings.values[i]));
    state.rows.add(row);
    row.erase(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(row.size() / 2));
    std::sort(row.begin(), row.end());
    state.answers.add(row);
  }
  return state;
}

/// Two of the answers of each item, drawn at random; items with fewer are left out.
State with_two_answers(const State& whole, std::uint64_t seed) {
  State state;
  state.annotators = whole.annotators;
  State nameless;
  nameless.answers = whole.answers;
  base::Random random(seed, "plan-width");
  std::vector<std::uint32_t> codes;
  for (const std::size_t pattern : nameless_order(nameless)) {
    const auto answers = whole.answers.codes(pattern);
    const std::uint64_t count = whole.answers.count(pattern);
    if (answers.size() < 2) continue;
    for (std::uint64_t item = 0; item < count; ++item) {
      const std::uint64_t first = random.below(answers.size());
      std::uint64_t second = random.below(answers.size() - 1);
      second += second >= first ? 1 : 0;
      codes = {answers[first], answers[second]};
      std::sort(codes.begin(), codes.end());
      state.answers.add(codes);
    }
  }
  return state;
}

/// Items for an interval of this width when variance times items is `unit_variance`; the quantile
/// of t depends on the number, which settles in a few rounds.
std::uint64_t items_for(double unit_variance, double width, double level) {
  double items = 30;
  constexpr int kRounds = 20;
  for (int round = 0; round < kRounds; ++round) {
    const double t = stats::t_quantile(0.5 + level / 2, std::max(1.0, items - 1));
    items = std::max(2.0, 4 * t * t * unit_variance / (width * width));
  }
  return items > static_cast<double>(kMostItems) ? kMostItems
                                                 : static_cast<std::uint64_t>(std::ceil(items));
}

std::optional<double> unit_variance(const Figure& figure) {
  const auto& se = figure.estimate.se;
  if (!figure.estimate.value || !se || *se <= 0) return std::nullopt;
  return *se * *se * static_cast<double>(figure.items_rated);
}

}  // namespace

std::vector<WidthPlan> plan_width(const model::TaskRatings& ratings, double width,
                                  const Options& options) {
  const Scale scale(ratings, options.labels);
  const State whole = whole_state(ratings, scale);
  const FigureMaker maker(scale, requests_for(options, ratings, scale, whole.annotator_count()),
                          {options.missing, options.level, 0});
  const std::vector<Measure> measures = maker.measures(whole);
  double answers = 0, items = 0, most = 0;
  for (std::size_t i = 0; i < whole.answers.size(); ++i) {
    const auto count = static_cast<double>(whole.answers.count(i));
    const auto size = static_cast<double>(whole.answers.codes(i).size());
    answers += count * size;
    items += count;
    most = std::max(most, size);
  }
  std::vector<Measure> of_two;
  if (most > 2) of_two = maker.measures(with_two_answers(whole, options.seed));
  std::vector<WidthPlan> plans;
  for (std::size_t m = 0; m < measures.size(); ++m) {
    const Measure& measure = measures[m];
    if (!measure.form.empty()) continue;  // intervals of F do not shrink by this rule
    WidthPlan& plan = plans.emplace_back();
    plan.task = ratings.task.name;
    plan.coefficient = measure.coefficient;
    plan.metric = measure.metric;
    plan.weights = measure.weights;
    plan.width = width;
    plan.items_now = measure.figure.items_rated;
    const std::optional<double> now = unit_variance(measure.figure);
    if (!now) continue;
    const auto n = static_cast<double>(measure.figure.items_rated);
    plan.width_now = 2 * *measure.figure.estimate.se *
                     stats::t_quantile(0.5 + options.level / 2, std::max(1.0, n - 1));
    plan.items = items_for(*now, width, options.level);
    if (of_two.empty() || measure.coefficient->identity == Identity::kept) continue;
    const std::optional<double> two = unit_variance(of_two[m].figure);
    const double mean = answers / items;
    if (!two || mean <= 2) continue;
    // a + b / answers; more answers never make it worse.
    const double b = std::max(0.0, (*two - *now) / (0.5 - 1 / mean));
    const double a = std::max(0.0, *two - b / 2);
    const auto last = static_cast<std::uint64_t>(std::ceil(2 * mean));
    constexpr std::uint64_t kMostAnswers = 20;
    for (std::uint64_t each = 2; each <= std::min(last, kMostAnswers); ++each) {
      const double unit = a + b / static_cast<double>(each);
      if (unit > 0) plan.by_answers.emplace_back(each, items_for(unit, width, options.level));
    }
  }
  return plans;
}

}  // namespace lbl::agree
