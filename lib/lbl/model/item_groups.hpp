// Whether the records of an item stand together, told in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lbl::model {

/// Sees the items of a batch in the order of its records. Remembers the latest ones to have ended,
/// in 2 MB: an item that comes back after fewer than some hundred thousand others is noticed nearly
/// always, and so is nearly every batch that is not grouped.
class ItemGroups {
 public:
  ItemGroups() : ended_(kRemembered, 0) {}

  /// Whether the item with this hash was seen before, with another one in between.
  bool comes_back(std::uint64_t hash) {
    if (hash == last_) return false;
    if (last_ != 0) ended_[last_ % kRemembered] = last_;
    last_ = hash;
    return ended_[hash % kRemembered] == hash;
  }

 private:
  static constexpr std::size_t kRemembered = std::size_t{1} << 18;
  std::vector<std::uint64_t> ended_;  // by hash; 0: none
  std::uint64_t last_ = 0;
};

/// What is said of an item that comes back although --grouped promised that none does.
std::string scattered_item(std::string_view input, std::uint64_t line, std::string_view item);

}  // namespace lbl::model
