// Telephone, card and resident numbers: groups of digits, their separators, and what each form
// asks.
#include "lbl/validate/pii_numbers.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <initializer_list>

namespace lbl::validate {

namespace {

constexpr std::size_t kMostGroups = 8;
constexpr std::size_t kMostDigits = 24;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// "010-1234-5678": groups of digits, and what stands between them: one of "-", ".", " ", ")" (a
// bracket closes, with or without a blank), or 0 before the first.
struct DigitGroups {
  struct Group {
    std::size_t begin = 0, end = 0;
    char before = 0;
    std::size_t size() const { return end - begin; }
  };
  std::string_view text;
  std::array<Group, kMostGroups> list;
  std::size_t count = 0;
  bool has_plus = false, has_bracket = false;
  std::size_t begin = 0;

  std::string digits(std::size_t groups) const {
    std::string out;
    for (std::size_t i = 0; i < groups; ++i) {
      out += text.substr(list[i].begin, list[i].size());
    }
    return out;
  }
  std::string_view group(std::size_t i) const { return text.substr(list[i].begin, list[i].size()); }
  // Nothing that belongs to a number or word goes on after so many groups.
  bool may_end_after(std::size_t groups) const {
    const std::size_t end = list[groups - 1].end;
    if (end >= text.size()) return true;
    const char next = text[end];
    if (is_word(next) || next == '%') return false;
    const bool joins = next == '-' || next == '.' || next == ',' || next == ':' || next == '/';
    return !(joins && end + 1 < text.size() && is_digit(text[end + 1]));
  }
  // The separators between the first `groups` groups are all the same.
  bool has_one_separator(std::size_t groups) const {
    for (std::size_t i = 2; i < groups; ++i) {
      if (list[i].before != list[1].before) return false;
    }
    return true;
  }
  bool has_sizes(std::initializer_list<std::size_t> sizes) const {
    if (count < sizes.size()) return false;
    std::size_t i = 0;
    return std::all_of(sizes.begin(), sizes.end(),
                       [&](std::size_t size) { return list[i++].size() == size; });
  }
};

// What stands between two groups at `at`, and how many bytes it takes; 0 for anything else.
char separator_at(std::string_view text, std::size_t at, std::size_t& bytes, bool bracket_open) {
  const auto digit_after = [&](std::size_t skip) {
    return at + skip < text.size() && is_digit(text[at + skip]);
  };
  bytes = 1;
  if (at >= text.size()) return 0;
  const char c = text[at];
  if ((c == '-' || c == '.' || c == ' ') && digit_after(1)) return c;
  if (c == ')' && digit_after(1)) return c;
  bytes = 2;
  const bool closes = c == ')' && at + 1 < text.size();
  if (closes && (text[at + 1] == ' ' || text[at + 1] == '-') && digit_after(2)) return ')';
  // "+1 (415) 555-2671", "+82 (0)10-..."
  if (!bracket_open && c == ' ' && at + 1 < text.size() && text[at + 1] == '(' && digit_after(2)) {
    return '(';
  }
  bytes = 1;
  if (!bracket_open && c == '(' && digit_after(1)) return '(';
  return 0;
}

DigitGroups groups_at(std::string_view text, std::size_t at) {
  DigitGroups groups;
  groups.text = text;
  groups.begin = at;
  if (text[at] == '+') groups.has_plus = true;
  if (text[at] == '(') groups.has_bracket = true;
  if (groups.has_plus || groups.has_bracket) ++at;
  char before = 0;
  bool open = groups.has_bracket;
  std::size_t digits = 0;
  while (groups.count < kMostGroups && at < text.size() && is_digit(text[at])) {
    DigitGroups::Group& group = groups.list[groups.count++];
    group.begin = at;
    group.before = before;
    while (at < text.size() && is_digit(text[at])) ++at;
    group.end = at;
    digits += group.size();
    if (digits > kMostDigits) break;
    std::size_t bytes = 0;
    before = separator_at(text, at, bytes, open);
    if (before == 0) break;
    open = before == '(';
    at += bytes;
  }
  return groups;
}

bool starts_with_one_of(std::string_view digits, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return digits.starts_with(prefix); });
}

