// Random numbers that nobody can foresee, for noise that protects people (libsodium).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lbl::base {

/// A stream of numbers from the system's secure generator or, for tests, from a key: ChaCha20 under
/// that key, so that the same key gives the same numbers.
class SecureRandom {
 public:
  SecureRandom();
  /// Any text is a key; it is hashed to 32 bytes.
  explicit SecureRandom(std::string_view key);

  std::uint64_t next();
  /// A number in [0, bound), each equally likely; `bound` > 0.
  std::uint64_t below(std::uint64_t bound);

 private:
  void refill();

  static constexpr std::size_t kWords = 256;
  enum class Kind : std::uint8_t { system, keyed } kind_ = Kind::system;
  std::array<unsigned char, 32> key_{};
  std::uint64_t blocks_ = 0;
  std::array<std::uint64_t, kWords> words_{};
  std::size_t used_ = kWords;
};

}  // namespace lbl::base
