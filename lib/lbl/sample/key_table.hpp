// A compact set of 64-bit keys with a few words each: how many different items there are.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace lbl::sample {

/// Keys that are hashes of ids, none of them 0, with `words` 64-bit words of payload each. It knows
/// ids by their 64-bit hash alone: among N of them two are taken for one with a chance of N^2 /
/// 2^65 (3e-8 at a million), which would make a count one too small. Eight parts grow one at a
/// time, so memory stays near 1.6 x (1 + words) x 8 bytes a key and never doubles.
class KeyTable {
 public:
  explicit KeyTable(unsigned words);

  struct Slot {
    bool added;
    std::uint64_t* words;  ///< valid until the next insert
  };
  /// The slot of `key`, its words 0 when it is new. Not after sort().
  Slot insert(std::uint64_t key);
  /// The words of `key`; null when it is not there.
  const std::uint64_t* find(std::uint64_t key) const;
  /// Loads the cache line that insert(key) will start at.
  void prefetch(std::uint64_t key) const;
  std::uint64_t size() const { return size_; }

  /// Forgets all keys and gives the memory back.
  void clear();
  /// Packs the keys and puts them in order.
  void sort();
  /// Calls body(key, words) for each key; in the order of keys after sort().
  template <class Body>
  void for_each(Body&& body) const {
    for (const Part& part : parts_) {
      const std::uint64_t* slot = part.slots.get();
      for (std::uint32_t i = 0; i < part.capacity; ++i, slot += stride_) {
        if (*slot != kFree) body(*slot, slot + 1);
      }
    }
  }

 private:
  struct Part {
    std::unique_ptr<std::uint64_t[]> slots;
    std::uint32_t capacity = 0;
    std::uint32_t used = 0;
  };
  static constexpr std::uint64_t kFree = 0;
  static constexpr unsigned kPartBits = 3;
  static std::size_t part_of(std::uint64_t key) { return key >> (64 - kPartBits); }

  static std::size_t home(std::uint64_t key, std::uint32_t capacity);
  std::uint64_t* slot_of(const Part& part, std::uint64_t key) const;
  void grow(Part& part, std::uint32_t capacity);

  std::size_t stride_;
  std::uint64_t size_ = 0;
  enum class Order : std::uint8_t { hashed, sorted } order_ = Order::hashed;
  std::array<Part, std::size_t{1} << kPartBits> parts_;
};

}  // namespace lbl::sample
