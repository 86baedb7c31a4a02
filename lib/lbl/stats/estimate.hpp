// An estimate that can say that it is not one.
#pragma once

#include <optional>
#include <string>

namespace lbl::stats {

enum class Status { ok, unreliable, undefined };
/// "ok", "unreliable", "undefined".
inline const char* status_name(Status status) {
  switch (status) {
    case Status::ok:
      return "ok";
    case Status::unreliable:
      return "unreliable";
    case Status::undefined:
      return "undefined";
  }
  return "undefined";
}

struct Interval {
  double low = 0, high = 0;
  double level = 0.95;
  std::string method;  ///< "analytic", "wilson", "percentile", ...
};

/// A figure with its uncertainty and its standing. `reason` is a code of the closed list in
/// schemas/ (such as "one-label", "few-items", "no-pairs", "skewed"), `message` is text.
struct Estimate {
  std::optional<double> value;  ///< empty exactly when status is undefined
  std::optional<double> se;
  std::optional<Interval> ci;
  Status status = Status::ok;
  std::string reason;
  std::string message;

  static Estimate undefined(std::string reason_code, std::string text) {
    Estimate estimate;
    estimate.status = Status::undefined;
    estimate.reason = std::move(reason_code);
    estimate.message = std::move(text);
    return estimate;
  }
};

}  // namespace lbl::stats
