// Reads and writes points in time; the calendar is std::chrono's.
#include "lbl/base/timestamp.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "lbl/base/text.hpp"

namespace lbl::base {

namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

std::int64_t floor_divided(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

// Takes a text apart from its start.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take_any(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool is_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
  int digit() {
    const int value = rest_.front() - '0';
    rest_.remove_prefix(1);
    return value;
  }
  // Exactly `count` digits; false if there are fewer.
  bool take_number(int count, int& value) {
    value = 0;
    for (int i = 0; i < count; ++i) {
      if (!is_digit()) return false;
      value = value * 10 + digit();
    }
    return true;
  }
  char front() const { return rest_.empty() ? '\0' : rest_.front(); }

 private:
  std::string_view rest_;
};

enum class Style { extended, basic };

std::optional<std::int64_t> take_date(Scanner& in, Style& style) {
  int year = 0, month = 0, day = 0;
  if (!in.take_number(4, year)) return std::nullopt;
  style = in.take('-') ? Style::extended : Style::basic;
  if (!in.take_number(2, month)) return std::nullopt;
  if (style == Style::extended && !in.take('-')) return std::nullopt;
  if (!in.take_number(2, day)) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  return std::int64_t{std::chrono::sys_days(date).time_since_epoch().count()} * kDay;
}

// The fraction of a second in microseconds; what is finer is cut.
std::optional<std::int64_t> take_fraction(Scanner& in) {
  if (!in.take_any(".,")) return 0;
  if (!in.is_digit()) return std::nullopt;
  std::int64_t value = 0, unit = kSecond / 10;
  for (; in.is_digit(); unit /= 10) value += in.digit() * unit;
  return value;
}

std::optional<std::int64_t> take_time(Scanner& in, Style style) {
  int hour = 0, minute = 0, second = 0;
  if (!in.take_number(2, hour)) return std::nullopt;
  if (style == Style::extended && !in.take(':')) return std::nullopt;
  if (!in.take_number(2, minute)) return std::nullopt;
  std::int64_t fraction = 0;
  const bool has_seconds = style == Style::extended ? in.take(':') : in.is_digit();
  if (has_seconds) {
    if (!in.take_number(2, second)) return std::nullopt;
    const std::optional<std::int64_t> part = take_fraction(in);
    if (!part) return std::nullopt;
    fraction = *part;
  }
  const bool ends_the_day = hour == 24 && minute == 0 && second == 0 && fraction == 0;
  if ((hour > 23 && !ends_the_day) || minute > 59 || second > 60) return std::nullopt;
  return hour * kHour + minute * kMinute + second * kSecond + fraction;
}

// What has to be taken away to get UTC; none for a bad one. `is_there` tells "Z" from nothing.
std::optional<std::int64_t> take_offset(Scanner& in, bool& is_there) {
  is_there = true;
  if (in.take_any("Zz")) return 0;
  const bool behind = in.front() == '-';
  if (!in.take_any("+-")) {
    is_there = false;
    return 0;
  }
  int hour = 0, minute = 0;
  if (!in.take_number(2, hour)) return std::nullopt;
  if ((in.take(':') || in.is_digit()) && !in.take_number(2, minute)) return std::nullopt;
  if (hour > 23 || minute > 59) return std::nullopt;
  const std::int64_t offset = hour * kHour + minute * kMinute;
  return behind ? -offset : offset;
}

// A number by its size: seconds until the year 5138, then milliseconds and so on.
std::optional<Timestamp> unix_time(double number) {
  const double size = std::fabs(number);
  double scale = 1e6;
  if (size >= 1e11) scale = 1e3;
  if (size >= 1e14) scale = 1;
  if (size >= 1e17) scale = 1e-3;
  if (size >= 1e20) return std::nullopt;
  return Timestamp{static_cast<std::int64_t>(std::llround(number * scale)), TimeForm::unix_time};
}

}  // namespace

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  if (text.size() > 64) return std::nullopt;
  if (const std::optional<double> number = parse_number(text)) return unix_time(*number);
  Scanner in(text);
  Style style = Style::extended;
  const std::optional<std::int64_t> date = take_date(in, style);
  if (!date) return std::nullopt;
  if (in.at_end()) return Timestamp{*date, TimeForm::date};
  if (!in.take_any(style == Style::extended ? "Tt " : "Tt")) return std::nullopt;
  const std::optional<std::int64_t> time = take_time(in, style);
  if (!time) return std::nullopt;
  if (style == Style::extended && in.front() == ' ') in.take(' ');
  bool has_offset = false;
  const std::optional<std::int64_t> offset = take_offset(in, has_offset);
  if (!offset || !in.at_end()) return std::nullopt;
  return Timestamp{*date + *time - *offset,
                   has_offset ? TimeForm::offset_time : TimeForm::local_time};
}

std::string date_text(std::int64_t microseconds) {
  const std::chrono::sys_days days{std::chrono::days(day_number(microseconds))};
  const std::chrono::year_month_day date(days);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string timestamp_text(std::int64_t microseconds) {
  const std::int64_t in_day = microseconds - day_number(microseconds) * kDay;
  const std::int64_t fraction = in_day % kSecond;
  std::string out = fmt::format("{}T{:02}:{:02}:{:02}", date_text(microseconds), in_day / kHour,
                                in_day / kMinute % 60, in_day / kSecond % 60);
  if (fraction % 1000 != 0) {
    out += fmt::format(".{:06}", fraction);
  } else if (fraction != 0) {
    out += fmt::format(".{:03}", fraction / 1000);
  }
  return out + "Z";
}

std::int64_t day_number(std::int64_t microseconds) {
  return floor_divided(microseconds, kDay);
}

std::int64_t week_number(std::int64_t microseconds) {
  // 1970-01-01 was a Thursday.
  return floor_divided(day_number(microseconds) + 3, 7);
}

}  // namespace lbl::base
