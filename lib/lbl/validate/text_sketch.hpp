// What is kept of a text to find its like among millions: its letters, hashed, and a MinHash.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lbl::validate {

/// A text in short. Its letters (base::comparable_letters) stand elsewhere, as UTF-8.
struct TextSketch {
  static constexpr std::size_t kBins = 32;
  std::array<std::uint8_t, kBins> bins{};  ///< MinHash of the shingles; not filled when too short
  std::uint64_t hash = 0;                  ///< hash64 of the letters
  std::uint32_t begin = 0, size = 0;       ///< of the letters, in bytes, where they were put
  bool is_too_short = false;               ///< says too little to be compared
};

/// Makes sketches; keeps its memory from one to the next.
class TextSketcher {
 public:
  /// Appends the letters of `text` to `letters`.
  TextSketch sketch(std::string_view text, std::string& letters);

 private:
  std::vector<char32_t> letters_;
  std::vector<std::uint64_t> shingles_;
};

/// The set of shingles (three letters in a row) of a text; keeps its memory from one to the next.
class ShingleSet {
 public:
  /// Becomes the set of these letters in UTF-8.
  void assign(std::string_view letters);
  std::size_t size() const { return members_.size(); }
  /// |A and B| / |A or B| (Jaccard 1901); 1 for two empty sets.
  double jaccard(const ShingleSet& other) const;

 private:
  /// Where `shingle` stands, or the empty slot where it would.
  std::size_t slot_of(std::uint64_t shingle) const;

  std::vector<std::uint64_t> slots_;  // a power of two, open addressing: shingle + 1; 0: empty
  std::vector<std::uint64_t> members_;
  unsigned shift_ = 0;  // what is left of a 64-bit product is a slot
};

}  // namespace lbl::validate
