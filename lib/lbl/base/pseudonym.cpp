// Wraps libsodium.
#include "lbl/base/pseudonym.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include "lbl/base/error.hpp"

namespace lbl::base {

namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Pseudonyms::Pseudonyms(std::string_view secret) {
  if (secret.size() < kShortestSecret) {
    throw Error(ErrorKind::usage,
                fmt::format("the key has {} bytes, {} are the least; make one with `head -c 32 "
                            "/dev/urandom > FILE`, and keep it",
                            secret.size(), kShortestSecret));
  }
  if (sodium_init() < 0) throw Error(ErrorKind::usage, "libsodium cannot be used here");
  crypto_generichash(key_.data(), key_.size(), bytes_of(secret), secret.size(), nullptr, 0);
}

std::string Pseudonyms::letters(std::string_view kind, std::string_view text) const {
  std::string message(kind);
  message += '\0';
  message += text;
  std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
  crypto_generichash(hash.data(), hash.size(), bytes_of(message), message.size(), key_.data(),
                     key_.size());
  std::string out;
  for (std::size_t i = 0; i < 8; ++i) {
    out += static_cast<char>('a' + (hash[i] >> 4U));
    out += static_cast<char>('a' + (hash[i] & 0xFU));
  }
  return out;
}

}  // namespace lbl::base
