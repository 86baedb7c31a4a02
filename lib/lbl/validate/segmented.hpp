// A growing array that never moves what it holds.
#pragma once

#include <bit>
#include <cstddef>
#include <memory>
#include <vector>

namespace lbl::validate {

/// Like std::vector, but in blocks: growing copies nothing, so a table of millions of entries never
/// needs twice its memory. Entries start out as T().
template <class T>
class Segmented {
 public:
  std::size_t size() const { return size_; }
  T& operator[](std::size_t i) {
    return i < kFirst ? first_[i] : blocks_[(i - kFirst) / kBlock][(i - kFirst) % kBlock];
  }
  const T& operator[](std::size_t i) const {
    return i < kFirst ? first_[i] : blocks_[(i - kFirst) / kBlock][(i - kFirst) % kBlock];
  }

  T& emplace_back() {
    grow_to(size_ + 1);
    return (*this)[size_ - 1];
  }
  /// Makes entry `i` exist.
  T& at_least(std::size_t i) {
    if (i >= size_) grow_to(i + 1);
    return (*this)[i];
  }

 private:
  // A few entries lie in a small block; the others in blocks of 2 to 4 MiB, which huge pages hold.
  static constexpr std::size_t kFirst = std::size_t{1} << 10;
  static constexpr std::size_t kBlock = std::bit_ceil((std::size_t{1} << 21) / sizeof(T));
  void grow_to(std::size_t size) {
    if (!first_) first_ = std::make_unique<T[]>(kFirst);
    while (kFirst + blocks_.size() * kBlock < size) {
      blocks_.push_back(std::make_unique<T[]>(kBlock));
    }
    size_ = size;
  }

  std::unique_ptr<T[]> first_;
  std::vector<std::unique_ptr<T[]>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace lbl::validate
