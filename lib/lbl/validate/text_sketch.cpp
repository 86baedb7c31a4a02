// Letters, shingles and their MinHash.
#include "lbl/validate/text_sketch.hpp"

#include <algorithm>
#include <bit>

#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"
#include "lbl/base/unicode.hpp"
#include "lbl/validate/near_duplicates.hpp"

namespace lbl::validate {

namespace {

constexpr std::size_t kShingle = 3;
constexpr unsigned kCodePointBits = 21;

class ShingleRoll {
 public:
  // Takes one letter more; the shingle that it ends stands in shingle() once is_full().
  void take(std::uint32_t letter) {
    constexpr std::uint64_t kMask = (std::uint64_t{1} << (kShingle * kCodePointBits)) - 1;
    shingle_ = (shingle_ << kCodePointBits | letter) & kMask;
    ++taken_;
  }
  bool is_full() const { return taken_ >= kShingle; }
  std::uint64_t shingle() const { return shingle_; }

 private:
  std::uint64_t shingle_ = 0;
  std::size_t taken_ = 0;
};

// Each half of a shingle's hash drops the shingle into one bin of its half of the signature; a bin
// keeps the least. A bin without any takes over a full one's, the same for equal sets.
std::array<std::uint8_t, TextSketch::kBins> min_hash(const std::vector<std::uint64_t>& shingles) {
  constexpr std::size_t kBins = TextSketch::kBins;
  constexpr std::size_t kHalf = kBins / 2;
  constexpr std::uint32_t kEmpty = 0xFFFFFFFFu;
  constexpr unsigned kValueBits = 28;
  std::array<std::uint32_t, kBins> least{};
  least.fill(kEmpty);
  for (const std::uint64_t shingle : shingles) {
    const std::uint64_t hash = base::mixed(shingle);
    const auto low = static_cast<std::uint32_t>(hash),
               high = static_cast<std::uint32_t>(hash >> 32);
    constexpr std::uint32_t kValue = (1u << kValueBits) - 1;
    std::uint32_t& first = least[low >> kValueBits];
    std::uint32_t& second = least[kHalf + (high >> kValueBits)];
    first = std::min(first, low & kValue);
    second = std::min(second, high & kValue);
  }
  std::array<std::uint8_t, kBins> bins{};
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    std::uint32_t value = least[bin];
    for (std::uint64_t attempt = 1; value == kEmpty; ++attempt) {
      value = least[base::mixed(bin * 1000 + attempt) % kBins];
    }
    bins[bin] = static_cast<std::uint8_t>(base::mixed(value));
  }
  return bins;
}

}  // namespace

TextSketch TextSketcher::sketch(std::string_view text, std::string& letters) {
  TextSketch sketch;
  base::comparable_letters(text, letters_);
  sketch.begin = static_cast<std::uint32_t>(letters.size());
  if (letters_.size() < NearDuplicates::kFewestLetters) {
    sketch.is_too_short = true;
    return sketch;
  }
  shingles_.clear();
  ShingleRoll roll;
  for (const char32_t letter : letters_) {
    base::append_code_point(letters, letter);
    roll.take(letter);
    if (roll.is_full()) shingles_.push_back(roll.shingle());
  }
  sketch.size = static_cast<std::uint32_t>(letters.size()) - sketch.begin;
  sketch.hash = base::hash64(std::string_view(letters).substr(sketch.begin));
  sketch.bins = min_hash(shingles_);
  return sketch;
}

std::size_t ShingleSet::slot_of(std::uint64_t shingle) const {
  // Multiplicative hashing (Knuth 1998, section 6.4): 2^64 by the golden ratio.
  constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15u;
  std::size_t slot = (shingle * kGolden) >> shift_;
  while (slots_[slot] != 0 && slots_[slot] != shingle + 1) slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

void ShingleSet::assign(std::string_view letters) {
  constexpr std::size_t kLeast = 64;
  const std::size_t capacity = std::bit_ceil(std::max(kLeast, 2 * letters.size()));
  slots_.assign(capacity, 0);
  shift_ = 64U - static_cast<unsigned>(std::countr_zero(capacity));
  members_.clear();
  ShingleRoll roll;
  for (std::size_t at = 0; at < letters.size();) {
    const base::CodePoint point = base::code_point_at(letters, at);
    at += point.bytes;
    roll.take(static_cast<std::uint32_t>(point.value));
    if (!roll.is_full()) continue;
    std::uint64_t& slot = slots_[slot_of(roll.shingle())];
    if (slot != 0) continue;
    slot = roll.shingle() + 1;
    members_.push_back(roll.shingle());
  }
}

double ShingleSet::jaccard(const ShingleSet& other) const {
  if (size() == 0 && other.size() == 0) return 1;
  std::size_t common = 0;
  for (const std::uint64_t shingle : other.members_) {
    common += slots_[slot_of(shingle)] != 0 ? 1 : 0;
  }
  return static_cast<double>(common) / static_cast<double>(size() + other.size() - common);
}

}  // namespace lbl::validate
