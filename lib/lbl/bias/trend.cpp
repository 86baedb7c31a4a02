// Does a measure rise or fall along slices that have an order?
#include "lbl/bias/trend.hpp"

#include <array>
#include <cmath>
#include <vector>

#include "lbl/stats/distributions.hpp"

namespace lbl::bias {
namespace {

/// Answers and their summed amounts in a slice with a score.
struct Step {
  double score = 0, rows = 0, y = 0, squares = 0;
};

/// The means and sums of squares around them of all steps together.
struct Line {
  double rows = 0, mean_score = 0, mean = 0;
  double score_squares = 0, products = 0, squares = 0;

  double slope() const { return products / score_squares; }
};

double amount_of(const Scoring& scoring, std::size_t target, std::uint32_t row_class) {
  double y = 0;
  for (std::uint32_t i = scoring.first[row_class]; i < scoring.first[row_class + 1]; ++i) {
    if (scoring.scores[i].target == target) {
      y += scoring.targets[target].unit * static_cast<double>(scoring.scores[i].amount);
    }
  }
  return y;
}

/// Sums in whole numbers by slice and class first, so that the order of the rows does not matter.
std::vector<Step> steps(const CodedCut& cut, const Scoring& scoring, std::size_t target) {
  const std::size_t classes = scoring.first.size() - 1;
  std::vector<std::vector<std::uint64_t>> counts(cut.cut.slices.size());
  for (std::size_t row = 0; row < scoring.rows.size(); ++row) {
    const std::uint32_t row_class = scoring.rows.classes[row];
    if (row_class == Scoring::kNotCounted || !cut.scores[cut.codes[row]]) continue;
    std::vector<std::uint64_t>& own = counts[cut.codes[row]];
    if (own.empty()) own.resize(classes, 0);
    ++own[row_class];
  }
  std::vector<Step> found;
  for (std::size_t slice = 0; slice < counts.size(); ++slice) {
    if (counts[slice].empty()) continue;
    Step& step = found.emplace_back();
    step.score = *cut.scores[slice];
    for (std::uint32_t c = 0; c < classes; ++c) {
      if (counts[slice][c] == 0) continue;
      const auto rows = static_cast<double>(counts[slice][c]);
      const double y = amount_of(scoring, target, c);
      step.rows += rows;
      step.y += rows * y;
      step.squares += rows * y * y;
    }
  }
  return found;
}

Line line_through(const std::vector<Step>& steps) {
  Line line;
  double scores = 0;
  double y = 0;
  for (const Step& step : steps) {
    line.rows += step.rows;
    scores += step.rows * step.score;
    y += step.y;
  }
  line.mean_score = scores / line.rows;
  line.mean = y / line.rows;
  for (const Step& step : steps) {
    const double x = step.score - line.mean_score;
    line.score_squares += step.rows * x * x;
    line.products += x * (step.y - step.rows * line.mean);
    line.squares += step.squares - 2 * line.mean * step.y + step.rows * line.mean * line.mean;
  }
  return line;
}

}  // namespace

std::optional<Trend> trend(const CodedCut& cut, const Scoring& scoring, std::size_t target,
                           Cluster cluster, const RowOrder& order, double level) {
  if (cut.scores.empty()) return std::nullopt;
  const std::vector<Step> found = steps(cut, scoring, target);
  if (found.size() < 3) return std::nullopt;
  const Line line = line_through(found);
  if (!(line.score_squares > 0 && line.squares > 0)) return std::nullopt;
  const auto influence = [&](std::size_t row, std::array<double, 2>& values) {
    const std::uint32_t row_class = scoring.rows.classes[row];
    if (row_class == Scoring::kNotCounted || !cut.scores[cut.codes[row]]) return false;
    const double x = *cut.scores[cut.codes[row]] - line.mean_score;
    const double y = amount_of(scoring, target, row_class) - line.mean;
    values = {x * y, x * (y - line.slope() * x)};
    return true;
  };
  const ClusterSquares<2> squares(order, influence);
  const bool independent = cluster == Cluster::none;
  Trend trend;
  trend.test =
      scoring.is_share && independent ? TrendTest::cochran_armitage : TrendTest::linear_by_linear;
  trend.slope.value = line.slope();
  const double degrees = static_cast<double>(squares.clusters(cluster)) - 1;
  if (const auto variance = squares.variance(1, cluster)) {
    trend.slope.se = std::sqrt(*variance) / line.score_squares;
    const double half = *trend.slope.se * stats::t_quantile(0.5 + level / 2, degrees);
    trend.slope.ci = stats::Interval{line.slope() - half, line.slope() + half, level, "linearised"};
  }
  if (squares.clusters(cluster) < kReliableClusters) {
    trend.slope.status = stats::Status::unreliable;
    trend.slope.reason = "few-clusters";
    trend.slope.message = "only " + std::to_string(squares.clusters(cluster)) + " clusters";
  }
  const double total = scoring.is_share && independent ? line.rows : line.rows - 1;
  const auto variance = independent ? std::optional(line.score_squares * line.squares / total)
                                    : squares.variance(0, cluster);
  if (!variance || !(*variance > 0)) return trend;
  trend.statistic = line.products * line.products / *variance;
  trend.p = independent ? stats::chi_square_upper(*trend.statistic, 1)
                        : stats::f_upper(*trend.statistic, 1, degrees);
  return trend;
}

}  // namespace lbl::bias
