// Windows of time: which window each point in time of a column falls into.
#include "lbl/model/time_windows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/base/timestamp.hpp"

namespace lbl::model {
namespace {

constexpr std::int64_t kDay = 86'400'000'000;

/// The times that the answers of the first task have, each with how many answers it has.
struct Times {
  std::vector<std::optional<std::int64_t>> of_text;
  std::vector<std::uint64_t> answers;  ///< per text
  std::uint64_t untimed = 0;
  std::string unreadable;  ///< the first text that is no time
  std::uint64_t unreadable_answers = 0;
};

Times times_of(const RatingsTable& table, std::size_t column) {
  Times times;
  const std::vector<std::string>& texts = table.column_values[column];
  times.of_text.reserve(texts.size());
  for (const std::string& text : texts) {
    const std::optional<base::Timestamp> time = base::parse_timestamp(text);
    times.of_text.push_back(time ? std::optional(time->microseconds) : std::nullopt);
  }
  times.answers.assign(texts.size(), 0);
  if (table.tasks.empty()) return times;
  for (const std::uint32_t code : table.tasks.front().columns[column]) {
    if (code == TaskRatings::kNoValue) {
      ++times.untimed;
    } else {
      ++times.answers[code];
    }
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (times.of_text[i]) continue;
    if (times.unreadable.empty()) times.unreadable = texts[i];
    times.unreadable_answers += times.answers[i];
  }
  times.untimed += times.unreadable_answers;
  return times;
}

/// Where windows of so many answers begin.
std::vector<std::int64_t> begins_by_answers(const Times& times, std::uint64_t size) {
  std::vector<std::pair<std::int64_t, std::uint64_t>> sorted;
  for (std::size_t i = 0; i < times.of_text.size(); ++i) {
    if (times.of_text[i]) sorted.emplace_back(*times.of_text[i], times.answers[i]);
  }
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::int64_t> begins;
  std::uint64_t filled = size;
  std::int64_t last = 0;
  for (const auto& [time, answers] : sorted) {
    if (filled >= size && (begins.empty() || time != last)) {
      begins.push_back(time);
      filled = 0;
    }
    filled += answers;
    last = time;
  }
  if (begins.size() > 1 && 2 * filled < size) begins.pop_back();
  return begins;
}

std::int64_t calendar_begin(std::int64_t time, WindowKind kind) {
  if (kind == WindowKind::day) return base::day_number(time) * kDay;
  // Week 0 began on Monday 1969-12-29.
  return (base::week_number(time) * 7 - 3) * kDay;
}

std::vector<std::int64_t> begins_of(const Times& times, const WindowSpec& asked) {
  if (asked.kind == WindowKind::answers) return begins_by_answers(times, asked.answers);
  std::vector<std::int64_t> begins;
  for (const std::optional<std::int64_t>& time : times.of_text) {
    if (time) begins.push_back(calendar_begin(*time, asked.kind));
  }
  std::sort(begins.begin(), begins.end());
  begins.erase(std::unique(begins.begin(), begins.end()), begins.end());
  return begins;
}

void check(const RatingsTable& table, const Times& times, const WindowSpec& asked,
           std::size_t windows) {
  const std::string field = base::quoted(table.columns[asked.time_column].field);
  if (windows == 0 && !times.of_text.empty()) {
    throw base::Error(base::ErrorKind::input,
                      fmt::format("--time: {} of field {} is no time; expected one like "
                                  "2026-03-17T10:15:00Z, 2026-03-17 or Unix seconds",
                                  base::quoted(times.unreadable), field));
  }
  if (windows > kMostWindows) {
    throw base::Error(
        base::ErrorKind::usage,
        fmt::format("--window: field {} has {} windows, more than {}; take longer ones", field,
                    base::with_commas(windows), base::with_commas(kMostWindows)));
  }
}

}  // namespace

std::vector<std::uint32_t> TimeWindows::of_rows(std::span<const std::uint32_t> time_codes) const {
  std::vector<std::uint32_t> codes(time_codes.size());
  std::transform(time_codes.begin(), time_codes.end(), codes.begin(), [&](std::uint32_t code) {
    return code == TaskRatings::kNoValue ? kNone : window_of_text[code];
  });
  return codes;
}

TimeWindows time_windows(const RatingsTable& table, const WindowSpec& asked) {
  const Times times = times_of(table, asked.time_column);
  const std::vector<std::int64_t> begins = begins_of(times, asked);
  check(table, times, asked, begins.size());
  TimeWindows result;
  result.untimed = times.untimed;
  result.window_of_text.assign(times.of_text.size(), TimeWindows::kNone);
  result.windows.resize(begins.size());
  std::vector<std::pair<std::int64_t, std::int64_t>> ends(begins.size(), {INT64_MAX, INT64_MIN});
  for (std::size_t i = 0; i < times.of_text.size(); ++i) {
    if (!times.of_text[i]) continue;
    const std::int64_t time = *times.of_text[i];
    const auto at = static_cast<std::size_t>(std::upper_bound(begins.begin(), begins.end(), time) -
                                             begins.begin() - 1);
    result.window_of_text[i] = static_cast<std::uint32_t>(at);
    result.windows[at].answers += times.answers[i];
    ends[at] = {std::min(ends[at].first, time), std::max(ends[at].second, time)};
  }
  for (std::size_t at = 0; at < begins.size(); ++at) {
    TimeWindow& window = result.windows[at];
    window.name =
        asked.kind == WindowKind::answers ? std::to_string(at + 1) : base::date_text(begins[at]);
    window.from = base::timestamp_text(ends[at].first);
    window.to = base::timestamp_text(ends[at].second);
  }
  if (times.unreadable_answers > 0) {
    result.unreadable = fmt::format(
        "{} answers have a {} that is no time, such as {}: left out of drift",
        base::with_commas(times.unreadable_answers),
        base::quoted(table.columns[asked.time_column].field), base::quoted(times.unreadable));
  }
  return result;
}

TimeWindows replace_times_by_windows(RatingsTable& table, const WindowSpec& asked) {
  TimeWindows windows = time_windows(table, asked);
  const std::size_t column = asked.time_column;
  for (TaskRatings& task : table.tasks) {
    task.columns[column] = windows.of_rows(task.columns[column]);
    task.unanswered_columns[column] = windows.of_rows(task.unanswered_columns[column]);
  }
  table.column_values[column].clear();
  for (const TimeWindow& window : windows.windows) {
    table.column_values[column].push_back(window.name);
  }
  return windows;
}

}  // namespace lbl::model
