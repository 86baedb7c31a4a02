// Entries in their order of arrival, found by hash.
#include "lbl/validate/answer_table.hpp"

#include "lbl/base/hash.hpp"

namespace lbl::validate {

std::uint64_t AnswerTable::hash_of(const AnswerKey& key) {
  // Item and annotator are dense numbers, so their bits have to be spread.
  return base::mixed((std::uint64_t{key.item} << 32) ^ (std::uint64_t{key.annotator} << 8) ^
                     key.task);
}

AnswerTable::Entry& AnswerTable::find_or_add(const AnswerKey& key, bool& is_new) {
  const auto next = static_cast<std::uint32_t>(entries_.size());
  const std::uint32_t number = index_.find_or_add(hash_of(key), next, [&](std::uint32_t at) {
    const AnswerKey& known = entries_[at].key;
    return known.item == key.item && known.annotator == key.annotator && known.task == key.task;
  });
  is_new = number == next;
  if (!is_new) return entries_[number];
  Entry& entry = entries_.emplace_back();
  entry.key = key;
  return entry;
}

}  // namespace lbl::validate
