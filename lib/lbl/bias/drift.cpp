// Drift over time: every measure window by window, its changes, and the annotators that change.
#include "lbl/bias/drift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "lbl/base/threads.hpp"
#include "lbl/bias/cut_report.hpp"
#include "lbl/bias/each_scoring.hpp"
#include "lbl/bias/family.hpp"
#include "lbl/bias/labels.hpp"
#include "lbl/bias/shift.hpp"
#include "lbl/stats/change_point.hpp"

namespace lbl::bias {
namespace {

/// From so many series of annotators on, bridges would take too long.
constexpr std::size_t kManySeries = 2000;

struct SeriesVariance {
  double of_one = 0;         ///< of one answer, dependence counted in
  double design_effect = 1;  ///< by how much that is more than of an independent answer
};

/// Pools the variances of the windows' figures.
SeriesVariance pooled_variance(const std::vector<SliceEntry>& windows) {
  double clustered = 0;
  double independent = 0;
  double answers = 0;
  double amount = 0;
  for (const SliceEntry& entry : windows) {
    const auto n = static_cast<double>(entry.answers);
    const double value = entry.estimate.value.value_or(0);
    amount += n * value;
    answers += n;
    if (!entry.estimate.se) continue;
    clustered += n * n * *entry.estimate.se * *entry.estimate.se;
    independent += n * value * (1 - value);
  }
  SeriesVariance variance;
  if (!(answers > 0)) return variance;
  if (!is_share(windows.front().measure)) {
    variance.of_one = clustered / answers;
    return variance;
  }
  const double all = amount / answers;
  if (independent > 0) variance.design_effect = std::max(1.0, clustered / independent);
  variance.of_one = all * (1 - all) * variance.design_effect;
  return variance;
}

class DriftComputer {
 public:
  DriftComputer(const model::RatingsTable& table, const BiasSpec& spec, const DriftSpec& asked)
      : table_(table),
        spec_(spec),
        column_(asked.time_column),
        times_(model::time_windows(table, asked)) {
    spec_.reference = Reference::rest;
    result_.field = table.columns[column_].field;
    result_.false_alarm_rate = 1 - spec.level;
  }

  DriftResult run() {
    for (std::size_t task = 0; task < table_.tasks.size(); ++task) {
      design_effects_.clear();
      each_scoring(table_, task, spec_, [&](Scoring scoring) { follow(task, std::move(scoring)); });
      add_shifts(task);
    }
    keep_furthest_annotators();
    result_.windows = std::move(times_.windows);
    result_.untimed = times_.untimed;
    if (!times_.unreadable.empty()) {
      result_.notes.push_back({"times-left-out", std::move(times_.unreadable)});
    }
    return std::move(result_);
  }

 private:
  /// The windows of a measure as slices of a cut. Rows without a time do not count.
  std::shared_ptr<const CodedCut> cut_of(Scoring& scoring) const {
    auto coded = std::make_shared<CodedCut>();
    coded->cut.fields = {table_.columns[column_].field};
    for (const DriftWindow& window : times_.windows)
      coded->cut.slices.push_back({{window.name}, 0});
    coded->codes = times_.of_rows(scoring.rows.columns[column_]);
    std::vector<std::uint32_t> classes(scoring.rows.classes.begin(), scoring.rows.classes.end());
    for (std::size_t row = 0; row < classes.size(); ++row) {
      if (coded->codes[row] != model::TimeWindows::kNone) continue;
      classes[row] = Scoring::kNotCounted;
      coded->codes[row] = 0;
    }
    scoring.own_classes = std::move(classes);
    scoring.rows.classes = scoring.own_classes;
    return coded;
  }

  void follow(std::size_t task, Scoring scoring) {
    if (times_.windows.empty()) return;
    const std::shared_ptr<const CodedCut> coded = cut_of(scoring);
    CutContext context(table_, std::move(scoring), spec_);
    CutReport report = cut_report(context, coded);
    Baseline all;
    std::size_t target = 0;
    all.rows.resize(context.scoring().targets.size() * times_.windows.size(), 0);
    all.amounts = all.rows;
    for (std::size_t i = 0; i < report.slices.size();) {
      DriftSeries series;
      series.task = task;
      series.label = report.slices[i].label;
      series.measure = report.slices[i].measure;
      while (i < report.slices.size() && report.slices[i].label == series.label) {
        const SliceEntry& entry = report.slices[i];
        if (target < context.scoring().targets.size()) {
          const std::size_t cell = entry.slice * context.scoring().targets.size() + target;
          all.rows[cell] = static_cast<double>(entry.answers);
          all.amounts[cell] = all.rows[cell] * entry.estimate.value.value_or(0);
        }
        series.windows.push_back(std::move(report.slices[i++]));
      }
      ++target;
      find_changes(series);
      result_.series.push_back(std::move(series));
    }
    if (!context.scoring().rows.annotators.empty() && target == context.scoring().targets.size()) {
      follow_annotators(task, context, *coded, std::move(all));
    }
  }

