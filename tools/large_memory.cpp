// Large arrays of the programs lie in huge pages, where the system lends those on request.
//
// Tables of millions of items are walked at random, and first touched page by page: with pages of
// 4 KiB, much of the time goes to page faults and to finding addresses. Debian lends huge pages
// unasked, others want madvise(2), which the C++ library never calls. Programs replace operator new
// for that; the library, which others link, does not.
#include <malloc.h>
#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>

// NOLINTBEGIN(cppcoreguidelines-no-malloc): this is where memory comes from.
namespace {

constexpr std::size_t kHugePage = std::size_t{1} << 21;
constexpr std::size_t kWasteShare = 8;  // an array takes at most an eighth more than it asked for

// Large arrays go back to the system when they are freed: kept ones would lie idle beside the next,
// larger one of a table that grows. The rest stays: pages given back are dear to get again.
[[maybe_unused]] const bool kIsSet =
    mallopt(M_MMAP_THRESHOLD, kHugePage) == 1 && mallopt(M_TRIM_THRESHOLD, 4 * kHugePage) == 1;

void* allocate(std::size_t size) {
  if (size < kHugePage) return std::malloc(size == 0 ? 1 : size);
  // The last part of a page stays in small ones where a whole one would waste too much.
  const std::size_t up = (size + kHugePage - 1) / kHugePage * kHugePage;
  const bool fills_up = up - size <= size / kWasteShare;
  void* const memory = std::aligned_alloc(kHugePage, fills_up ? up : size);
  if (memory) madvise(memory, fills_up ? up : up - kHugePage, MADV_HUGEPAGE);  // it may fail
  return memory;
}

}  // namespace

void* operator new(std::size_t size) {
  for (;;) {
    if (void* const memory = allocate(size)) return memory;
    const std::new_handler handler = std::get_new_handler();
    if (!handler) throw std::bad_alloc();
    handler();
  }
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}
// NOLINTEND(cppcoreguidelines-no-malloc)
