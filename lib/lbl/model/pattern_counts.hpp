// Distinct answer patterns with their counts: the addable state that every coefficient is made
// from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace lbl::model {

/// A multiset of short code sequences. Adding is counting, so the parts of a batch may be counted
/// apart and added in any order.
class PatternCounts {
 public:
  void add(std::span<const std::uint32_t> codes, std::uint64_t count = 1);
  void add(const PatternCounts& other);

  /// The index of a sequence; none if it was never added.
  std::optional<std::size_t> find(std::span<const std::uint32_t> codes) const;

  std::size_t size() const { return counts_.size(); }
  bool empty() const { return counts_.empty(); }
  std::span<const std::uint32_t> codes(std::size_t pattern) const {
    return {codes_.data() + begin_[pattern], codes_.data() + begin_[pattern + 1]};
  }
  std::uint64_t count(std::size_t pattern) const { return counts_[pattern]; }

 private:
  struct Slot {
    std::uint32_t tag = 0;      ///< low half of the hash
    std::uint32_t pattern = 0;  ///< index + 1; 0: free
  };

  void grow();

  std::vector<std::uint32_t> codes_;
  std::vector<std::uint64_t> begin_ = {0};
  std::vector<std::uint64_t> counts_;
  std::vector<Slot> slots_;
};

}  // namespace lbl::model
