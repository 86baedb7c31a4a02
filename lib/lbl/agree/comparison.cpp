// Resamples items with the answers of both sides together.
#include "lbl/agree/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <tuple>

#include "lbl/agree/agreement.hpp"
#include "lbl/agree/bootstrap.hpp"
#include "lbl/agree/figures.hpp"
#include "lbl/agree/request.hpp"
#include "lbl/agree/scale.hpp"
#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/stats/distributions.hpp"

namespace lbl::agree {

namespace {

constexpr std::uint64_t kReplicates = 1000;
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

/// One side of the comparison.
struct Side {
  State state;
  std::vector<std::uint64_t> signatures;  ///< of the rows
  std::vector<std::size_t> answers_of;    ///< per row its pattern of answers

  std::size_t add(const std::vector<std::uint32_t>& annotators,
                  const std::vector<std::uint32_t>& codes) {
    if (codes.empty()) return kNone;
    std::vector<std::uint32_t> row = annotators;
    row.insert(row.end(), codes.begin(), codes.end());
    state.rows.add(row);
    const std::size_t index = *state.rows.find(row);
    row = codes;
    std::sort(row.begin(), row.end());
    state.answers.add(row);
    for (const std::uint32_t annotator : annotators) state.add_annotator(annotator);
    return index;
  }
};

/// Items by what both sides answered.
struct Joint {
  Side first, second;
  model::PatternCounts pairs;  ///< (row of the first + 1, row of the second + 1); 0: none
  std::uint64_t both = 0;
};

std::uint32_t value_number(const model::RatingsTable& table, std::size_t column,
                           const std::string& value) {
  const std::vector<std::string>& values = table.column_values[column];
  const auto found = std::find(values.begin(), values.end(), value);
  if (found == values.end()) {
    constexpr std::size_t kShown = 300;
    throw base::Error(
        base::ErrorKind::input,
        fmt::format("--compare: no record has {} = {}{}; there are {}", table.columns[column].name,
                    base::quoted(value), base::did_you_mean(value, values),
                    base::escaped(base::join(values, ", "), kShown)));
  }
  return static_cast<std::uint32_t>(found - values.begin());
}

Joint count_joint(const model::RatingsTable& table, const model::TaskRatings& ratings,
                  const Scale& scale, const ComparisonSpec& spec) {
  const std::uint32_t first = value_number(table, spec.column, spec.first);
  const std::uint32_t second = value_number(table, spec.column, spec.second);
  const std::vector<std::uint32_t>& values = ratings.columns[spec.column];
  Joint joint;
  std::vector<std::uint32_t> annotators, codes;
  const auto add_side = [&](std::size_t item, std::uint32_t value, Side& side) {
    annotators.clear();
    codes.clear();
    for (std::uint64_t i = ratings.item_begin[item]; i < ratings.item_begin[item + 1]; ++i) {
      if (values[i] != value) continue;
      annotators.push_back(ratings.annotators[i]);
      codes.push_back(scale.code(ratings.values[i]));
    }
    return side.add(annotators, codes);
  };
  for (std::size_t item = 0; item < ratings.items(); ++item) {
    const std::size_t of_first = add_side(item, first, joint.first);
    const std::size_t of_second = add_side(item, second, joint.second);
    if (of_first == kNone && of_second == kNone) continue;
    joint.both += of_first != kNone && of_second != kNone ? 1 : 0;
    joint.pairs.add(std::vector<std::uint32_t>{static_cast<std::uint32_t>(of_first + 1),
                                               static_cast<std::uint32_t>(of_second + 1)});
  }
  for (Side* side : {&joint.first, &joint.second}) {
    side->signatures = row_signatures(side->state.rows);
    side->answers_of = answer_pattern_of_rows(side->state);
  }
  return joint;
}

/// The kinds of items in an order without names.
std::vector<std::size_t> joint_order(const Joint& joint) {
  std::vector<std::size_t> order(joint.pairs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t pair) {
    const auto rows = joint.pairs.codes(pair);
    const auto of = [](const Side& side, std::uint32_t row) {
      return row == 0 ? std::uint64_t{0} : side.signatures[row - 1];
    };
    return std::tuple(of(joint.first, rows[0]), of(joint.second, rows[1]), joint.pairs.count(pair));
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return order;
}

/// One worker of the bootstrap: the differences under other counts of the kinds of items.
class Differences {
 public:
  Differences(const FigureMaker& maker, const Joint& joint, const std::vector<std::size_t>& order)
      : joint_(joint),
        order_(order),
        first_(maker, joint.first.state),
        second_(maker, joint.second.state) {}

  std::vector<double> values(std::span<const std::uint64_t> drawn) {
    const std::vector<double> a = side(joint_.first, 0, drawn, first_);
    const std::vector<double> b = side(joint_.second, 1, drawn, second_);
    std::vector<double> differences;
    for (std::size_t i = 0; i < a.size(); ++i) differences.push_back(a[i] - b[i]);
    return differences;
  }

 private:
  std::vector<double> side(const Side& of, std::size_t which, std::span<const std::uint64_t> drawn,
                           FigureMaker::Recount& recount) {
    std::vector<std::uint64_t> rows(of.state.rows.size(), 0), answers(of.state.answers.size(), 0);
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const std::uint32_t row = joint_.pairs.codes(order_[i])[which];
      if (row == 0) continue;
      rows[row - 1] += drawn[i];
      answers[of.answers_of[row - 1]] += drawn[i];
    }
    return recount.values(answers, rows);
  }

  const Joint& joint_;
  const std::vector<std::size_t>& order_;
  FigureMaker::Recount first_, second_;
};

void add_difference(const stats::BootstrapFigure& bootstrap, double observed,
                    Comparison& comparison) {
  if (!std::isfinite(observed)) {
    comparison.difference = stats::Estimate::undefined(
        "undefined-side", "one of the two has no value: " + (comparison.of_first.value
                                                                 ? comparison.of_second.message
                                                                 : comparison.of_first.message));
    return;
  }
  stats::Estimate& difference = comparison.difference;
  difference.value = observed;
  difference.se = bootstrap.se;
  difference.ci = bootstrap.bca ? bootstrap.bca : bootstrap.percentile;
  for (const stats::Estimate* side : {&comparison.of_first, &comparison.of_second}) {
    if (side->status == stats::Status::ok) continue;
    difference.status = side->status;
    difference.reason = side->reason;
    difference.message = side->message;
  }
  if (bootstrap.se && *bootstrap.se > 0) {
    comparison.p = 2 * stats::normal_cdf(-std::fabs(observed) / *bootstrap.se);
  }
}

}  // namespace

std::vector<Comparison> compare(const model::RatingsTable& table, const model::TaskRatings& ratings,
                                const ComparisonSpec& spec, const Options& options) {
  const Scale scale(ratings, options.labels);
  const Joint joint = count_joint(table, ratings, scale, spec);
  const std::uint64_t annotators =
      std::max(joint.first.state.annotator_count(), joint.second.state.annotator_count());
  const FigureMaker maker(scale, requests_for(options, ratings, scale, annotators),
                          {options.missing, options.level, 0});
  const std::vector<Measure> first = maker.measures(joint.first.state);
  const std::vector<Measure> second = maker.measures(joint.second.state);
  const std::vector<std::size_t> order = joint_order(joint);
  std::vector<std::uint64_t> counts;
  for (const std::size_t pair : order) counts.push_back(joint.pairs.count(pair));
  std::vector<double> observed;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const auto& a = first[i].figure.estimate.value;
    const auto& b = second[i].figure.estimate.value;
    observed.push_back(a && b ? *a - *b : kNoValue);
  }
  const stats::BootstrapSpec how{options.bootstrap > 0 ? options.bootstrap : kReplicates,
                                 options.seed, "compare/" + ratings.task.name, options.level,
                                 options.threads};
  const auto bootstrap = stats::bootstrap(counts, how, observed, [&] {
    const auto differences = std::make_shared<Differences>(maker, joint, order);
    return stats::Statistics(
        [differences](std::span<const std::uint64_t> drawn) { return differences->values(drawn); });
  });
  std::vector<Comparison> comparisons;
  for (std::size_t i = 0; i < first.size(); ++i) {
    Comparison& comparison = comparisons.emplace_back();
    comparison.task = ratings.task.name;
    comparison.field = table.columns[spec.column].name;
    comparison.first = spec.first;
    comparison.second = spec.second;
    comparison.coefficient = first[i].coefficient;
    comparison.metric = first[i].metric;
    comparison.weights = first[i].weights;
    comparison.form = first[i].form;
    comparison.of_first = first[i].figure.estimate;
    comparison.of_second = second[i].figure.estimate;
    comparison.items_first = first[i].figure.items;
    comparison.items_second = second[i].figure.items;
    comparison.items_both = joint.both;
    add_difference(bootstrap[i], observed[i], comparison);
  }
  return comparisons;
}

}  // namespace lbl::agree
