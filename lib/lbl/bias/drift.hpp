// Drift: how labels change over time, window by window and annotator by annotator, and how a batch
// differs from a former one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/model/time_windows.hpp"

namespace lbl::bias {

using DriftSpec = model::WindowSpec;
using DriftWindow = model::TimeWindow;

/// A figure from window to window.
struct DriftSeries {
  std::size_t task = 0;
  std::optional<std::string> label;
  Measure measure = Measure::rate;
  std::vector<SliceEntry> windows;  ///< their `slice` is the index into DriftResult::windows
  /// Where it changed: before the window of that index.
  struct Change {
    std::size_t window = 0;
    double before = 0, after = 0, p = 1;
  };
  std::vector<Change> changes;
  std::optional<double> p, q;
  bool flag = false;
};

/// How far the labels of a window, or the values of a field, are from those of the base.
struct Shift {
  std::size_t task = 0;
  std::optional<std::size_t> window;  ///< none: the batch beside a former one
  std::string field;                  ///< empty: the labels
  std::uint64_t answers = 0, base_answers = 0, items = 0;
  std::size_t categories = 0;  ///< that occur in either
  double psi = 0, js = 0;
  double null_mean = 0;  ///< what psi is on average without any shift
  std::optional<double> p, q;
  bool flag = false;
};

/// An annotator whose answers change over time more than everybody's do.
struct AnnotatorDrift {
  std::size_t task = 0;
  std::optional<std::string> label;
  Measure measure = Measure::rate;
  std::string annotator;
  std::uint64_t answers = 0;
  std::optional<std::size_t> window;  ///< the first after the change
  double before = 0, after = 0;  ///< the annotator's figure minus that of the others in its windows
  std::optional<double> p, q;
  bool flag = false;
};

struct DriftResult {
  std::string field;
  std::vector<DriftWindow> windows;
  std::uint64_t untimed = 0;  ///< answers without a time, left out
  double false_alarm_rate = 0.05;
  std::vector<DriftSeries> series;
  std::vector<Shift> shifts;  ///< of every window but the first, which is the base
  std::vector<AnnotatorDrift> annotators;
  std::uint64_t annotators_tested = 0;
  std::vector<Note> notes;
};

/// Follows every measure of `spec` over the windows. Rates have the intervals of any slice; their
/// change points are found by CUSUM (stats::change_points) with the variance of one answer times
/// the design effect of the windows; annotators with kManyClusters answers or more are followed in
/// the same way beside the others in their windows, of whom those who drift are left out. Shifts of
/// labels are tested by chi-square over the design effect (Rao and Scott 1981). q is over all p
/// values of the drift. Throws Error (input) for a time that cannot be read, and (usage) for more
/// than model::kMostWindows windows.
DriftResult drift(const model::RatingsTable& table, const BiasSpec& spec, const DriftSpec& asked);
inline constexpr std::size_t kMostAnnotatorDrifts = 20;

/// A batch beside a former one.
struct AgainstResult {
  struct Difference {
    std::size_t task = 0;
    std::optional<std::string> label;
    Measure measure = Measure::rate;
    std::uint64_t old_answers = 0, answers = 0;
    stats::Estimate old_estimate, estimate, difference;
    std::optional<double> p, q;
    bool flag = false;
  };
  std::vector<Difference> differences;
  std::vector<Shift> shifts;  ///< of the labels, then of each field
  std::uint64_t old_records = 0, shared_items = 0;
  std::vector<Note> notes;
};

/// Compares every figure of `table` with that of `old` (the same tasks and columns), the labels and
/// the values of `columns`. Both batches are taken as independent samples; where they
/// share items a note says so.
AgainstResult against(const model::RatingsTable& table, const model::RatingsTable& old,
                      const BiasSpec& spec, const std::vector<std::size_t>& columns);

}  // namespace lbl::bias
