// Walks over a text once; "@", digits and capital letters are where personal data can begin.
#include "lbl/validate/pii.hpp"

#include <algorithm>
#include <array>

#include "lbl/validate/pii_addresses.hpp"
#include "lbl/validate/pii_numbers.hpp"

namespace lbl::validate {

namespace {

constexpr std::array<std::string_view, kPiiKinds> kNames = {"email",  "phone", "card",
                                                            "kr-rrn", "ip",    "iban"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Whether a number may begin at `at`: not within a word or a longer number.
bool is_free_before(std::string_view text, std::size_t at) {
  if (at == 0) return true;
  const char c = text[at - 1];
  if (is_digit(c) || is_letter(c) || c == '_' || c == '#' || c == '$') return false;
  const bool joins =
      c == '-' || c == '.' || c == ',' || c == '/' || c == ':' || c == '=' || c == '+';
  if (!joins) return true;
  if (c == '=' || c == '/' || c == '+') return c == '=';
  // "tel:010-..." and "- 010-...": only a digit or letter before the sign makes it one number.
  return at < 2 || !(is_digit(text[at - 2]) || (c == '-' && is_letter(text[at - 2])));
}

bool may_start_number(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (is_digit(c)) return is_free_before(text, at);
  if (c != '+' && c != '(') return false;
  const bool digit_follows = at + 1 < text.size() && is_digit(text[at + 1]);
  return digit_follows && is_free_before(text, at);
}

// Shows the first `first` and the last `last` letters and digits, and all that stands between them.
std::string with_stars(std::string_view piece, std::size_t first, std::size_t last) {
  std::string out(piece);
  const auto shows = [](char c) { return is_digit(c) || is_letter(c); };
  const auto total = static_cast<std::size_t>(std::count_if(out.begin(), out.end(), shows));
  std::size_t at = 0;
  for (char& c : out) {
    if (!shows(c)) continue;
    if (at >= first && at + last < total) c = '*';
    ++at;
  }
  return out;
}

std::string masked_email(std::string_view piece) {
  const std::size_t sign = piece.find('@');
  const std::size_t dot = piece.rfind('.');
  if (sign == std::string_view::npos || dot == std::string_view::npos || dot < sign) return "***";
  return std::string(piece.substr(0, 1)) + "***@" + std::string(piece.substr(sign + 1, 1)) + "***" +
         std::string(piece.substr(dot));
}

std::string lower(std::string_view piece) {
  std::string out(piece);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string phone_identity(std::string_view piece) {
  std::string digits = digits_of(piece);
  if (!piece.starts_with('+')) return digits;
  if (!digits.starts_with("82")) return "+" + digits;
  digits.erase(0, 2);
  return digits.starts_with('0') ? digits : "0" + digits;
}

}  // namespace

PiiKinds PiiKinds::all() {
  PiiKinds kinds;
  for (std::size_t i = 0; i < kPiiKinds; ++i) kinds.add(static_cast<PiiKind>(i));
  return kinds;
}

std::string_view pii_kind_name(PiiKind kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

std::optional<PiiKind> pii_kind(std::string_view name) {
  const auto at = std::find(kNames.begin(), kNames.end(), name);
  if (at == kNames.end()) return std::nullopt;
  return static_cast<PiiKind>(at - kNames.begin());
}

void find_pii(std::string_view text, PiiKinds kinds, std::vector<PiiMatch>& found) {
  std::size_t free_from = 0;  // nothing before was found already
  const auto take = [&](const std::optional<PiiMatch>& match) {
    if (!match) return false;
    found.push_back(*match);
    free_from = match->end;
    return true;
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    bool taken = false;
    if (c == '@' && kinds.has(PiiKind::email)) {
      taken = take(email_around(text, at, free_from));
    } else if (c == ':' && kinds.has(PiiKind::ip)) {
      taken = take(ip6_around(text, at, free_from));
    } else if (is_digit(c) || c == '+' || c == '(') {
      if (may_start_number(text, at)) {
        if (kinds.has(PiiKind::ip) && is_digit(c)) taken = take(ip4_at(text, at));
        if (!taken) taken = take(number_at(text, at, kinds));
      }
    } else if (c >= 'A' && c <= 'Z' && kinds.has(PiiKind::iban)) {
      const bool begins = at == 0 || (!is_letter(text[at - 1]) && !is_digit(text[at - 1]));
      if (begins) taken = take(iban_at(text, at));
    }
    at = taken ? free_from : at + 1;
  }
}

std::string masked_pii(PiiKind kind, std::string_view piece) {
  switch (kind) {
    case PiiKind::email:
      return masked_email(piece);
    case PiiKind::phone:
      return with_stars(piece, 3, 2);
    case PiiKind::card:
      return with_stars(piece, 0, 4);
    case PiiKind::kr_rrn:
      return with_stars(piece, 2, 0);
    case PiiKind::ip:
      return with_stars(piece, std::min(piece.find_first_of(".:"), piece.size()), 0);
    case PiiKind::iban:
      return with_stars(piece, 2, 2);
  }
  return "***";
}

void hide_pii(std::string& text, PiiKinds kinds) {
  if (kinds.empty()) return;
  // The letter of "\\n" is no part of a number after it; elsewhere a backslash is only itself.
  constexpr std::string_view kEscapes = "\"\\/bfnrtu";
  std::string plain = text;
  for (std::size_t at = 0; at + 1 < plain.size(); ++at) {
    if (plain[at] != '\\' || kEscapes.find(plain[at + 1]) == std::string_view::npos) continue;
    plain[at] = ' ';
    plain[++at] = ' ';
  }
  std::vector<PiiMatch> matches;
  find_pii(plain, kinds, matches);
  for (const PiiMatch& match : matches) {
    for (std::size_t at = match.begin; at < match.end; ++at) {
      if (is_digit(text[at]) || is_letter(text[at])) text[at] = '*';
    }
  }
}

std::string pii_identity(PiiKind kind, std::string_view piece) {
  switch (kind) {
    case PiiKind::phone:
      return phone_identity(piece);
    case PiiKind::card:
    case PiiKind::kr_rrn:
      return digits_of(piece);
    case PiiKind::iban: {
      std::string out = lower(piece);
      out.erase(std::remove(out.begin(), out.end(), ' '), out.end());
      return out;
    }
    case PiiKind::email:
    case PiiKind::ip:
      break;
  }
  return lower(piece);
}

}  // namespace lbl::validate
