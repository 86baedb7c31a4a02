// The keys of the objects of one record, for finding a key that stands twice in one object.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lbl/base/hash.hpp"

namespace lbl::io {

/// A set of (object, key). Keys are viewed, not copied. Emptying it costs nothing.
class KeySet {
 public:
  /// False if the object has that key already.
  bool insert(std::uint32_t object, std::string_view key) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    const std::uint64_t hash = base::hash64(key, object);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
      Slot& slot = slots_[at];
      if (slot.round != round_) {
        slot = {key, hash, object, round_};
        ++size_;
        return true;
      }
      if (slot.hash == hash && slot.object == object && slot.key == key) return false;
    }
  }

  void clear() {
    ++round_;
    size_ = 0;
  }

 private:
  struct Slot {
    std::string_view key;
    std::uint64_t hash = 0;
    std::uint32_t object = 0;
    std::uint64_t round = 0;  // the slot is taken if this is the present round
  };

  void grow() {
    constexpr std::size_t kFirst = 64;
    std::vector<Slot> before(slots_.empty() ? kFirst : 2 * slots_.size());
    before.swap(slots_);
    const std::size_t mask = slots_.size() - 1;
    for (const Slot& slot : before) {
      if (slot.round != round_) continue;
      std::size_t at = slot.hash & mask;
      while (slots_[at].round == round_) at = (at + 1) & mask;
      slots_[at] = slot;
    }
  }

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
  std::uint64_t round_ = 1;
};

}  // namespace lbl::io