  void find_changes(DriftSeries& series) {
    const SeriesVariance variance = pooled_variance(series.windows);
    if (series.measure == Measure::rate) design_effects_.push_back(variance.design_effect);
    if (series.windows.size() < 2) return;
    std::vector<stats::SeriesStep> steps;
    for (const SliceEntry& entry : series.windows) {
      const auto n = static_cast<double>(entry.answers);
      steps.push_back({n * entry.estimate.value.value_or(0), n});
    }
    const stats::ChangePoints points = stats::change_points(
        steps, variance.of_one, result_.false_alarm_rate,
        {spec_.seed, fmt::format("drift\n{}\n{}\n{}", series.task, measure_name(series.measure),
                                 series.label.value_or(""))});
    series.p = points.p;
    for (const stats::MeanChange& change : points.changes) {
      series.changes.push_back(
          {series.windows[change.at].slice, change.before, change.after, change.p});
    }
  }

  /// Sums of one annotator in each window, per target.
  struct OwnSums {
    std::vector<double> rows;              ///< per window
    std::vector<double> amounts, squares;  ///< window * targets + target, as figures
  };

  /// What annotators are held against: everybody's answers in each window.
  struct Baseline {
    std::vector<double> rows, amounts;  ///< window * targets + target, as figures
    /// annotator * targets + target: whose answers are no longer in it.
    std::vector<bool> is_out;
  };

  /// Holds every annotator against the others. Who drifts would drag the others' baseline along,
  /// and they would seem to drift the other way: those found are taken out of it and all are held
  /// against what remains.
  void follow_annotators(std::size_t task, CutContext& context, const CodedCut& coded,
                         Baseline baseline) {
    constexpr int kMostRounds = 3;
    const Clusters annotators = context.annotators();
    const std::size_t targets = context.scoring().targets.size();
    baseline.is_out.assign(annotators.size() * targets, false);
    std::vector<Followed> found;
    for (int round = 1;; ++round) {
      found = follow_each(task, context.scoring(), coded, annotators, baseline);
      if (round == kMostRounds) break;
      if (!take_out(found, context.scoring(), coded, annotators, baseline)) break;
    }
    for (Followed& one : found) result_.annotators.push_back(std::move(one.drift));
  }

  struct Followed {
    std::size_t annotator = 0, target = 0;
    AnnotatorDrift drift;
  };

  std::vector<Followed> follow_each(std::size_t task, const Scoring& scoring, const CodedCut& coded,
                                    const Clusters& annotators, const Baseline& baseline) const {
    const std::size_t targets = scoring.targets.size();
    const stats::CusumTest test = annotators.size() * targets > kManySeries
                                      ? stats::CusumTest::limit
                                      : stats::CusumTest::bridges;
    std::vector<std::vector<Followed>> found(annotators.size());
    base::parallel_for(spec_.threads, annotators.size(), [&](std::size_t annotator) {
      if (annotators.begin[annotator + 1] - annotators.begin[annotator] < kManyClusters) return;
      const OwnSums sums = own_sums(scoring, coded, annotators, annotator);
      for (std::size_t target = 0; target < targets; ++target) {
        Followed one{annotator, target, {}};
        one.drift.task = task;
        one.drift.label = scoring.targets[target].label;
        one.drift.measure = scoring.measure;
        one.drift.annotator = table_.annotators[annotator];
        const bool is_out = baseline.is_out[annotator * targets + target];
        if (follow_one(sums, target, targets, baseline, is_out, test, one.drift)) {
          found[annotator].push_back(std::move(one));
        }
      }
    });
    std::vector<Followed> all;
    for (std::vector<Followed>& own : found) {
      for (Followed& one : own) all.push_back(std::move(one));
    }
    return all;
  }

