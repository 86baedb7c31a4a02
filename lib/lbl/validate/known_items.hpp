// Which items the batch has met already, asked by the threads that read ahead of it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lbl::validate {

/// Written by one thread, read by others without a lock. Knows the latest item in each of its
/// places (8 MB in all), so it may have forgotten one, and never knows one that was not there.
class KnownItems {
 public:
  KnownItems() : places_(kPlaces) {}

  void add(std::uint64_t hash) { place(hash).store(hash, std::memory_order_relaxed); }
  bool has(std::uint64_t hash) const {
    return places_[hash % kPlaces].load(std::memory_order_relaxed) == hash;
  }

 private:
  static constexpr std::size_t kPlaces = std::size_t{1} << 20;
  std::atomic<std::uint64_t>& place(std::uint64_t hash) { return places_[hash % kPlaces]; }

  std::vector<std::atomic<std::uint64_t>> places_;  // hash64 of an item; 0: none
};

}  // namespace lbl::validate
