// Personal data in a text: e-mail and IP addresses, telephone, card, account and resident numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lbl::validate {

enum class PiiKind : std::uint8_t { email, phone, card, kr_rrn, ip, iban };
constexpr std::size_t kPiiKinds = 6;

/// "email", "phone", "card", "kr-rrn", "ip", "iban": as the guideline's "pii" names them.
std::string_view pii_kind_name(PiiKind kind);
std::optional<PiiKind> pii_kind(std::string_view name);

/// A set of kinds.
class PiiKinds {
 public:
  /// All of them.
  static PiiKinds all();

  void add(PiiKind kind) { bits_ |= 1u << static_cast<unsigned>(kind); }
  bool has(PiiKind kind) const { return (bits_ >> static_cast<unsigned>(kind) & 1u) != 0; }
  bool empty() const { return bits_ == 0; }

 private:
  unsigned bits_ = 0;
};

/// A piece of personal data in a text.
struct PiiMatch {
  std::size_t begin = 0, end = 0;  ///< bytes of the text; half-open, never within a character
  PiiKind kind = PiiKind::email;
  /// kr_rrn only: the check digit is right. Numbers issued since October 2020 have none.
  bool has_check_digit = true;
};

/// The pieces of personal data of `kinds` in `text` (UTF-8), in order and apart from each other.
///
/// Precision goes before recall: what has a check digit must have the right one (cards by Luhn,
/// IBAN by ISO 7064 mod 97-10 and the length of its country, resident numbers unless they can be of
/// the kind without), dates must exist, telephone numbers must have a form that is dialled (Korean
/// ones by their prefixes, others with "+" and a country code, or as North America writes them).
/// ASCII letters and digits beside a number make it something else; Hangul does not, since Korean
/// puts no blank before a particle. Near misses that stay silent: order numbers, dates, versions
/// (1.2.3.4), prices, image names (icon@2x.png), loopback addresses.
void find_pii(std::string_view text, PiiKinds kinds, std::vector<PiiMatch>& found);

/// `piece`, a text that was found, as findings show it: a***@e***.com, 010-****-**78.
std::string masked_pii(PiiKind kind, std::string_view piece);

/// Puts "*" for every letter and digit of the personal data in `text`, whose length stays; `text`
/// may be JSON with its escapes. For lines and messages that quote from a record.
void hide_pii(std::string& text, PiiKinds kinds);

/// `piece` in the one form that all spellings of the same number or address have: digits alone,
/// Korean telephone numbers without country code, addresses in lower case. What pseudonyms are
/// made of.
std::string pii_identity(PiiKind kind, std::string_view piece);

}  // namespace lbl::validate
