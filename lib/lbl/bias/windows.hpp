// Windows of time: which window each point in time of a column falls into.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lbl/bias/drift.hpp"

namespace lbl::bias {

/// The windows of a table in the order of time.
struct TimeWindows {
  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

  std::vector<DriftWindow> windows;
  std::vector<std::uint32_t> window_of_text;  ///< per value of the time column; kNone: no time
  std::uint64_t untimed = 0;  ///< answers of the first task without a time that can be read
  std::vector<Note> notes;

  /// The window of each row by its code in the time column.
  std::vector<std::uint32_t> of_rows(std::span<const std::uint32_t> time_codes) const;
};

/// Reads the times of the table and cuts them. Windows of so many answers begin with the answer
/// after the last one of the window before, in the order of time; answers of one time stay
/// together, and a last window of less than half the size belongs to the one before. Throws Error
/// (input) when no time can be read, (usage) for more than kMostWindows windows.
TimeWindows time_windows(const model::RatingsTable& table, const DriftSpec& asked);

}  // namespace lbl::bias