// --- telephone numbers

bool is_korean_mobile(std::string_view prefix) {
  return prefix == "010" || prefix == "011" || prefix == "016" || prefix == "017" ||
         prefix == "018" || prefix == "019";
}

// Area codes of the Korean numbering plan, internet telephony (070) and personal numbers (050x).
bool is_korean_area(std::string_view prefix) {
  static constexpr std::array<std::string_view, 27> kAreas = {
      "02",   "031",  "032",  "033",  "041",  "042",  "043",  "044",  "051",
      "052",  "053",  "054",  "055",  "061",  "062",  "063",  "064",  "070",
      "0502", "0503", "0504", "0505", "0506", "0507", "0508", "0509", "0501"};
  return std::find(kAreas.begin(), kAreas.end(), prefix) != kAreas.end();
}

// A number without the country code, its prefix without the leading zero.
bool is_korean_national(std::string_view digits) {
  if (digits.starts_with('1')) {
    const std::string prefix = "0" + std::string(digits.substr(0, 2));
    const std::size_t size = digits.size();
    return is_korean_mobile(prefix) && (size == 10 || (size == 9 && prefix != "010"));
  }
  for (const std::size_t length : {1u, 2u, 3u}) {
    if (!is_korean_area("0" + std::string(digits.substr(0, length)))) continue;
    const std::size_t rest = digits.size() - std::min<std::size_t>(length, digits.size());
    return rest == 7 || rest == 8;
  }
  return false;
}

// How many groups from the first make a Korean number as it is dialled at home; 0: none.
std::size_t korean_phone(const DigitGroups& groups) {
  const std::string_view first = groups.group(0);
  if (is_korean_mobile(first.substr(0, 3))) {
    const std::string_view rest = first.substr(3);
    // 01012345678; only 010 is sure enough without a separator, and 0 and 1 follow it nowhere.
    if (first.size() == 11 && first.starts_with("010") && first[3] >= '2') return 1;
    // 010-12345678
    if (rest.empty() && groups.count >= 2 && groups.list[1].size() == 8) return 2;
    if (!rest.empty() || groups.count < 3) return 0;
  } else if (!is_korean_area(first) || groups.count < 3) {
    return 0;
  }
  const std::size_t middle = groups.list[1].size();
  const bool sizes_fit = groups.list[2].size() == 4 &&
                         (middle == 4 || (middle == 3 && first != "010" && first != "070"));
  if (!sizes_fit || groups.list[1].before == '(') return 0;
  const bool is_area = is_korean_area(first);
  if (is_area && !first.starts_with("05") && first != "070" &&
      (groups.group(1).front() == '0' || groups.group(1).front() == '1')) {
    return 0;
  }
  const char before = groups.list[1].before;
  // "02 345 6789" may be any three numbers.
  if (is_area && before == ' ') return 0;
  return before == groups.list[2].before || before == ')' ? 3 : 0;
}

// North American numbers: area and exchange start with 2 to 9 (415-555-2671, (415) 555-2671).
bool is_north_american(std::string_view digits) {
  return digits.size() == 10 && digits[0] >= '2' && digits[3] >= '2';
}

std::size_t american_phone(const DigitGroups& groups) {
  if (!groups.has_sizes({3, 3, 4}) || !is_north_american(groups.digits(3))) return 0;
  const char first = groups.list[1].before, second = groups.list[2].before;
  if (groups.has_bracket) return first == ')' && (second == '-' || second == '.') ? 3 : 0;
  return first == second && (first == '-' || first == '.') ? 3 : 0;
}

// Digits of the country code (ITU-T E.164 list of assigned codes); 0: none.
std::size_t country_code(std::string_view digits) {
  if (digits.empty()) return 0;
  if (digits[0] == '1' || digits[0] == '7') return 1;
  if (starts_with_one_of(
          digits,
          {"20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
           "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
           "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98"})) {
    return 2;
  }
  const bool assigned =
      starts_with_one_of(digits, {"21", "22", "23", "24", "25", "26", "29", "35", "37", "38",
                                  "42", "50", "59", "67", "68", "85", "88", "96", "97", "99"});
  return assigned ? 3 : 0;
}

