// MinHash signatures in bands, and an exact look at what they bring near.
#include "lbl/validate/near_duplicates.hpp"

#include <algorithm>
#include <cstring>

#include "lbl/base/text.hpp"
#include "lbl/base/unicode.hpp"

namespace lbl::validate {

namespace {

constexpr std::size_t kShingle = 3;
constexpr unsigned kCodePointBits = 21;
// Where many texts share a band, only the latest are looked at.
constexpr std::size_t kMostInBand = 6;
constexpr std::size_t kMostCompared = 4;
// Fewer equal bins than this mean a similarity far below kNear.
constexpr std::size_t kFewestEqualBins = 15;

// The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

void shingles_of(const std::vector<char32_t>& letters, std::vector<std::uint64_t>& out) {
  out.clear();
  constexpr std::uint64_t kMask = (std::uint64_t{1} << (kShingle * kCodePointBits)) - 1;
  std::uint64_t shingle = 0;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    shingle = (shingle << kCodePointBits | letters[i]) & kMask;
    if (i + 1 >= kShingle) out.push_back(shingle);
  }
}

void make_set(std::vector<std::uint64_t>& shingles) {
  std::sort(shingles.begin(), shingles.end());
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
}

}  // namespace

double jaccard(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::size_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) {
      ++common;
      ++i;
      ++j;
    } else if (a[i] < b[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  const std::size_t all = a.size() + b.size() - common;
  return all == 0 ? 1 : static_cast<double>(common) / static_cast<double>(all);
}

// Each half of a shingle's hash drops the shingle into one bin of its half of the signature; a bin
// keeps the least. A bin without any takes over a full one's, the same for equal sets.
NearDuplicates::Signature NearDuplicates::signature_of() const {
  constexpr std::size_t kHalf = kBins / 2;
  constexpr std::uint32_t kEmpty = 0xFFFFFFFFu;
  constexpr unsigned kValueBits = 28;
  std::array<std::uint32_t, kBins> least{};
  least.fill(kEmpty);
  for (const std::uint64_t shingle : shingles_) {
    const std::uint64_t hash = mixed(shingle);
    const auto low = static_cast<std::uint32_t>(hash),
               high = static_cast<std::uint32_t>(hash >> 32);
    constexpr std::uint32_t kValue = (1u << kValueBits) - 1;
    std::uint32_t& first = least[low >> kValueBits];
    std::uint32_t& second = least[kHalf + (high >> kValueBits)];
    first = std::min(first, low & kValue);
    second = std::min(second, high & kValue);
  }
  Signature signature;
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    std::uint32_t value = least[bin];
    for (std::uint64_t attempt = 1; value == kEmpty; ++attempt) {
      value = least[mixed(bin * 1000 + attempt) % kBins];
    }
    signature.bins[bin] = static_cast<std::uint8_t>(mixed(value));
  }
  return signature;
}

std::uint32_t& NearDuplicates::head(std::size_t band, const Signature& signature) {
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, signature.bins.data() + band * kBand, kBand);
  return heads_[band * keys_ + (mixed(bytes) & (keys_ - 1))];
}

std::optional<NearDuplicates::Match> NearDuplicates::nearest(const Signature& signature) {
  candidates_.clear();
  for (std::size_t band = 0; band < kBands; ++band) {
    std::uint32_t at = head(band, signature);
    for (std::size_t i = 0; i < kMostInBand && at != 0; ++i) {
      const Entry& entry = entries_[at - 1];
      std::size_t equal = 0;
      for (std::size_t bin = 0; bin < kBins; ++bin) {
        equal += entry.signature.bins[bin] == signature.bins[bin] ? 1 : 0;
      }
      if (equal >= kFewestEqualBins &&
          std::find(candidates_.begin(), candidates_.end(), at - 1) == candidates_.end()) {
        candidates_.push_back(at - 1);
      }
      at = entry.next[band];
    }
    if (candidates_.size() >= kMostCompared) break;
  }
  std::optional<Match> best;
  if (candidates_.empty()) return best;
  make_set(shingles_);
  for (const std::uint32_t candidate : candidates_) {
    const Entry& entry = entries_[candidate];
    const std::string_view letters = texts_.text(entry.text);
    other_letters_.clear();
    for (std::size_t at = 0; at < letters.size();) {
      const base::CodePoint point = base::code_point_at(letters, at);
      other_letters_.push_back(static_cast<char32_t>(point.value));
      at += point.bytes;
    }
    shingles_of(other_letters_, others_);
    make_set(others_);
    const double similarity = jaccard(shingles_, others_);
    const bool better = !best || similarity > best->similarity ||
                        (similarity == best->similarity && entry.number < best->number);
    if (similarity >= kNear && better) best = Match{entry.number, similarity};
  }
  return best;
}

void NearDuplicates::grow() {
  keys_ = keys_ == 0 ? std::size_t{1} << 10 : keys_ * 4;
  heads_.assign(kBands * keys_, 0);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    Entry& entry = entries_[i];
    for (std::size_t band = 0; band < kBands; ++band) {
      std::uint32_t& first = head(band, entry.signature);
      entry.next[band] = first;
      first = static_cast<std::uint32_t>(i) + 1;
    }
  }
}

void NearDuplicates::add(const Signature& signature, std::uint32_t text, std::uint32_t number) {
  if (entries_.size() >= keys_) grow();
  Entry& entry = entries_.emplace_back();
  entry.signature = signature;
  entry.text = text;
  entry.number = number;
  for (std::size_t band = 0; band < kBands; ++band) {
    std::uint32_t& first = head(band, signature);
    entry.next[band] = first;
    first = static_cast<std::uint32_t>(entries_.size());
  }
}

std::optional<NearDuplicates::Match> NearDuplicates::see(std::string_view text) {
  const std::uint32_t number = seen_++;
  base::comparable_letters(text, letters_);
  if (letters_.size() < kFewestLetters) return std::nullopt;
  const std::uint32_t known = texts_.size();
  utf8_.clear();
  for (const char32_t letter : letters_) base::append_code_point(utf8_, letter);
  const std::uint32_t id = texts_.add(utf8_);
  if (id < known) return Match{numbers_of_texts_[id], 1};
  numbers_of_texts_.emplace_back() = number;
  shingles_of(letters_, shingles_);
  const Signature signature = signature_of();
  if (keys_ == 0) grow();
  const std::optional<Match> match = nearest(signature);
  add(signature, id, number);
  return match;
}

}  // namespace lbl::validate
