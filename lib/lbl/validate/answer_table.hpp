// Who answered what already: the memory behind duplicates, conflicts and coverage.
#pragma once

#include <cstdint>
#include <optional>

#include "lbl/base/slot_index.hpp"
#include "lbl/validate/packed_place.hpp"
#include "lbl/validate/segmented.hpp"

namespace lbl::validate {

/// One answer of one annotator to one task of one item.
struct AnswerKey {
  std::uint32_t item = 0, annotator = 0, task = 0;
};

/// Remembers the first answer under each key: 32 bytes of entry, 8 to 16 of index.
class AnswerTable {
 public:
  struct Entry {
    AnswerKey key;
    bool stands = false;  ///< its record has no error, so it goes out with `--emit valid`
    PackedPlace place;
    std::uint64_t hash = 0;  ///< of the answer
  };

  /// Where the key's place in memory is asked for before it is used.
  void prefetch(const AnswerKey& key) const { index_.prefetch(hash_of(key)); }

  /// The entry under `key`, made when there is none: `is_new` tells. Valid until the table goes.
  Entry& find_or_add(const AnswerKey& key, bool& is_new);

 private:
  static std::uint64_t hash_of(const AnswerKey& key);

  base::SlotIndex index_;
  Segmented<Entry> entries_;
};

}  // namespace lbl::validate