// "+82 10-1234-5678": the most groups that make a number of 8 to 15 digits.
std::size_t international_phone(const DigitGroups& groups) {
  for (std::size_t count = groups.count; count > 0; --count) {
    if (!groups.may_end_after(count)) continue;
    std::string digits = groups.digits(count);
    const std::size_t code = country_code(digits);
    if (code == 0 || digits.size() <= code || digits.size() > 16) continue;
    std::string national = digits.substr(code);
    const std::string country = digits.substr(0, code);
    // "+82 (0)10-..." and "+82 010-...": the zero is dialled at home only.
    if (national.starts_with('0') && country != "39") national.erase(0, 1);
    if (country == "82") {
      if (is_korean_national(national)) return count;
    } else if (country == "1") {
      if (is_north_american(national)) return count;
    } else if (digits.size() <= 15 && national.size() >= (count > 1 ? 6u : 8u)) {
      return count;
    }
  }
  return 0;
}

std::size_t phone_groups(const DigitGroups& groups) {
  if (groups.has_plus) return international_phone(groups);
  const std::size_t korean = korean_phone(groups);
  if (korean > 0 && groups.may_end_after(korean)) return korean;
  const std::size_t american = american_phone(groups);
  return american > 0 && groups.may_end_after(american) ? american : 0;
}

// --- cards

// Whether an issuer has numbers of that start and length (ISO/IEC 7812 ranges of the networks).
bool is_card_range(std::string_view digits) {
  const auto number = [&](std::size_t length) {
    return std::stoi(std::string(digits.substr(0, length)));
  };
  const std::size_t size = digits.size();
  const bool sixteen_up = size >= 16 && size <= 19;
  const int two = number(2), four = number(4);
  if (digits[0] == '4') return size == 16 || size == 19;
  if (two >= 51 && two <= 55) return size == 16;
  if (four >= 2221 && four <= 2720) return size == 16;
  if (two == 34 || two == 37) return size == 15;
  if ((four >= 3000 && four <= 3059) || two == 36 || two == 38 || two == 39) return size == 14;
  if (four >= 3528 && four <= 3589) return sixteen_up;
  if (four == 6011 || two == 65 || (four / 10 >= 644 && four / 10 <= 649) || two == 62) {
    return sixteen_up;
  }
  return false;
}

std::size_t card_groups(const DigitGroups& groups) {
  if (groups.has_plus || groups.has_bracket) return 0;
  const auto is_card = [&](std::size_t count, bool grouped) {
    const std::string digits = groups.digits(count);
    // Cards for Korea alone start with 9; written in one they look like any other number.
    const bool in_range = is_card_range(digits) || (grouped && digits[0] == '9');
    return in_range && has_luhn_digit(digits) && groups.may_end_after(count);
  };
  if (groups.list[0].size() >= 14) return is_card(1, false) ? 1 : 0;
  const char separator = groups.count > 1 ? groups.list[1].before : '\0';
  if (separator != ' ' && separator != '-') return 0;
  if (groups.has_sizes({4, 4, 4, 4}) && groups.has_one_separator(4) && is_card(4, true)) return 4;
  const bool three =
      (groups.has_sizes({4, 6, 5}) || groups.has_sizes({4, 6, 4})) && groups.has_one_separator(3);
  return three && is_card(3, false) ? 3 : 0;
}

// --- resident registration numbers

constexpr int kReformYear = 2020, kReformMonth = 10;

