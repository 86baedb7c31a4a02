// A dictionary of byte strings: text to dense number and back, the base of every encoded column.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "lbl/base/slot_index.hpp"

namespace lbl::base {

/// Whether a dictionary copies the bytes of a new entry or only points at them. `view` is for
/// short-lived dictionaries over a buffer that outlives them.
enum class Storage { copy, view };

/// Maps byte strings to 0, 1, 2, ... in the order of first appearance. Entries are found by 64-bit
/// XXH3 keys and compared by their bytes, so collisions cannot merge two strings.
class Dictionary {
 public:
  explicit Dictionary(Storage storage = Storage::copy) : storage_(storage) {}

  /// The number of `text`, added when new. `hash` must be hash64(text). Throws Error (input) beyond
  /// 4 billion entries and for a text of more than 4 GiB.
  std::uint32_t add(std::string_view text, std::uint64_t hash);
  std::uint32_t add(std::string_view text);
  /// The numbers of all entries of `other` here, in its order, added when new. Memory is fetched
  /// ahead, which a loop over add() cannot do: large dictionaries lie outside the caches.
  std::vector<std::uint32_t> add_all(const Dictionary& other);
  /// The number of `text` if it is there.
  std::optional<std::uint32_t> find(std::string_view text) const;

  std::string_view text(std::uint32_t id) const { return {entries_[id].bytes, entries_[id].size}; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(entries_.size()); }
  bool empty() const { return entries_.empty(); }
  /// Forgets all entries but keeps the tables for the next use.
  void clear();

 private:
  struct Entry {
    const char* bytes;
    std::uint32_t size;
  };
  std::string_view store(std::string_view text);

  static constexpr std::size_t kLongestText = 0xFFFFFFFFu;

  Storage storage_;
  std::vector<Entry> entries_;
  SlotIndex index_;
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t block_used_ = 0;
  std::size_t block_size_ = 0;
};

}  // namespace lbl::base
