// A dictionary of byte strings: text to dense number and back, the base of every encoded column.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
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
/// XXH3 keys and compared by their bytes, so collisions cannot merge two strings. Short ones, as
/// most ids and labels are, lie in the entry itself: one miss of the cache less for each look-up.
class Dictionary {
 public:
  explicit Dictionary(Storage storage = Storage::copy) : storage_(storage) {}

  /// The number of `text`, added when new. `hash` must be hash64(text). Throws Error (input) beyond
  /// 4 billion entries and for a text of more than 4 GiB.
  std::uint32_t add(std::string_view text, std::uint64_t hash);
  std::uint32_t add(std::string_view text);
  /// Adds `text` without a look whether it is there, so that it may stand twice and be found under
  /// neither number: a list of texts for add_all() of another.
  std::uint32_t append(std::string_view text);
  /// The numbers of all entries of `other` here, in its order, added when new. Memory is fetched
  /// ahead, which a loop over add() cannot do: large dictionaries lie outside the caches.
  std::vector<std::uint32_t> add_all(const Dictionary& other);
  /// Brings near what a look-up of a text with this hash asks for first, and then, a few look-ups
  /// later, what that leads to: add_all() for those who look up one by one.
  void prefetch_slot(std::uint64_t hash) const { index_.prefetch(hash); }
  void prefetch_entry(std::uint64_t hash) const {
    const std::uint32_t entry = index_.likely(hash);
    if (entry != SlotIndex::kNone) prefetch(&entries_[entry]);
  }
  /// The number of `text` if it is there.
  std::optional<std::uint32_t> find(std::string_view text) const;

  /// Valid until the next addition.
  std::string_view text(std::uint32_t id) const { return entries_[id].text(); }
  std::uint32_t size() const { return static_cast<std::uint32_t>(entries_.size()); }
  bool empty() const { return entries_.empty(); }
  /// Forgets all entries but keeps the tables for the next use.
  void clear();

 private:
  /// Short texts padded with zeros; of long ones a part of their hash, and where they lie.
  class Entry {
   public:
    Entry(std::string_view text, std::uint64_t hash)
        : size_(static_cast<std::uint32_t>(text.size())) {
      if (is_short()) {
        text.copy(bytes_.data(), text.size());
        return;
      }
      const auto part = static_cast<std::uint32_t>(hash);
      std::memcpy(bytes_.data(), &part, sizeof part);
      move_to(text.data());
    }

    bool is_short() const { return size_ <= kShort; }
    std::string_view text() const { return {is_short() ? bytes_.data() : place(), size_}; }
    const char* place() const {
      const char* place = nullptr;
      std::memcpy(&place, bytes_.data() + kPart, sizeof place);
      return place;
    }
    void move_to(const char* place) { std::memcpy(bytes_.data() + kPart, &place, sizeof place); }
    bool operator==(const Entry& other) const {
      using Words = std::array<std::uint64_t, 2>;
      const auto words = std::bit_cast<Words>(*this), others = std::bit_cast<Words>(other);
      if (words[0] != others[0]) return false;
      return is_short() ? words[1] == others[1] : text() == other.text();
    }

   private:
    static constexpr std::size_t kShort = 12, kPart = kShort - sizeof(const char*);
    std::uint32_t size_;
    std::array<char, kShort> bytes_{};
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