// The date of birth in the first seven digits exists; the seventh tells the century.
std::optional<std::chrono::year_month_day> birth_date(std::string_view digits) {
  const auto number = [&](std::size_t at) {
    return (digits[at] - '0') * 10 + (digits[at + 1] - '0');
  };
  const char kind = digits[6];
  if (kind < '1' || kind > '8') return std::nullopt;
  // "8801234..." is a barcode rather than somebody born in 2088.
  constexpr int kLastYear = 2049;
  const bool last_century = kind == '1' || kind == '2' || kind == '5' || kind == '6';
  const std::chrono::year_month_day date(
      std::chrono::year((last_century ? 1900 : 2000) + number(0)),
      std::chrono::month(static_cast<unsigned>(number(2))),
      std::chrono::day(static_cast<unsigned>(number(4))));
  return date.ok() && static_cast<int>(date.year()) <= kLastYear ? std::optional(date)
                                                                 : std::nullopt;
}

// EAN-13, which the barcodes of goods carry (GS1): weights 1 and 3, modulo 10.
bool has_barcode_digit(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
  return sum % 10 == 0;
}

// The thirteenth digit: weights 2 to 9 and 2 to 5, modulo 11; foreigners (5 to 8) add 2.
bool has_resident_digit(std::string_view digits) {
  constexpr std::string_view kWeights = "234567892345";
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += (digits[i] - '0') * (kWeights[i] - '0');
  const int extra = digits[6] >= '5' ? 2 : 0;
  return (11 - sum % 11 + extra) % 10 == digits[12] - '0';
}

// A word shortly before that says what the number is.
bool is_announced(std::string_view text, std::size_t at) {
  const std::size_t from = at > 40 ? at - 40 : 0;
  const std::string_view before = text.substr(from, at - from);
  for (const std::string_view word : {"주민", "외국인등록", "RRN", "resident registration"}) {
    if (before.find(word) != std::string_view::npos) return true;
  }
  return false;
}

std::optional<PiiMatch> resident_number(const DigitGroups& groups) {
  if (groups.has_plus || groups.has_bracket) return std::nullopt;
  const bool hyphenated = groups.has_sizes({6, 7}) && groups.list[1].before == '-';
  const std::size_t count = hyphenated ? 2 : 1;
  if ((!hyphenated && groups.list[0].size() != 13) || !groups.may_end_after(count)) {
    return std::nullopt;
  }
  const std::string digits = groups.digits(count);
  const auto born = birth_date(digits);
  if (!born) return std::nullopt;
  PiiMatch match{groups.begin, groups.list[count - 1].end, PiiKind::kr_rrn,
                 has_resident_digit(digits)};
  const bool announced = is_announced(groups.text, groups.begin);
  if (!hyphenated && !announced && has_barcode_digit(digits)) return std::nullopt;
  if (match.has_check_digit) return match;
  // Without a check digit the form is all there is: order numbers of a day look the same.
  using std::chrono::month, std::chrono::year;
  const bool born_after = year(kReformYear) / month(kReformMonth) <= born->year() / born->month();
  const bool is_sure = announced || (hyphenated && born_after);
  return is_sure ? std::optional(match) : std::nullopt;
}

}  // namespace

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

bool has_luhn_digit(std::string_view digits) {
  int sum = 0;
  bool any = false;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int digit = digits[digits.size() - 1 - i] - '0';
    const int doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += i % 2 == 0 ? digit : doubled;
    any = any || digit != 0;
  }
  return any && sum % 10 == 0;
}

std::optional<PiiMatch> number_at(std::string_view text, std::size_t at, PiiKinds kinds) {
  const DigitGroups groups = groups_at(text, at);
  if (groups.count == 0) return std::nullopt;
  // "(010-1234-5678)": the bracket is no part of the number.
  if (groups.has_bracket && (groups.count < 2 || groups.list[1].before != ')')) return std::nullopt;
  if (kinds.has(PiiKind::kr_rrn)) {
    if (auto match = resident_number(groups)) return match;
  }
  if (kinds.has(PiiKind::card)) {
    if (const std::size_t count = card_groups(groups); count > 0) {
      return PiiMatch{at, groups.list[count - 1].end, PiiKind::card};
    }
  }
  if (kinds.has(PiiKind::phone)) {
    if (const std::size_t count = phone_groups(groups); count > 0) {
      return PiiMatch{at, groups.list[count - 1].end, PiiKind::phone};
    }
  }
  return std::nullopt;
}

}  // namespace lbl::validate
