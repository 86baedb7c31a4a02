// Memory for the records of units that come and go: what one gives back serves the next.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace lbl::sample {

/// A record as it stands in the input.
struct RecordText {
  std::uint64_t ordinal = 0;  ///< its place in the whole input
  std::string_view bytes;
  std::string_view line_end;
};

/// The head of a kept record; its bytes follow in memory.
struct KeptRecord {
  KeptRecord* next;  ///< of the same unit; null for the last
  std::uint64_t ordinal;
  std::uint32_t size;  ///< of the bytes and the line end
  std::uint32_t room;  ///< bytes that the store lent, with this head

  const char* begin() const { return reinterpret_cast<const char*>(this + 1); }
  /// The record with its line end.
  std::string_view bytes() const { return {begin(), size}; }
};

/// Lends memory for records, cut from large segments, in sizes a sixteenth apart, so that a place
/// that is given back fits others.
class RecordStore {
 public:
  RecordStore() = default;
  RecordStore(const RecordStore&) = delete;
  RecordStore& operator=(const RecordStore&) = delete;

  /// A copy of `record` with `tail` after it, alone in its chain. Throws Error (input) when they
  /// are larger than 4 GiB.
  KeptRecord* add(const RecordText& record, std::string_view tail = {});
  /// Takes back `first` and those that follow it in its chain.
  void take_back(KeptRecord* first);
  /// Bytes that are lent now.
  std::size_t lent() const { return lent_; }

 private:
  static constexpr std::size_t kClasses = 512;

  char* cut(std::size_t room);

  std::vector<std::unique_ptr<char[]>> segments_;
  char* free_ = nullptr;  ///< the rest of the segment that is cut from
  std::size_t free_size_ = 0;
  std::array<KeptRecord*, kClasses> spare_{};  ///< by size
  std::size_t lent_ = 0;
};

}  // namespace lbl::sample
