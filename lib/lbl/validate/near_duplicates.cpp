// MinHash signatures in bands, and an exact look at what they bring near.
#include "lbl/validate/near_duplicates.hpp"

#include <algorithm>
#include <cstring>

namespace lbl::validate {

namespace {

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

std::uint32_t& NearDuplicates::head(std::size_t band, const Bins& bins) {
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, bins.data() + band * kBand, kBand);
  return heads_[band * keys_ + (mixed(bytes) & (keys_ - 1))];
}

std::optional<NearDuplicates::Match> NearDuplicates::nearest(const TextSketch& sketch,
                                                             std::string_view letters) {
  candidates_.clear();
  for (std::size_t band = 0; band < kBands; ++band) {
    std::uint32_t at = head(band, sketch.bins);
    for (std::size_t i = 0; i < kMostInBand && at != 0; ++i) {
      const Entry& entry = entries_[at - 1];
      std::size_t equal = 0;
      for (std::size_t bin = 0; bin < TextSketch::kBins; ++bin) {
        equal += entry.bins[bin] == sketch.bins[bin] ? 1 : 0;
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
  shingle_set(letters, shingles_);
  for (const std::uint32_t candidate : candidates_) {
    const Entry& entry = entries_[candidate];
    shingle_set(texts_.text(entry.text), others_);
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
      std::uint32_t& first = head(band, entry.bins);
      entry.next[band] = first;
      first = static_cast<std::uint32_t>(i) + 1;
    }
  }
}

void NearDuplicates::add(const TextSketch& sketch, std::uint32_t text, std::uint32_t number) {
  if (entries_.size() >= keys_) grow();
  Entry& entry = entries_.emplace_back();
  entry.bins = sketch.bins;
  entry.text = text;
  entry.number = number;
  for (std::size_t band = 0; band < kBands; ++band) {
    std::uint32_t& first = head(band, sketch.bins);
    entry.next[band] = first;
    first = static_cast<std::uint32_t>(entries_.size());
  }
}

std::optional<NearDuplicates::Match> NearDuplicates::see(std::string_view text) {
  letters_.clear();
  const TextSketch sketch = sketcher_.sketch(text, letters_);
  return see(sketch, letters_);
}

std::optional<NearDuplicates::Match> NearDuplicates::see(const TextSketch& sketch,
                                                         std::string_view letters) {
  const std::uint32_t number = seen_++;
  if (sketch.is_too_short) return std::nullopt;
  const std::uint32_t known = texts_.size();
  const std::uint32_t id = texts_.add(letters, sketch.hash);
  if (id < known) return Match{numbers_of_texts_[id], 1};
  numbers_of_texts_.emplace_back() = number;
  if (keys_ == 0) grow();
  const std::optional<Match> match = nearest(sketch, letters);
  add(sketch, id, number);
  return match;
}

}  // namespace lbl::validate
