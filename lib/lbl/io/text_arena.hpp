// Memory for the few texts of a chunk that do not stand in the input as they are meant.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

namespace lbl::io {

/// Hands out memory that stays where it is until clear(); the blocks are kept for the next chunk.
class TextArena {
 public:
  /// Room for `size` bytes.
  char* allocate(std::size_t size) {
    while (current_ < blocks_.size() && blocks_[current_].size - used_ < size) {
      ++current_;
      used_ = 0;
    }
    if (current_ == blocks_.size()) {
      const std::size_t block = std::max(kBlock, size);
      blocks_.push_back({std::make_unique<char[]>(block), block});
    }
    char* memory = blocks_[current_].bytes.get() + used_;
    used_ += size;
    return memory;
  }

  /// Gives back the end of the last allocation, of which only `kept` of `size` bytes are needed.
  void shrink(std::size_t size, std::size_t kept) { used_ -= size - kept; }

  void clear() {
    // One record of 100 MB must not keep its memory for the rest of the input.
    std::erase_if(blocks_, [](const Block& block) { return block.size > kBlock; });
    current_ = used_ = 0;
  }

 private:
  static constexpr std::size_t kBlock = std::size_t{1} << 16;
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size;
  };
  std::vector<Block> blocks_;
  std::size_t current_ = 0;
  std::size_t used_ = 0;
};

}  // namespace lbl::io
