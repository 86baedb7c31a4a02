// --time: does agreement change from one window of time to the next?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/agree/coefficient.hpp"

namespace lbl::agree {

struct Measure;

/// What the windows of a time say of one coefficient, or one figure against gold. A window of n
/// items has the variance v / n with one v for all, the mean over items of n se^2: errors estimated
/// window by window go with the values, and a test by them is wrong twice as often as it says with
/// windows of 20 items (by simulation). Items may have answers in several windows; what is common
/// to these makes the windows more alike than the tests take them to be, so that p is rather too
/// large.
struct Drift {
  std::string task, field;
  const Coefficient* coefficient = nullptr;
  std::string metric, weights, form;
  std::uint64_t windows = 0;      ///< with a value and an error
  std::uint64_t left_out = 0;     ///< the other ones
  std::optional<double> q;        ///< Cochran (1954): the weighted squares about the common value
  std::optional<double> p;        ///< of q by chi-square on windows - 1, for "all alike"
  stats::Estimate trend;          ///< change from a window to the next, by weighted least squares
  std::optional<double> trend_p;  ///< two-sided, by the normal, for "no trend"
  /// Of q and p; undefined exactly when there are none.
  stats::Status status = stats::Status::ok;
  std::string reason, message;
};

/// The drift of each coefficient whose slices by `field` are among `measures` of `task`; the slices
/// stand in the order of time, and the one without a time is no window.
std::vector<Drift> drifts(const std::vector<Measure>& measures, const std::string& task,
                          const std::string& field, double level);

}  // namespace lbl::agree
