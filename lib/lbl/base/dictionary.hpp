// A dictionary of byte strings: text to dense number and back, the base of every encoded column.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace lbl::base {

/// Whether a dictionary copies the bytes of a new entry or only points at them. `view` is for
/// short-lived dictionaries over a buffer that outlives them.
enum class Storage { copy, view };

/// Maps byte strings to 0, 1, 2, ... in the order of first appearance. Open addressing over
/// 64-bit XXH3 keys, entries compared by their bytes, so collisions cannot merge two strings.
class Dictionary {
 public:
  explicit Dictionary(Storage storage = Storage::copy) : storage_(storage) {}

  /// The number of `text`, added when new. `hash` must be hash64(text).
  std::uint32_t add(std::string_view text, std::uint64_t hash);
  std::uint32_t add(std::string_view text);
  /// The number of `text` if it is there.
  std::optional<std::uint32_t> find(std::string_view text) const;

  std::string_view text(std::uint32_t id) const { return entries_[id].text; }
  std::uint64_t hash(std::uint32_t id) const { return entries_[id].hash; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(entries_.size()); }
  bool empty() const { return entries_.empty(); }
  /// Forgets all entries but keeps the tables for the next use.
  void clear();

 private:
  struct Entry {
    std::string_view text;
    std::uint64_t hash;
  };
  std::string_view store(std::string_view text);
  void grow();

  static constexpr std::uint32_t kFree = 0;  // slots hold id + 1

  Storage storage_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t block_used_ = 0;
  std::size_t block_size_ = 0;
};

}  // namespace lbl::base
