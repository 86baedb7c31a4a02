// XXH3 hashing: 64-bit keys for tables and drawing, 128-bit digests for reports.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace lbl::base {

/// XXH3-64 of `bytes` with `seed`; the same on every machine and in every version of lbl.
std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);

/// Spreads the bits of a number over all 64: the finaliser of SplitMix64 (Steele, Lea and Flood
/// 2014).
inline std::uint64_t mixed(std::uint64_t number) {
  number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9u;
  number = (number ^ (number >> 27)) * 0x94D049BB133111EBu;
  return number ^ (number >> 31);
}

/// A 64-bit key as a number in the open interval (0, 1): the top 52 bits, centred in their cell.
double unit_interval(std::uint64_t key);

/// A running XXH3-128 digest of a byte stream.
class Digest {
 public:
  Digest();
  ~Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;

  void update(std::string_view bytes);
  /// 32 lower-case hexadecimal digits (canonical big-endian form, as `xxh128sum` prints).
  std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A digest of many records that does not depend on their order or on how they are split: the sum,
/// modulo 2^128, of their XXH3-128 values. Unlike an exclusive or, it tells one record from the
/// same record three times.
class ContentDigest {
 public:
  /// Adds one record. Records with another `seed` are other records.
  void add(std::string_view bytes, std::uint64_t seed = 0);
  void add(const ContentDigest& other);
  /// 32 lower-case hexadecimal digits; all zero when nothing was added.
  std::string hex() const;
  std::uint64_t high() const { return high_; }
  std::uint64_t low() const { return low_; }
  /// The digest with these halves.
  static ContentDigest of(std::uint64_t high, std::uint64_t low);

 private:
  std::uint64_t high_ = 0, low_ = 0;
};

}  // namespace lbl::base
