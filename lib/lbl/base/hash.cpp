// Wraps xxHash.
#include "lbl/base/hash.hpp"

#include <fmt/format.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace lbl::base {

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

double unit_interval(std::uint64_t key) {
  // 52 bits and a half are a double's whole significand: with 53 the largest key rounds to 1.
  return (static_cast<double>(key >> 12) + 0.5) * 0x1.0p-52;
}

struct Digest::State {
  XXH3_state_t xxh;
};

Digest::Digest() : state_(std::make_unique<State>()) {
  XXH3_128bits_reset(&state_->xxh);
}
Digest::~Digest() = default;
Digest::Digest(Digest&&) noexcept = default;
Digest& Digest::operator=(Digest&&) noexcept = default;

void Digest::update(std::string_view bytes) {
  XXH3_128bits_update(&state_->xxh, bytes.data(), bytes.size());
}

std::string Digest::hex() const {
  const XXH128_hash_t digest = XXH3_128bits_digest(&state_->xxh);
  return fmt::format("{:016x}{:016x}", digest.high64, digest.low64);
}

void ContentDigest::add(std::string_view bytes, std::uint64_t seed) {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(bytes.data(), bytes.size(), seed);
  add(of(hash.high64, hash.low64));
}

void ContentDigest::add(const ContentDigest& other) {
  low_ += other.low_;
  high_ += other.high_ + (low_ < other.low_ ? 1 : 0);
}

std::string ContentDigest::hex() const {
  return fmt::format("{:016x}{:016x}", high_, low_);
}

ContentDigest ContentDigest::of(std::uint64_t high, std::uint64_t low) {
  ContentDigest digest;
  digest.high_ = high;
  digest.low_ = low;
  return digest;
}

}  // namespace lbl::base
