// Random numbers that nobody can foresee, for noise that protects people (libsodium).
#include "lbl/base/secure_random.hpp"

#include <sodium.h>

#include <cstring>

#include "lbl/base/error.hpp"

namespace lbl::base {

SecureRandom::SecureRandom() {
  if (sodium_init() < 0) {
    throw Error(ErrorKind::input, "the system's secure random generator does not work");
  }
}

SecureRandom::SecureRandom(std::string_view key) : SecureRandom() {
  kind_ = Kind::keyed;
  crypto_generichash(key_.data(), key_.size(), reinterpret_cast<const unsigned char*>(key.data()),
                     key.size(), nullptr, 0);
}

std::uint64_t SecureRandom::next() {
  if (used_ == kWords) refill();
  return words_[used_++];
}

std::uint64_t SecureRandom::below(std::uint64_t bound) {
  // Numbers beyond the last whole multiple of the bound would make some results likelier.
  const std::uint64_t rest = (0 - bound) % bound;
  std::uint64_t number = next();
  while (number < rest) number = next();
  return number % bound;
}

void SecureRandom::refill() {
  std::array<unsigned char, kWords * sizeof(std::uint64_t)> bytes{};
  if (kind_ == Kind::system) {
    randombytes_buf(bytes.data(), bytes.size());
  } else {
    std::array<unsigned char, crypto_stream_chacha20_NONCEBYTES> nonce{};
    std::memcpy(nonce.data(), &blocks_, sizeof(blocks_));
    ++blocks_;
    crypto_stream_chacha20(bytes.data(), bytes.size(), nonce.data(), key_.data());
  }
  std::memcpy(words_.data(), bytes.data(), bytes.size());
  used_ = 0;
}

}  // namespace lbl::base
