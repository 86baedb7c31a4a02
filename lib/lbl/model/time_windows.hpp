// Windows of time: which window each point in time of a column falls into.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lbl/model/ratings.hpp"

namespace lbl::model {

/// What a window of time is: a day or a week in UTC, or so many answers in the order of time.
enum class WindowKind : std::uint8_t { day, week, answers };

struct WindowSpec {
  std::size_t time_column = 0;  ///< of the table: points in time as text
  WindowKind kind = WindowKind::day;
  std::uint64_t answers = 0;  ///< in a window of `answers`
};

struct TimeWindow {
  std::string name;      ///< "2026-03-17" (of a week its Monday), "1" (the first so many answers)
  std::string from, to;  ///< the first and last time in it
  std::uint64_t answers = 0;
};

inline constexpr std::size_t kMostWindows = 1000;

/// The windows of a table in the order of time.
struct TimeWindows {
  static constexpr std::uint32_t kNone = TaskRatings::kNoValue;

  std::vector<TimeWindow> windows;
  std::vector<std::uint32_t> window_of_text;  ///< per value of the time column; kNone: no time
  std::uint64_t untimed = 0;  ///< answers of the first task without a time that can be read
  std::string unreadable;     ///< what is to be told of times that cannot be read; else empty

  /// The window of each row by its code in the time column.
  std::vector<std::uint32_t> of_rows(std::span<const std::uint32_t> time_codes) const;
};

/// Reads the times of the table and cuts them. Windows of so many answers begin with the answer
/// after the last one of the window before, in the order of time; answers of one time stay
/// together, and a last window of less than half the size belongs to the one before. Throws Error
/// (input) when no time can be read, (usage) for more than kMostWindows windows.
TimeWindows time_windows(const RatingsTable& table, const WindowSpec& asked);

/// Puts in the place of each time of the column the name of its window, so that the windows are the
/// column's slices, in the order of time; a time that cannot be read becomes a missing value. Tells
/// what time_windows() tells.
TimeWindows replace_times_by_windows(RatingsTable& table, const WindowSpec& asked);

}  // namespace lbl::model
