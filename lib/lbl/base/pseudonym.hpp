// Keyed pseudonyms: the same secret and the same text give the same letters, and nobody without the
// secret can tell which text they came from.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace lbl::base {

/// Makes pseudonyms by BLAKE2b with a key (RFC 7693, libsodium's crypto_generichash).
class Pseudonyms {
 public:
  static constexpr std::size_t kShortestSecret = 16;

  /// `secret` is any bytes, kShortestSecret at least. Throws Error (usage) for a shorter one.
  explicit Pseudonyms(std::string_view secret);

  /// Sixteen letters from "a" to "p" for `text`; texts of different `kind` never share them. No
  /// digit is among them, so that a pseudonym does not look like a number.
  std::string letters(std::string_view kind, std::string_view text) const;

 private:
  std::array<unsigned char, 32> key_{};
};

}  // namespace lbl::base
