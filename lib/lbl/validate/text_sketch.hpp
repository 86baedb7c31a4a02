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

/// The shingles (three letters in a row) of letters in UTF-8, sorted, each once.
void shingle_set(std::string_view letters, std::vector<std::uint64_t>& out);

}  // namespace lbl::validate
