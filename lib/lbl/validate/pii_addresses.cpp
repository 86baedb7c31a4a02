// E-mail by the form that is in use (not all that RFC 5322 would allow), IP addresses, IBAN.
#include "lbl/validate/pii_addresses.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace lbl::validate {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_letter(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z');
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_local(char c) {
  return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// What follows the last dot of a file name rather than of a domain (icon@2x.png).
bool is_file_ending(std::string_view ending) {
  static constexpr std::array<std::string_view, 18> kEndings = {
      "png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "ico",  "js",
      "ts",  "css", "mp3",  "mp4", "wav", "pdf",  "xml", "json", "html"};
  return std::find(kEndings.begin(), kEndings.end(), lower(ending)) != kEndings.end();
}

// Where the domain that begins at `at` ends; `at` itself if there is none.
std::size_t domain_end(std::string_view text, std::size_t at) {
  std::size_t end = at, dots = 0, last_label = at;
  for (std::size_t i = at; i < text.size();) {
    std::size_t label_end = i;
    while (label_end < text.size() &&
           (is_letter(text[label_end]) || is_digit(text[label_end]) || text[label_end] == '-')) {
      ++label_end;
    }
    const bool ends_with_dash = label_end > i && text[label_end - 1] == '-';
    while (label_end > i && text[label_end - 1] == '-') --label_end;
    const std::size_t size = label_end - i;
    if (size == 0 || size > 63 || text[i] == '-') break;
    last_label = i;
    end = label_end;
    if (ends_with_dash || label_end >= text.size() || text[label_end] != '.') break;
    ++dots;
    i = label_end + 1;
  }
  const std::string_view ending = text.substr(last_label, end - last_label);
  const bool is_name = ending.size() >= 2 && ending.size() <= 24 &&
                       std::all_of(ending.begin(), ending.end(), is_letter);
  if (dots == 0 || last_label == at || !is_name || is_file_ending(ending)) return at;
  return end;
}

// Whether the word right before says that four numbers with dots are a version or a section.
bool names_a_version(std::string_view before) {
  while (!before.empty() &&
         (before.back() == ' ' || before.back() == '.' || before.back() == ':')) {
    before.remove_suffix(1);
  }
  if (before.ends_with("버전")) return true;
  std::size_t begin = before.size();
  while (begin > 0 && is_letter(before[begin - 1])) --begin;
  const std::string word = lower(before.substr(begin));
  static constexpr std::array<std::string_view, 12> kWords = {
      "v",   "ver",      "version", "versions", "release", "build",
      "rev", "revision", "section", "chapter",  "sec",     "firmware"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// Lengths of the IBAN registry (SWIFT, ISO 13616) by country.
constexpr std::array<std::pair<std::string_view, std::size_t>, 78> kIbanLengths = {
    {{"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22},
     {"BH", 22}, {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22},
     {"DK", 18}, {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18}, {"FO", 18}, {"FR", 27},
     {"GB", 22}, {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27}, {"GT", 28}, {"HR", 21}, {"HU", 28},
     {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26}, {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20},
     {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21}, {"LY", 25}, {"MC", 27},
     {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MR", 27}, {"MT", 31}, {"MU", 30}, {"NL", 18}, {"NO", 15},
     {"PK", 24}, {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"SA", 24},
     {"SC", 31}, {"SD", 18}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"ST", 25}, {"SV", 28},
     {"TL", 23}, {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}, {"XK", 20}}};

// ISO 7064 mod 97-10 over the number with its first four characters last.
bool has_iban_digits(std::string_view number) {
  unsigned rest = 0;
  for (std::size_t i = 0; i < number.size(); ++i) {
    const char c = number[(i + 4) % number.size()];
    const unsigned value =
        is_digit(c) ? static_cast<unsigned>(c - '0') : static_cast<unsigned>(c - 'A') + 10;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest == 1;
}

// The IPv6 groups of a token; none if it is no address.
bool is_ip6(std::string_view token) {
  const std::size_t gap = token.find("::");
  if (gap != std::string_view::npos && token.find("::", gap + 1) != std::string_view::npos) {
    return false;
  }
  std::size_t groups = 0, size = 0;
  for (std::size_t i = 0; i <= token.size(); ++i) {
    if (i < token.size() && is_hex(token[i])) {
      ++size;
      continue;
    }
    if (size > 4) return false;
    groups += size > 0 ? 1 : 0;
    size = 0;
  }
  return gap == std::string_view::npos ? groups == 8 : groups >= 2 && groups < 8;
}

}  // namespace

std::optional<PiiMatch> email_around(std::string_view text, std::size_t at, std::size_t from) {
  std::size_t begin = at;
  while (begin > from && is_local(text[begin - 1]) && at - begin < 64) --begin;
  while (begin < at && (text[begin] == '.' || text[begin] == '-' || text[begin] == '%')) ++begin;
  const std::string_view local = text.substr(begin, at - begin);
  if (local.empty() || local.back() == '.' || local.find("..") != std::string_view::npos) {
    return std::nullopt;
  }
  // A name that goes on to the left is no address that we know where it begins.
  if (begin > from && is_local(text[begin - 1]) && at - begin >= 64) return std::nullopt;
  if (local == "git") return std::nullopt;  // git@host:path is nobody's
  const std::size_t end = domain_end(text, at + 1);
  if (end == at + 1) return std::nullopt;
  return PiiMatch{begin, end, PiiKind::email};
}

std::optional<PiiMatch> ip4_at(std::string_view text, std::size_t at) {
  std::array<int, 4> parts{};
  std::size_t end = at;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t start = end;
    while (end < text.size() && is_digit(text[end]) && end - start < 3) {
      parts[i] = parts[i] * 10 + (text[end] - '0');
      ++end;
    }
    if (end == start || parts[i] > 255 || (text[start] == '0' && end - start > 1)) {
      return std::nullopt;
    }
    if (i < 3 && (end >= text.size() || text[end++] != '.')) return std::nullopt;
  }
  if (end < text.size()) {
    const char next = text[end];
    if (is_digit(next) || is_letter(next) || next == '_' || next == '-') return std::nullopt;
    if (next == '.' && end + 1 < text.size() && is_digit(text[end + 1])) return std::nullopt;
  }
  // Small numbers are a version or a section; these addresses are everybody's.
  const bool small = std::all_of(parts.begin(), parts.end(), [](int part) { return part < 10; });
  const bool nobodys = parts[0] == 0 || parts[0] == 127 || parts[0] == 255;
  if (small || nobodys || names_a_version(text.substr(0, at))) return std::nullopt;
  return PiiMatch{at, end, PiiKind::ip};
}

std::optional<PiiMatch> ip6_around(std::string_view text, std::size_t at, std::size_t from) {
  std::size_t begin = at, end = at;
  while (begin > from && (is_hex(text[begin - 1]) || text[begin - 1] == ':')) --begin;
  while (end < text.size() && (is_hex(text[end]) || text[end] == ':')) ++end;
  while (end > at && text[end - 1] == ':' && !(end >= 2 && text[end - 2] == ':')) --end;
  const auto is_word = [](char c) { return is_letter(c) || is_digit(c) || c == '_'; };
  if (begin > 0 && is_word(text[begin - 1])) return std::nullopt;
  if (end < text.size() && is_word(text[end])) return std::nullopt;
  const std::string token = lower(text.substr(begin, end - begin));
  // Global unicast, unique local and link-local addresses (RFC 4291, 4193).
  const bool in_use =
      token.size() > 4 && is_hex(token[1]) &&
      (((token[0] == '2' || token[0] == '3') && is_hex(token[2]) && is_hex(token[3]) &&
        token[4] == ':') ||
       token.starts_with("fe80") || token.starts_with("fc") || token.starts_with("fd"));
  if (!in_use || !is_ip6(token)) return std::nullopt;
  return PiiMatch{begin, end, PiiKind::ip};
}

std::optional<PiiMatch> iban_at(std::string_view text, std::size_t at) {
  if (text.size() - at < 15 || !is_upper(text[at + 1]) || !is_digit(text[at + 2]) ||
      !is_digit(text[at + 3])) {
    return std::nullopt;
  }
  const std::string_view country = text.substr(at, 2);
  const auto* const known = std::find_if(kIbanLengths.begin(), kIbanLengths.end(),
                                         [&](const auto& one) { return one.first == country; });
  if (known == kIbanLengths.end()) return std::nullopt;
  std::string number;
  std::size_t end = at;
  for (; end < text.size() && number.size() < known->second; ++end) {
    const char c = text[end];
    if (is_upper(c) || is_digit(c)) {
      number += c;
    } else if (c != ' ' || number.size() % 4 != 0 || text[end - 1] == ' ') {
      break;
    }
  }
  if (number.size() != known->second || !has_iban_digits(number)) return std::nullopt;
  if (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) return std::nullopt;
  return PiiMatch{at, end, PiiKind::iban};
}

}  // namespace lbl::validate
