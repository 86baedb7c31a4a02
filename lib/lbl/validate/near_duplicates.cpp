// MinHash signatures in bands, and an exact look at what they bring near.
#include "lbl/validate/near_duplicates.hpp"

#include <algorithm>
#include <cstring>

#include "lbl/base/hash.hpp"
#include "lbl/base/prefetch.hpp"

namespace lbl::validate {

namespace {

constexpr std::size_t kMostCompared = 4;
// Fewer equal bins than this mean a similarity far below kNear.
constexpr std::size_t kFewestEqualBins = 15;

}  // namespace

std::size_t NearDuplicates::head_of(std::size_t band, const Bins& bins) const {
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, bins.data() + band * kBand, kBand);
  return band * keys_ + (base::mixed(bytes) & (keys_ - 1));
}

void NearDuplicates::prefetch(const TextSketch& sketch) const {
  if (keys_ == 0 || sketch.is_too_short) return;
  for (std::size_t band = 0; band < kBands; ++band) {
    base::prefetch(&heads_[head_of(band, sketch.bins)]);
  }
}

// Entries lie all over memory, and each names the next: all bands go one step at a time, so that
// what the next step needs is on its way while the others take theirs.
std::array<NearDuplicates::Chain, NearDuplicates::kBands> NearDuplicates::chains(const Bins& bins) {
  std::array<Chain, kBands> chains{};
  for (std::size_t band = 0; band < kBands; ++band) {
    chains[band][0] = heads_[head_of(band, bins)];
    if (chains[band][0] != 0) base::prefetch(&entries_[chains[band][0] - 1]);
  }
  for (std::size_t step = 1; step < kMostInBand; ++step) {
    for (std::size_t band = 0; band < kBands; ++band) {
      const std::uint32_t before = chains[band][step - 1];
      if (before == 0) continue;
      const std::uint32_t at = entries_[before - 1].next[band];
      if (at != 0) base::prefetch(&entries_[at - 1]);
      chains[band][step] = at;
    }
  }
  return chains;
}

std::optional<NearDuplicates::Match> NearDuplicates::nearest(const TextSketch& sketch,
                                                             std::string_view letters) {
  candidates_.clear();
  for (const Chain& chain : chains(sketch.bins)) {
    for (const std::uint32_t at : chain) {
      if (at == 0) break;
      const Entry& entry = entries_[at - 1];
      std::size_t equal = 0;
      for (std::size_t bin = 0; bin < TextSketch::kBins; ++bin) {
        equal += entry.bins[bin] == sketch.bins[bin] ? 1 : 0;
      }
      if (equal >= kFewestEqualBins &&
          std::find(candidates_.begin(), candidates_.end(), at - 1) == candidates_.end()) {
        candidates_.push_back(at - 1);
      }
    }
    if (candidates_.size() >= kMostCompared) break;
  }
  std::optional<Match> best;
  if (candidates_.empty()) return best;
  shingles_.assign(letters);
  for (const std::uint32_t candidate : candidates_) {
    others_.assign(texts_.text(candidate));
    const double similarity = shingles_.jaccard(others_);
    const std::uint32_t number = numbers_[candidate];
    const bool better = !best || similarity > best->similarity ||
                        (similarity == best->similarity && number < best->number);
    if (similarity >= kNear && better) best = Match{number, similarity};
  }
  return best;
}

void NearDuplicates::grow() {
  keys_ = keys_ == 0 ? std::size_t{1} << 10 : keys_ * 4;
  heads_.assign(kBands * keys_, 0);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    Entry& entry = entries_[i];
    for (std::size_t band = 0; band < kBands; ++band) {
      std::uint32_t& first = heads_[head_of(band, entry.bins)];
      entry.next[band] = first;
      first = static_cast<std::uint32_t>(i) + 1;
    }
  }
}

void NearDuplicates::add(const TextSketch& sketch) {
  if (entries_.size() >= keys_) grow();
  Entry& entry = entries_.emplace_back();
  entry.bins = sketch.bins;
  for (std::size_t band = 0; band < kBands; ++band) {
    std::uint32_t& first = heads_[head_of(band, sketch.bins)];
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
  if (id < known) return Match{numbers_[id], 1};
  numbers_.emplace_back() = number;
  if (keys_ == 0) grow();
  const std::optional<Match> match = nearest(sketch, letters);
  add(sketch);
  return match;
}

}  // namespace lbl::validate
