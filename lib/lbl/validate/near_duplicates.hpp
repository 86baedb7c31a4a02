// Finds texts that are nearly one that was seen before, in one pass.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/base/dictionary.hpp"
#include "lbl/validate/segmented.hpp"
#include "lbl/validate/text_sketch.hpp"

namespace lbl::validate {

/// Texts compared by their shingles: three letters in a row, in lower case, without white space and
/// punctuation (base::comparable_letters), so that Korean with and without spaces is the same.
///
/// Two texts are near when the Jaccard similarity of their sets of shingles is kNear or more, which
/// is worked out exactly. Which texts are compared at all is told by MinHash (Broder 1997) with one
/// permutation a half of the signature (Li, Owen and Zhang 2012), empty bins filled from others
/// (Shrivastava 2017), the lowest byte of each value kept (Li and Koenig 2010), and bands of four
/// (Leskovec, Rajaraman and Ullman 2014, section 3.4): of texts with similarity 0.9 it finds nearly
/// all, of those at 0.7 nine in ten. Equal letters are always found.
class NearDuplicates {
 public:
  static constexpr double kNear = 0.7;
  /// Fewer letters say too little ("ok", "good").
  static constexpr std::size_t kFewestLetters = 6;

  struct Match {
    std::uint32_t number = 0;  ///< of the text, counted from 0 in the order of see()
    double similarity = 1;     ///< 1: the same letters
  };

  /// The text seen before that is most like `text`, if one is near; `text` gets the next number.
  std::optional<Match> see(std::string_view text);
  /// The same for a text whose sketch has been made, and its letters.
  std::optional<Match> see(const TextSketch& sketch, std::string_view letters);
  /// Brings near what a sketch that is seen soon will be looked up in.
  void prefetch(const TextSketch& sketch) const;

 private:
  static constexpr std::size_t kBand = 4;
  static constexpr std::size_t kBands = TextSketch::kBins / kBand;
  using Bins = std::array<std::uint8_t, TextSketch::kBins>;
  // Of one text; a cache line.
  struct alignas(64) Entry {
    Bins bins{};
    std::array<std::uint32_t, kBands> next{};  // entry + 1 with the same band key; 0: none
  };
  // Where many texts share a band, only the latest are looked at.
  static constexpr std::size_t kMostInBand = 6;
  using Chain = std::array<std::uint32_t, kMostInBand>;  // entries + 1, the latest first; then 0

  std::optional<Match> nearest(const TextSketch& sketch, std::string_view letters);
  void add(const TextSketch& sketch);
  void grow();
  std::size_t head_of(std::size_t band, const Bins& bins) const;  // in heads_
  std::array<Chain, kBands> chains(const Bins& bins);

  base::Dictionary texts_;            // the letters
  Segmented<std::uint32_t> numbers_;  // by text
  Segmented<Entry> entries_;          // by text
  std::vector<std::uint32_t> heads_;  // by band and key: entry + 1
  std::size_t keys_ = 0;              // of a band; a power of two
  std::uint32_t seen_ = 0;

  // Of the text at hand.
  TextSketcher sketcher_;
  std::string letters_;
  ShingleSet shingles_, others_;
  std::vector<std::uint32_t> candidates_;
};

}  // namespace lbl::validate
