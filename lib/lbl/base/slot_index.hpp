// Open addressing from a 64-bit hash to a dense number; the entries themselves live elsewhere.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "lbl/base/error.hpp"
#include "lbl/base/prefetch.hpp"

namespace lbl::base {

/// Finds entries by their hash; the caller says whether an entry is the one that it looks for.
/// Eight bytes a slot: half of the hash beside the number, so that a miss seldom touches an entry
/// and growing touches none.
class SlotIndex {
 public:
  /// The number of the entry with `hash` for which same(number) holds; `next`, which the caller
  /// then has to make, if there is none.
  template <class Same>
  std::uint32_t find_or_add(std::uint64_t hash, std::uint32_t next, Same&& same) {
    if ((used_ + 1) * 4 > slots_.size() * 3) grow();
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = tag(hash) & mask;; at = (at + 1) & mask) {
      Slot& slot = slots_[at];
      if (slot.number == kFree) {
        if (next >= kMost) throw Error(ErrorKind::input, "more than 4 billion distinct values");
        slot = {tag(hash), next + 1};
        ++used_;
        return next;
      }
      if (slot.tag == tag(hash) && same(slot.number - 1)) return slot.number - 1;
    }
  }

  /// The same without adding; kNone if there is none.
  template <class Same>
  std::uint32_t find(std::uint64_t hash, Same&& same) const {
    if (slots_.empty()) return kNone;
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = tag(hash) & mask; slots_[at].number != kFree; at = (at + 1) & mask) {
      if (slots_[at].tag == tag(hash) && same(slots_[at].number - 1)) return slots_[at].number - 1;
    }
    return kNone;
  }

  /// Brings the slot of `hash` near, for a look-up that follows soon.
  void prefetch(std::uint64_t hash) const {
    if (!slots_.empty()) base::prefetch(&slots_[tag(hash) & (slots_.size() - 1)]);
  }

  /// The entry that a look-up of `hash` will ask for, as a rule; kNone if it is not in its first
  /// slot. For prefetching.
  std::uint32_t likely(std::uint64_t hash) const {
    if (slots_.empty()) return kNone;
    const Slot& slot = slots_[tag(hash) & (slots_.size() - 1)];
    return slot.number != kFree && slot.tag == tag(hash) ? slot.number - 1 : kNone;
  }

  /// Forgets all entries but keeps the memory.
  void clear() {
    std::fill(slots_.begin(), slots_.end(), Slot{0, kFree});
    used_ = 0;
  }

  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

 private:
  struct Slot {
    std::uint32_t tag, number;  // number of the entry plus 1
  };
  static constexpr std::uint32_t kFree = 0;
  static constexpr std::size_t kFirstSlots = 64;
  static constexpr std::uint32_t kMost = 0xFFFFFFF0u;
  static std::uint32_t tag(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
  void grow() {
    std::vector<Slot> slots(slots_.empty() ? kFirstSlots : slots_.size() * 2, Slot{0, kFree});
    const std::size_t mask = slots.size() - 1;
    for (const Slot& slot : slots_) {
      if (slot.number == kFree) continue;
      std::size_t at = slot.tag & mask;
      while (slots[at].number != kFree) at = (at + 1) & mask;
      slots[at] = slot;
    }
    slots_ = std::move(slots);
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace lbl::base