  /// Takes the annotators that change for certain (Bonferroni), and by more than half as much as
  /// the furthest, out of the baseline of their target. Whether there was anyone new.
  bool take_out(const std::vector<Followed>& found, const Scoring& scoring, const CodedCut& coded,
                const Clusters& annotators, Baseline& baseline) const {
    const std::size_t targets = scoring.targets.size();
    const double limit = result_.false_alarm_rate / static_cast<double>(found.size());
    const auto change = [](const Followed& one) {
      return std::fabs(one.drift.after - one.drift.before);
    };
    const auto is_certain = [&](const Followed& one) {
      return one.drift.window && one.drift.p && *one.drift.p <= limit;
    };
    std::vector<double> furthest(targets, 0);
    for (const Followed& one : found) {
      if (is_certain(one)) furthest[one.target] = std::max(furthest[one.target], change(one));
    }
    bool is_new = false;
    for (const Followed& one : found) {
      if (!is_certain(one) || change(one) <= furthest[one.target] / 2) continue;
      const std::size_t own_cell = one.annotator * targets + one.target;
      if (baseline.is_out[own_cell]) continue;
      is_new = baseline.is_out[own_cell] = true;
      const OwnSums sums = own_sums(scoring, coded, annotators, one.annotator);
      for (std::size_t window = 0; window < sums.rows.size(); ++window) {
        const std::size_t cell = window * targets + one.target;
        baseline.rows[cell] -= sums.rows[window];
        baseline.amounts[cell] -= sums.amounts[cell];
      }
    }
    return is_new;
  }

  OwnSums own_sums(const Scoring& scoring, const CodedCut& coded, const Clusters& annotators,
                   std::size_t annotator) const {
    const std::size_t targets = scoring.targets.size();
    OwnSums sums;
    sums.rows.assign(times_.windows.size(), 0);
    sums.amounts.assign(times_.windows.size() * targets, 0);
    sums.squares = sums.amounts;
    for (std::uint64_t at = annotators.begin[annotator]; at < annotators.begin[annotator + 1];
         ++at) {
      const std::uint32_t row = annotators.row(at);
      const std::uint32_t row_class = scoring.rows.classes[row];
      if (row_class == Scoring::kNotCounted) continue;
      const std::size_t window = coded.codes[row];
      ++sums.rows[window];
      for (std::uint32_t i = scoring.first[row_class]; i < scoring.first[row_class + 1]; ++i) {
        const Score& score = scoring.scores[i];
        const double amount =
            scoring.targets[score.target].unit * static_cast<double>(score.amount);
        sums.amounts[window * targets + score.target] += amount;
        sums.squares[window * targets + score.target] += amount * amount;
      }
    }
    for (std::size_t cell = 0; cell < sums.amounts.size(); ++cell) {
      // Amounts are counted from the target's offset.
      const double offset = scoring.targets[cell % targets].offset;
      const double rows = sums.rows[cell / targets];
      sums.squares[cell] += 2 * offset * sums.amounts[cell] + offset * offset * rows;
      sums.amounts[cell] += offset * rows;
    }
    return sums;
  }

  /// Whether there was enough to test: each window where others answered as well.
  bool follow_one(const OwnSums& sums, std::size_t target, std::size_t targets,
                  const Baseline& baseline, bool is_out, stats::CusumTest test,
                  AnnotatorDrift& drift) const {
    std::vector<stats::SeriesStep> steps;
    std::vector<std::size_t> windows;
    double rows = 0;
    double residual = 0;
    double square = 0;
    for (std::size_t window = 0; window < sums.rows.size(); ++window) {
      const std::size_t cell = window * targets + target;
      const double n = sums.rows[window];
      const double amount = sums.amounts[cell];
      const double others = baseline.rows[cell] - (is_out ? 0 : n);
      if (n == 0 || others <= 0) continue;
      const double mean = (baseline.amounts[cell] - (is_out ? 0 : amount)) / others;
      // The others' mean is uncertain as well: a difference of means is worth so many answers.
      const double worth = n * others / (n + others);
      steps.push_back({worth * (amount / n - mean), worth});
      windows.push_back(window);
      rows += n;
      residual += amount - n * mean;
      square += sums.squares[cell] - 2 * mean * amount + n * mean * mean;
    }
    if (rows < static_cast<double>(kManyClusters) || steps.size() < 2) return false;
    const double variance = square / rows - residual / rows * (residual / rows);
    const stats::ChangePoints points = stats::change_points(
        steps, variance, result_.false_alarm_rate,
        {spec_.seed, fmt::format("drift\n{}\n{}\n{}\n{}", drift.task, measure_name(drift.measure),
                                 drift.label.value_or(""), drift.annotator)},
        test);
    drift.answers = static_cast<std::uint64_t>(rows);
    drift.p = points.p;
    if (!points.changes.empty()) {
      const auto first = std::min_element(points.changes.begin(), points.changes.end(),
                                          [](const auto& a, const auto& b) { return a.p < b.p; });
      drift.window = windows[first->at];
      drift.before = first->before;
      drift.after = first->after;
    }
    return true;
  }

