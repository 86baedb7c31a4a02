// Linear probing in parts chosen by the top bits; a key's place in its part keeps the order of
// keys.
#include "lbl/sample/key_table.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace lbl::sample {

namespace {

// The first capacity of a part differs by its number, so that parts, which fill evenly, do not all
// grow at the same time.
std::uint32_t first_capacity(std::size_t part) {
  return 64 + 8 * static_cast<std::uint32_t>(part);
}

}  // namespace

// Where the search for a key begins: by the 32 bits after those that chose the part.
std::size_t KeyTable::home(std::uint64_t key, std::uint32_t capacity) {
  const std::uint64_t fraction = (key << kPartBits) >> 32;
  return static_cast<std::size_t>((fraction * capacity) >> 32);
}

KeyTable::KeyTable(unsigned words) : stride_(1 + words) {}

std::uint64_t* KeyTable::slot_of(const Part& part, std::uint64_t key) const {
  for (std::size_t at = home(key, part.capacity);;) {
    std::uint64_t* slot = part.slots.get() + at * stride_;
    if (*slot == key || *slot == kFree) return slot;
    if (++at == part.capacity) at = 0;
  }
}

KeyTable::Slot KeyTable::insert(std::uint64_t key) {
  Part& part = parts_[part_of(key)];
  if (part.capacity == 0) grow(part, first_capacity(part_of(key)));
  std::uint64_t* slot = slot_of(part, key);
  if (*slot == key) return {false, slot + 1};
  if ((part.used + 1) * std::uint64_t{5} > part.capacity * std::uint64_t{4}) {
    grow(part, 2 * part.capacity);
    slot = slot_of(part, key);
  }
  *slot = key;
  ++part.used;
  ++size_;
  return {true, slot + 1};
}

const std::uint64_t* KeyTable::find(std::uint64_t key) const {
  const Part& part = parts_[part_of(key)];
  if (part.used == 0) return nullptr;
  if (order_ == Order::hashed) {
    const std::uint64_t* slot = slot_of(part, key);
    return *slot == key ? slot + 1 : nullptr;
  }
  std::size_t low = 0, high = part.used;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    const std::uint64_t* slot = part.slots.get() + middle * stride_;
    if (*slot == key) return slot + 1;
    if (*slot < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return nullptr;
}

void KeyTable::prefetch(std::uint64_t key) const {
  const Part& part = parts_[part_of(key)];
  if (part.capacity == 0) return;
  __builtin_prefetch(part.slots.get() + home(key, part.capacity) * stride_, 1);
}

// Keys keep their order, but for those of one cluster, so the larger table is written from its
// front: slots become free as the sweep meets them, and are not all touched before.
void KeyTable::grow(Part& part, std::uint32_t capacity) {
  auto larger = std::make_unique_for_overwrite<std::uint64_t[]>(capacity * stride_);
  std::uint64_t* clean = larger.get();  // slots before it hold a key or are free
  std::uint64_t* const end = clean + capacity * stride_;
  const auto place = [&](const std::uint64_t* from) {
    std::uint64_t* slot = larger.get() + home(*from, capacity) * stride_;
    while (slot < clean && *slot != kFree) {
      slot += stride_;
      if (slot == end) slot = larger.get();
    }
    if (slot >= clean) {
      std::fill(clean, slot, kFree);
      clean = slot + stride_;
    }
    std::copy_n(from, stride_, slot);
  };
  // The sweep begins behind a free slot: what stands before it may have come round from the end.
  const std::uint64_t* const slots = part.slots.get();
  std::uint32_t first = 0;
  while (first < part.capacity && slots[first * stride_] != kFree) ++first;
  for (std::uint32_t i = 0; i < part.capacity; ++i) {
    const std::uint32_t at = first + i < part.capacity ? first + i : first + i - part.capacity;
    if (slots[at * stride_] != kFree) place(slots + at * stride_);
  }
  std::fill(clean, end, kFree);
  part.slots = std::move(larger);
  part.capacity = capacity;
}

void KeyTable::clear() {
  for (Part& part : parts_) part = {};
  size_ = 0;
  order_ = Order::hashed;
}

void KeyTable::sort() {
  if (order_ == Order::sorted) return;
  order_ = Order::sorted;
  std::vector<std::uint32_t> order;
  for (Part& part : parts_) {
    order.clear();
    for (std::uint32_t i = 0; i < part.capacity; ++i) {
      if (part.slots[i * stride_] != kFree) order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return part.slots[a * stride_] < part.slots[b * stride_];
    });
    auto packed = std::make_unique<std::uint64_t[]>(order.size() * stride_);
    for (std::size_t i = 0; i < order.size(); ++i) {
      std::copy_n(part.slots.get() + order[i] * stride_, stride_, packed.get() + i * stride_);
    }
    part = {std::move(packed), part.used, part.used};
  }
}

}  // namespace lbl::sample
