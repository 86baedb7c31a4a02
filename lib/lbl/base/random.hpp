// Random numbers that are the same on every machine: a seeded stream for resampling and permuting.
#pragma once

#include <cstdint>
#include <string_view>

namespace lbl::base {

/// A stream of 64-bit numbers: SplitMix64 (Steele, Lea and Flood 2014), one addition and one mixing
/// a number. Streams of different seeds are independent for our purposes.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  /// The stream for one of many uses of the same seed, such as one slice of a report.
  Random(std::uint64_t seed, std::string_view use);

  std::uint64_t next();
  /// A number in [0, bound), each equally likely (Lemire 2019); `bound` > 0.
  std::uint64_t below(std::uint64_t bound);
  /// A number in the open interval (0, 1).
  double uniform();
  /// A standard normal number (Marsaglia's polar method).
  double normal();

 private:
  std::uint64_t state_;
  double spare_ = 0;
  enum class Spare : std::uint8_t { none, ready } has_spare_ = Spare::none;
};

}  // namespace lbl::base
