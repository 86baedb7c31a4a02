// Segments are cut from the front; places that came back wait in a list for each size.
#include "lbl/sample/record_store.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <new>

#include "lbl/base/error.hpp"
#include "lbl/base/prefetch.hpp"

namespace lbl::sample {

namespace {

// The first segment, and those when the store has grown: a huge page.
constexpr std::size_t kFirstSegment = std::size_t{1} << 18, kSegment = std::size_t{1} << 21;
constexpr std::size_t kCacheLine = 64, kPrefetched = 512;
constexpr std::size_t kAlign = alignof(KeptRecord);
constexpr unsigned kStepBits = 4;  // sixteen sizes from one power of two to the next

// The step between sizes near `size`: a sixteenth of the power of two below it.
std::size_t step_of(std::size_t size) {
  return std::max(kAlign, std::bit_floor(size) >> kStepBits);
}

std::size_t rounded_up(std::size_t size) {
  const std::size_t step = step_of(size);
  return (size + step - 1) / step * step;
}

// A number of its own for each size that rounded_up() gives.
std::size_t class_of(std::size_t room) {
  const std::size_t step = step_of(room);
  return (static_cast<std::size_t>(std::countr_zero(step / kAlign)) << kStepBits) + room / step;
}

void prefetch_all(const KeptRecord* place, std::size_t room) {
  const auto* bytes = reinterpret_cast<const char*>(place);
  for (std::size_t at = 0; at < std::min(room, kPrefetched); at += kCacheLine) {
    base::prefetch(bytes + at);
  }
}

}  // namespace

KeptRecord* RecordStore::add(const RecordText& record, std::string_view tail) {
  const std::size_t size = record.bytes.size() + record.line_end.size();
  const std::size_t room = rounded_up(sizeof(KeptRecord) + size + tail.size());
  if (room > std::numeric_limits<std::uint32_t>::max()) {
    throw base::Error(base::ErrorKind::input, "a record of more than 4 GiB");
  }
  KeptRecord*& spare = spare_[class_of(room)];
  void* place = spare;
  if (spare) {
    spare = spare->next;
    if (spare) prefetch_all(spare, room);  // places come back in no order, and out of the caches
  } else {
    place = cut(room);
  }
  lent_ += room;
  auto* kept = new (place) KeptRecord{nullptr, record.ordinal, static_cast<std::uint32_t>(size),
                                      static_cast<std::uint32_t>(room)};
  auto* bytes = reinterpret_cast<char*>(kept + 1);
  for (const std::string_view part : {record.bytes, record.line_end, tail}) {
    bytes = std::copy_n(part.data(), part.size(), bytes);
  }
  return kept;
}

void RecordStore::take_back(KeptRecord* first) {
  while (first) {
    KeptRecord* const kept = first;
    first = kept->next;
    KeptRecord*& spare = spare_[class_of(kept->room)];
    kept->next = spare;
    spare = kept;
    lent_ -= kept->room;
  }
}

char* RecordStore::cut(std::size_t room) {
  if (room > kFirstSegment / 4) {  // a segment of its own, so that no rest is lost
    return segments_.emplace_back(std::make_unique_for_overwrite<char[]>(room)).get();
  }
  if (room > free_size_) {
    free_size_ = lent_ < kSegment ? kFirstSegment : kSegment;
    free_ = segments_.emplace_back(std::make_unique_for_overwrite<char[]>(free_size_)).get();
  }
  char* const place = free_;
  free_ += room;
  free_size_ -= room;
  return place;
}

}  // namespace lbl::sample
