// XXH3 hashing: 64-bit keys for tables and drawing, 128-bit digests for reports.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace lbl::base {

/// XXH3-64 of `bytes` with `seed`; the same on every machine and in every version of lbl.
std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);

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

}  // namespace lbl::base
