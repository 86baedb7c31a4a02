// Points in time as people write them: RFC 3339, ISO 8601 dates, Unix seconds and milliseconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lbl::base {

/// How a point in time was written.
enum class TimeForm : std::uint8_t {
  offset_time,  ///< date and time with "Z" or an offset: a moment
  local_time,   ///< date and time without one; read as UTC
  date,         ///< a day; its first moment in UTC
  unix_time     ///< a number: seconds, or from 100,000,000,000 on milli-, micro-, nanoseconds
};

/// A point in time: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
struct Timestamp {
  std::int64_t microseconds = 0;
  TimeForm form = TimeForm::offset_time;

  double seconds() const { return static_cast<double>(microseconds) / 1e6; }
};

/// The whole of `text` as a point in time; none if it is anything else or no day of the calendar.
///
/// Dates are YYYY-MM-DD. A time follows "T", "t" or one blank: hh:mm, hh:mm:ss, with a fraction
/// after "." or "," (beyond microseconds it is cut), and "Z", "z", +hh:mm, +hhmm or +hh (RFC 3339
/// section 5.6; ISO 8601). The basic form 20260317T101500Z is read as well; eight digits alone are
/// a number. Second 60 and the time 24:00 are the next minute and day. A number, also one with a
/// fraction, is Unix time.
std::optional<Timestamp> parse_timestamp(std::string_view text);

/// "2026-03-17T01:15:00Z", with ".250" or ".250125" where there is a fraction.
std::string timestamp_text(std::int64_t microseconds);
/// "2026-03-17", the day in UTC.
std::string date_text(std::int64_t microseconds);

/// The day of a point in time in UTC, counted from 1970-01-01.
std::int64_t day_number(std::int64_t microseconds);
/// The week of a point in time in UTC, from Monday to Sunday (ISO 8601), counted from the one that
/// began on 1969-12-29.
std::int64_t week_number(std::int64_t microseconds);

}  // namespace lbl::base
