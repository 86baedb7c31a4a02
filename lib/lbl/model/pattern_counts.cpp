// Open addressing over the codes of a pattern.
#include "lbl/model/pattern_counts.hpp"

#include <algorithm>
#include <string_view>

#include "lbl/base/hash.hpp"

namespace lbl::model {

namespace {

std::uint32_t tag_of(std::span<const std::uint32_t> codes) {
  const auto bytes = std::as_bytes(codes);
  return static_cast<std::uint32_t>(
      base::hash64({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
}

}  // namespace

void PatternCounts::add(std::span<const std::uint32_t> codes, std::uint64_t count) {
  if (counts_.size() * 2 >= slots_.size()) grow();
  const std::uint32_t tag = tag_of(codes);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = tag & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.pattern == 0) {
      codes_.insert(codes_.end(), codes.begin(), codes.end());
      begin_.push_back(codes_.size());
      counts_.push_back(count);
      slot = {tag, static_cast<std::uint32_t>(counts_.size())};
      return;
    }
    const std::size_t pattern = slot.pattern - 1;
    if (slot.tag == tag && std::ranges::equal(this->codes(pattern), codes)) {
      counts_[pattern] += count;
      return;
    }
  }
}

std::optional<std::size_t> PatternCounts::find(std::span<const std::uint32_t> codes) const {
  if (slots_.empty()) return std::nullopt;
  const std::uint32_t tag = tag_of(codes);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = tag & mask;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.pattern == 0) return std::nullopt;
    const std::size_t pattern = slot.pattern - 1;
    if (slot.tag == tag && std::ranges::equal(this->codes(pattern), codes)) return pattern;
  }
}

void PatternCounts::add(const PatternCounts& other) {
  if (empty()) {
    *this = other;
    return;
  }
  for (std::size_t i = 0; i < other.size(); ++i) add(other.codes(i), other.count(i));
}

void PatternCounts::grow() {
  std::vector<Slot> old(std::max<std::size_t>(8, slots_.size() * 2));
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.pattern == 0) continue;
    std::size_t at = slot.tag & mask;
    while (slots_[at].pattern != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace lbl::model
