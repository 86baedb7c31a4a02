// Open addressing with linear probing; bytes live in blocks that never move.
#include "lbl/base/dictionary.hpp"

#include <algorithm>
#include <cstring>

#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"

namespace lbl::base {

namespace {
constexpr std::size_t kFirstSlots = 64;
constexpr std::size_t kBlock = 65'536;
constexpr std::uint32_t kMaxEntries = 0xFFFFFFF0u;
}  // namespace

std::uint32_t Dictionary::add(std::string_view text) {
  return add(text, hash64(text));
}

std::uint32_t Dictionary::add(std::string_view text, std::uint64_t hash) {
  if ((entries_.size() + 1) * 4 > slots_.size() * 3) grow();
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const std::uint32_t slot = slots_[at];
    if (slot == kFree) {
      if (size() >= kMaxEntries)
        throw Error(ErrorKind::input, "more than 4 billion distinct values");
      entries_.push_back({store(text), hash});
      slots_[at] = size();
      return size() - 1;
    }
    const Entry& entry = entries_[slot - 1];
    if (entry.hash == hash && entry.text == text) return slot - 1;
  }
}

std::optional<std::uint32_t> Dictionary::find(std::string_view text) const {
  if (slots_.empty()) return std::nullopt;
  const std::uint64_t hash = hash64(text);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask; slots_[at] != kFree; at = (at + 1) & mask) {
    const Entry& entry = entries_[slots_[at] - 1];
    if (entry.hash == hash && entry.text == text) return slots_[at] - 1;
  }
  return std::nullopt;
}

void Dictionary::clear() {
  entries_.clear();
  std::fill(slots_.begin(), slots_.end(), kFree);
  blocks_.clear();
  block_used_ = 0;
  block_size_ = 0;
}

std::string_view Dictionary::store(std::string_view text) {
  if (storage_ == Storage::view || text.empty()) return text;
  if (block_used_ + text.size() > block_size_) {
    block_size_ = std::max(kBlock, text.size());
    blocks_.push_back(std::make_unique<char[]>(block_size_));
    block_used_ = 0;
  }
  char* to = blocks_.back().get() + block_used_;
  std::memcpy(to, text.data(), text.size());
  block_used_ += text.size();
  return {to, text.size()};
}

void Dictionary::grow() {
  std::vector<std::uint32_t> slots(std::max(kFirstSlots, slots_.size() * 2), kFree);
  const std::size_t mask = slots.size() - 1;
  for (std::uint32_t id = 0; id < size(); ++id) {
    std::size_t at = entries_[id].hash & mask;
    while (slots[at] != kFree) at = (at + 1) & mask;
    slots[at] = id + 1;
  }
  slots_ = std::move(slots);
}

}  // namespace lbl::base
