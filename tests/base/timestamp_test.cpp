// Points in time: what is read, what is refused, and back to text.
#include "lbl/base/timestamp.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace lbl::base;

namespace {

std::string read_back(std::string_view text) {
  const auto time = parse_timestamp(text);
  return time ? timestamp_text(time->microseconds) : "none";
}

TimeForm form_of(std::string_view text) {
  const auto time = parse_timestamp(text);
  REQUIRE(time);
  return time->form;
}

}  // namespace

TEST_CASE("times with an offset are one moment however they are written") {
  for (const char* text :
       {"2026-03-17T10:15:00+09:00", "2026-03-17T01:15:00Z", "2026-03-17 01:15:00z",
        "2026-03-17T01:15Z", "2026-03-17t10:15:00+0900", "2026-03-17T10:15:00+09",
        "2026-03-16T20:15:00-05:00", "20260317T011500Z", "20260317T1015+0900", "1773710100",
        "1773710100000", "1773710100000000", "1773710100000000000", "1773710100.0",
        "2026-03-17 01:15:00 Z"}) {
    CAPTURE(text);
    CHECK(read_back(text) == "2026-03-17T01:15:00Z");
  }
}

TEST_CASE("fractions keep microseconds") {
  CHECK(read_back("2026-03-17T01:15:00.25Z") == "2026-03-17T01:15:00.250Z");
  CHECK(read_back("2026-03-17T01:15:00,250125Z") == "2026-03-17T01:15:00.250125Z");
  CHECK(read_back("2026-03-17T01:15:00.1234567891Z") == "2026-03-17T01:15:00.123456Z");
  CHECK(read_back("1773710100.5") == "2026-03-17T01:15:00.500Z");
  CHECK(read_back("1773710100250") == "2026-03-17T01:15:00.250Z");
}

TEST_CASE("the form says what is known: a moment, a local time, a day") {
  CHECK(form_of("2026-03-17T01:15:00Z") == TimeForm::offset_time);
  CHECK(form_of("2026-03-17T01:15:00") == TimeForm::local_time);
  CHECK(form_of("2026-03-17") == TimeForm::date);
  CHECK(form_of("1773710100") == TimeForm::unix_time);
  CHECK(form_of("20260317") == TimeForm::unix_time);
}

TEST_CASE("the calendar has leap days, and time goes back before 1970") {
  CHECK(read_back("2024-02-29") == "2024-02-29T00:00:00Z");
  CHECK(read_back("2023-02-29") == "none");
  CHECK(read_back("2000-02-29") == "2000-02-29T00:00:00Z");
  CHECK(read_back("1900-02-29") == "none");
  CHECK(read_back("1969-12-31T23:59:59.5Z") == "1969-12-31T23:59:59.500Z");
  CHECK(read_back("-1") == "1969-12-31T23:59:59Z");
  CHECK(read_back("0001-01-01") == "0001-01-01T00:00:00Z");
  CHECK(read_back("2016-12-31T23:59:60Z") == "2017-01-01T00:00:00Z");
  CHECK(read_back("2016-12-31T24:00:00Z") == "2017-01-01T00:00:00Z");
}

TEST_CASE("what is no point in time is refused whole") {
  for (const char* text : {"",
                           " ",
                           "yesterday",
                           "2026",
                           "2026-3-17T01:15Z",
                           "2026-13-01",
                           "2026-00-10",
                           "2026-04-31",
                           "2026-03-17T",
                           "2026-03-17T1:15",
                           "2026-03-17T25:00",
                           "2026-03-17T24:01",
                           "2026-03-17T01:60",
                           "2026-03-17T01:15:61",
                           "2026-03-17T01:15:00.",
                           "2026-03-17T01:15:00+9",
                           "2026-03-17T01:15:00+24:00",
                           "2026-03-17T01:15:00Zx",
                           "2026-03-17  01:15",
                           "17/03/2026",
                           "2026-0317",
                           "202603-17",
                           "1e30",
                           "NaN",
                           "2026-03-17T0115Z"}) {
    CAPTURE(text);
    if (std::string_view(text) == "2026") {
      CHECK(form_of(text) == TimeForm::unix_time);
    } else {
      CHECK(read_back(text) == "none");
    }
  }
}

TEST_CASE("days and weeks are counted in UTC, weeks from Monday") {
  const auto at = [](const char* text) { return parse_timestamp(text)->microseconds; };
  CHECK(day_number(at("1970-01-01T23:59:59Z")) == 0);
  CHECK(day_number(at("1969-12-31T23:59:59Z")) == -1);
  CHECK(week_number(at("2026-03-15")) + 1 == week_number(at("2026-03-16")));  // Sunday, Monday
  CHECK(week_number(at("2026-03-16")) == week_number(at("2026-03-22")));
  CHECK(week_number(at("1969-12-29")) == 0);
  CHECK(date_text(at("2026-03-17T23:30:00-05:00")) == "2026-03-18");
}

TEST_CASE("every day of 400 years reads back as it was written") {
  std::int64_t microseconds = parse_timestamp("1800-01-01")->microseconds;
  for (int day = 0; day < 146'097; ++day, microseconds += std::int64_t{86'400} * 1'000'000) {
    const auto again = parse_timestamp(date_text(microseconds));
    if (!again || again->microseconds != microseconds) FAIL(date_text(microseconds));
  }
}
