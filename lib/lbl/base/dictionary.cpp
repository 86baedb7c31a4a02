// Entries beside an index of their hashes; bytes live in blocks that never move.
#include "lbl/base/dictionary.hpp"

#include <algorithm>
#include <array>

#include "lbl/base/hash.hpp"
#include "lbl/base/prefetch.hpp"

namespace lbl::base {

namespace {
// Bytes of the first block, and of those when there are many: a huge page.
constexpr std::size_t kFirstBlock = std::size_t{1} << 16, kBlock = std::size_t{1} << 21;
constexpr std::size_t kFewBlocks = 16;
}  // namespace

std::uint32_t Dictionary::add(std::string_view text) {
  return add(text, hash64(text));
}

std::uint32_t Dictionary::add(std::string_view text, std::uint64_t hash) {
  if (text.size() > kLongestText) throw Error(ErrorKind::input, "a value of more than 4 GiB");
  const std::uint32_t next = size();
  Entry entry(text, hash);
  const std::uint32_t id =
      index_.find_or_add(hash, next, [&](std::uint32_t at) { return entries_[at] == entry; });
  if (id != next) return id;
  if (!entry.is_short()) entry.move_to(store(text).data());
  entries_.push_back(entry);
  return id;
}

std::uint32_t Dictionary::append(std::string_view text) {
  Entry entry(text, hash64(text));
  if (!entry.is_short()) entry.move_to(store(text).data());
  entries_.push_back(entry);
  return size() - 1;
}

std::vector<std::uint32_t> Dictionary::add_all(const Dictionary& other) {
  // A look-up waits for a slot, then for the entry it leads to, then for that entry's text. Each is
  // asked for some entries ahead, and the hashes of those entries wait in a ring.
  constexpr std::uint32_t kRing = 32, kEntryAhead = 16, kTextAhead = 8;
  std::array<std::uint64_t, kRing> hashes{};
  std::vector<std::uint32_t> numbers(other.size());
  const auto hash_ahead = [&](std::uint32_t id) {
    if (id >= other.size()) return;
    hashes[id % kRing] = hash64(other.text(id));
    prefetch_slot(hashes[id % kRing]);
  };
  for (std::uint32_t id = 0; id < kRing - 1; ++id) hash_ahead(id);
  for (std::uint32_t id = 0; id < other.size(); ++id) {
    hash_ahead(id + kRing - 1);
    if (id + kEntryAhead < other.size()) prefetch_entry(hashes[(id + kEntryAhead) % kRing]);
    const std::uint32_t known = id + kTextAhead < other.size()
                                    ? index_.likely(hashes[(id + kTextAhead) % kRing])
                                    : SlotIndex::kNone;
    if (known != SlotIndex::kNone && !entries_[known].is_short()) {
      prefetch(entries_[known].place());
    }
    numbers[id] = add(other.text(id), hashes[id % kRing]);
  }
  return numbers;
}

std::optional<std::uint32_t> Dictionary::find(std::string_view text) const {
  if (text.size() > kLongestText) return std::nullopt;
  const std::uint64_t hash = hash64(text);
  const Entry entry(text, hash);
  const std::uint32_t id =
      index_.find(hash, [&](std::uint32_t at) { return entries_[at] == entry; });
  if (id == SlotIndex::kNone) return std::nullopt;
  return id;
}

void Dictionary::clear() {
  entries_.clear();
  index_.clear();
  blocks_.clear();
  block_used_ = 0;
  block_size_ = 0;
}

std::string_view Dictionary::store(std::string_view text) {
  if (storage_ == Storage::view) return text;
  if (block_used_ + text.size() > block_size_) {
    block_size_ = std::max(blocks_.size() < kFewBlocks ? kFirstBlock : kBlock, text.size());
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(block_size_));
    block_used_ = 0;
  }
  char* to = blocks_.back().get() + block_used_;
  std::memcpy(to, text.data(), text.size());
  block_used_ += text.size();
  return {to, text.size()};
}

}  // namespace lbl::base
