// Formats as patterns of their RFCs, dates by the calendar.
#include "lbl/validate/schema_format.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/base/timestamp.hpp"
#include "lbl/validate/text_pattern.hpp"

namespace lbl::validate {

namespace {

struct Format {
  std::string_view name;
  std::string_view pattern;
};

constexpr std::array<Format, 11> kFormats = {{
    {"date", R"(^\d{4}-\d\d-\d\d$)"},
    {"time", R"(^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([zZ]|[+-]([01]\d|2[0-3]):[0-5]\d)$)"},
    {"date-time",
     R"(^\d{4}-\d\d-\d\d[tT]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([zZ]|[+-]([01]\d|2[0-3]):[0-5]\d)$)"},
    {"email",
     R"(^("([^"\\]|\\.)+"|[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9A-Fa-f:.IPv]+\])$)"},
    {"hostname",
     R"(^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$)"},
    {"ipv4", R"(^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?=\d)|$)){4}$)"},
    {"ipv6",
     R"(^(?=[^:]|::)(?!.*::.*::)(?!.*:::)(?=.*::|([^:]*:){7}[^:]+$|([^:]*:){6}[\d.]+$)(?!(([^:]+:){8,}|.*(:[^:]+){8,}$))(([0-9A-Fa-f]{0,4}:){2,7})(([0-9A-Fa-f]{1,4})?|((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d))$)"},
    {"uri",
     R"(^[A-Za-z][A-Za-z0-9+.-]*:(//(([A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?(\[[0-9A-Fa-f:.]+\]|([A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(:\d*)?(/([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*|(/?([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+(/([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*)?)(\?([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?(#([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$)"},
    {"uri-reference",
     R"(^([A-Za-z][A-Za-z0-9+.-]*:)?(//[A-Za-z0-9._~!$&'()*+,;=:@%\[\]-]*)?([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*(\?([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?(#([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$)"},
    {"json-pointer", R"(^(/([^~/]|~[01])*)*$)"},
    {"relative-json-pointer", R"(^(0|[1-9]\d*)(#|(/([^~/]|~[01])*)*)$)"},
}};

bool is_pattern(std::string_view text) {
  // Not of ECMA-262, though PCRE2 knows them.
  for (const std::string_view escape : {"\\Z", "\\A", "\\z", "\\a", "\\e"}) {
    if (text.find(escape) != std::string_view::npos) return false;
  }
  try {
    const TextPattern pattern(text);
    return true;
  } catch (const base::Error&) {
    return false;
  }
}

// Second 60 is the last one of a UTC day.
bool is_leap_second_sound(std::string_view time) {
  const std::size_t at = time.find(":60");
  if (at == std::string_view::npos || at < 5) return true;
  const auto number = [](std::string_view digits) {
    return static_cast<int>(
        base::parse_number(digits.front() == '0' ? digits.substr(1) : digits).value_or(-1));
  };
  int minutes = number(time.substr(at - 5, 2)) * 60 + number(time.substr(at - 2, 2));
  const std::size_t sign = time.find_first_of("+-", at);
  if (sign != std::string_view::npos) {
    const int offset = number(time.substr(sign + 1, 2)) * 60 + number(time.substr(sign + 4, 2));
    minutes += time[sign] == '+' ? -offset : offset;
  }
  constexpr int kDay = 24 * 60;
  return ((minutes % kDay) + kDay) % kDay == kDay - 1;
}

}  // namespace

std::optional<bool> has_format(std::string_view name, std::string_view text) {
  if (name == "regex") return is_pattern(text);
  static const std::array<std::unique_ptr<TextPattern>, kFormats.size()> kPatterns = [] {
    std::array<std::unique_ptr<TextPattern>, kFormats.size()> patterns;
    for (std::size_t i = 0; i < kFormats.size(); ++i) {
      patterns[i] = std::make_unique<TextPattern>(kFormats[i].pattern);
    }
    return patterns;
  }();
  const auto* const at = std::find_if(kFormats.begin(), kFormats.end(),
                                      [&](const Format& format) { return format.name == name; });
  if (at == kFormats.end()) return std::nullopt;
  const TextPattern& pattern = *kPatterns[static_cast<std::size_t>(at - kFormats.begin())];
  if (pattern.find(text) != TextPattern::Result::found) return false;
  if (name == "date") return base::parse_timestamp(text).has_value();
  if (name == "date-time") {
    return base::parse_timestamp(text.substr(0, 10)).has_value() &&
           is_leap_second_sound(text.substr(11));
  }
  if (name == "time") return is_leap_second_sound(text);
  return true;
}

}  // namespace lbl::validate
