// Windows as independent estimates of one error an item: are they alike, do they rise or fall?
#include "lbl/agree/drift.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "lbl/agree/agreement.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/exact_sum.hpp"

namespace lbl::agree {

namespace {

constexpr std::uint64_t kFewWindows = 3;  ///< for a trend: two lie on a line always
constexpr double kFewItems = 10;

/// One window: how many came before it, and its estimate; `weight` is 1 / its variance.
struct Window {
  double at, value, items, weight;
};

/// A coefficient and its windows.
struct Series {
  explicit Series(const Measure& measure) : first(&measure) {}

  const Measure* first;
  std::vector<Window> windows;
  std::uint64_t all = 0;

  void add(const Measure& measure) {
    const stats::Estimate& estimate = measure.figure.estimate;
    const auto at = static_cast<double>(all++);
    const auto items = static_cast<double>(measure.figure.items);
    if (!estimate.value || !estimate.se || items == 0) return;
    windows.push_back({at, *estimate.value, items, 0});
    squares_.add(items * items * *estimate.se * *estimate.se);
    all_items_ += items;
  }

  /// False when the windows have no variance.
  bool weigh() {
    const double variance = squares_.value() / all_items_;  // of one item
    for (Window& window : windows) window.weight = window.items / variance;
    return variance > 0;
  }

 private:
  stats::ExactSum squares_;
  double all_items_ = 0;
};

bool is_same_figure(const Measure& a, const Measure& b) {
  return std::tie(a.coefficient, a.metric, a.weights, a.form) ==
         std::tie(b.coefficient, b.metric, b.weights, b.form);
}

/// The sum over windows of weight times `term`.
template <class Term>
double weighted(const std::vector<Window>& windows, Term&& term) {
  stats::ExactSum sum;
  for (const Window& window : windows) sum.add(window.weight * term(window));
  return sum.value();
}

void add_trend(const std::vector<Window>& windows, double mean, double level, Drift& drift) {
  const double total = weighted(windows, [](const Window&) { return 1.0; });
  const double center = weighted(windows, [](const Window& window) { return window.at; }) / total;
  const double spread =
      weighted(windows, [&](const Window& window) { return std::pow(window.at - center, 2); });
  const double slope =
      weighted(windows,
               [&](const Window& window) { return (window.at - center) * (window.value - mean); }) /
      spread;
  const double se = 1 / std::sqrt(spread);
  const double reach = stats::normal_quantile(0.5 + level / 2) * se;
  drift.trend.value = slope;
  drift.trend.se = se;
  drift.trend.ci = stats::Interval{slope - reach, slope + reach, level, "normal"};
  drift.trend_p = 2 * stats::normal_cdf(-std::fabs(slope) / se);
}

/// Why there is no test.
void set_undefined(const char* reason, std::string message, Drift& drift) {
  drift.trend = stats::Estimate::undefined(reason, message);
  drift.status = stats::Status::undefined;
  drift.reason = reason;
  drift.message = std::move(message);
}

void add_tests(const std::vector<Window>& windows, double level, Drift& drift) {
  const double mean = weighted(windows, [](const Window& window) { return window.value; }) /
                      weighted(windows, [](const Window&) { return 1.0; });
  drift.q =
      weighted(windows, [&](const Window& window) { return std::pow(window.value - mean, 2); });
  drift.p = stats::chi_square_upper(*drift.q, static_cast<double>(drift.windows - 1));
  if (drift.windows < kFewWindows) {
    drift.trend = stats::Estimate::undefined("few-windows", "two windows always lie on a line");
  } else {
    add_trend(windows, mean, level, drift);
  }
  const bool is_thin = std::any_of(windows.begin(), windows.end(),
                                   [](const Window& window) { return window.items < kFewItems; });
  if (!is_thin) return;
  drift.status = stats::Status::unreliable;
  drift.reason = "few-items";
  drift.message = "a window has fewer than 10 items with two answers";
  if (drift.trend.value) {
    drift.trend.status = drift.status;
    drift.trend.reason = drift.reason;
    drift.trend.message = drift.message;
  }
}

Drift drift_of(Series& series, const std::string& field, double level) {
  Drift drift;
  drift.task = series.first->task;
  drift.field = field;
  drift.coefficient = series.first->coefficient;
  drift.metric = series.first->metric;
  drift.weights = series.first->weights;
  drift.form = series.first->form;
  drift.windows = series.windows.size();
  drift.left_out = series.all - drift.windows;
  if (drift.windows < 2) {
    set_undefined("few-windows", "fewer than two windows have a value and an error", drift);
  } else if (!series.weigh()) {
    set_undefined("no-variance", "no window has any variance", drift);
  } else {
    add_tests(series.windows, level, drift);
  }
  return drift;
}

}  // namespace

std::vector<Drift> drifts(const std::vector<Measure>& measures, const std::string& task,
                          const std::string& field, double level) {
  std::vector<Series> all;
  for (const Measure& measure : measures) {
    const bool is_window = measure.task == task && measure.slice.size() == 1 &&
                           measure.slice.front().first == field && measure.slice.front().second;
    if (!is_window) continue;
    auto at = std::find_if(all.begin(), all.end(), [&](const Series& series) {
      return is_same_figure(*series.first, measure);
    });
    if (at == all.end()) at = all.insert(at, Series(measure));
    at->add(measure);
  }
  std::vector<Drift> found;
  for (Series& series : all) found.push_back(drift_of(series, field, level));
  return found;
}

}  // namespace lbl::agree