  void add_shifts(std::size_t task_at) {
    const model::TaskRatings& task = table_.tasks[task_at];
    const std::vector<std::uint32_t> windows = times_.of_rows(task.columns[column_]);
    std::vector<std::vector<std::uint64_t>> counts(
        times_.windows.size(), std::vector<std::uint64_t>(task.categories.size(), 0));
    std::vector<std::uint64_t> items(times_.windows.size(), 0), all(task.categories.size(), 0);
    std::vector<std::size_t> last_item(times_.windows.size(), SIZE_MAX);
    for (std::size_t item = 0; item < task.items(); ++item) {
      for (std::uint64_t row = task.item_begin[item]; row < task.item_begin[item + 1]; ++row) {
        const std::uint32_t window = windows[row];
        if (window == model::TimeWindows::kNone) continue;
        ++counts[window][task.values[row]];
        ++all[task.values[row]];
        if (last_item[window] != item) ++items[window];
        last_item[window] = item;
      }
    }
    if (counts.size() < 2) return;
    double design_effect = answers_per_item(task);
    if (!design_effects_.empty()) {
      design_effect = 0;
      for (const double one : design_effects_) design_effect += one;
      design_effect /= static_cast<double>(design_effects_.size());
    }
    const ShiftBins bins = shift_bins(task, all, counts.front());
    const std::vector<double> base = histogram(bins, counts.front());
    for (std::size_t window = 1; window < counts.size(); ++window) {
      Shift shift;
      shift.task = task_at;
      shift.window = window;
      for (const std::uint64_t count : counts[window]) shift.answers += count;
      for (const std::uint64_t count : counts.front()) shift.base_answers += count;
      shift.items = std::min(items[window], items.front());
      if (shift.answers == 0 || shift.base_answers == 0) continue;
      measure_shift(base, histogram(bins, counts[window]), design_effect, shift);
      result_.shifts.push_back(std::move(shift));
    }
  }

  static std::vector<double> histogram(const ShiftBins& bins,
                                       const std::vector<std::uint64_t>& counts) {
    std::vector<double> histogram(bins.bins, 0);
    for (std::size_t c = 0; c < counts.size(); ++c) {
      for (const std::uint32_t bin : bins.of_category[c]) {
        histogram[bin] += static_cast<double>(counts[c]);
      }
    }
    return histogram;
  }

  void correct() {
    const auto each = [&](auto&& body) {
      for (DriftSeries& one : result_.series) body(one);
      for (Shift& one : result_.shifts) body(one);
      for (AnnotatorDrift& one : result_.annotators) body(one);
    };
    set_q(each, spec_.correction, spec_.level);
  }

  /// All annotators were tested; those that stand out are told.
  void keep_furthest_annotators() {
    correct();
    std::vector<AnnotatorDrift>& all = result_.annotators;
    result_.annotators_tested = all.size();
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.p < b.p; });
    std::size_t kept = 0;
    while (kept < all.size() && kept < kMostAnnotatorDrifts && all[kept].window) ++kept;
    all.resize(kept);
  }

  const model::RatingsTable& table_;
  BiasSpec spec_;
  std::size_t column_;
  model::TimeWindows times_;
  std::vector<double> design_effects_;  ///< of the rates of the task at hand
  DriftResult result_;
};

}  // namespace

DriftResult drift(const model::RatingsTable& table, const BiasSpec& spec, const DriftSpec& asked) {
  return DriftComputer(table, spec, asked).run();
}

}  // namespace lbl::bias
