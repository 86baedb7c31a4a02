// A table of path names of fixed size. It is the one mutable global of the library: a signal
// handler can be given nothing, and may touch nothing but lock-free atomics and unlink(2).
#include "lbl/io/unfinished_files.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>

#include "lbl/io/output.hpp"

namespace lbl::io {

namespace {

constexpr std::size_t kPlaces = 256;
std::array<std::atomic<char*>, kPlaces> unfinished{};
static_assert(std::atomic<char*>::is_always_lock_free);

}  // namespace

namespace detail {

std::size_t remember_unfinished(const std::string& path) {
  char* copy = new char[path.size() + 1];
  std::memcpy(copy, path.c_str(), path.size() + 1);
  for (std::size_t place = 0; place < kPlaces; ++place) {
    char* none = nullptr;
    if (unfinished[place].compare_exchange_strong(none, copy)) return place;
  }
  delete[] copy;
  return kPlaces;
}

void forget_unfinished(std::size_t place) noexcept {
  if (place < kPlaces) delete[] unfinished[place].exchange(nullptr);
}

}  // namespace detail

void abandon_outputs() noexcept {
  for (std::atomic<char*>& entry : unfinished) {
    // Taken out but not freed: the program is about to end, and free() is not safe here.
    if (const char* path = entry.exchange(nullptr)) ::unlink(path);
  }
}

}  // namespace lbl::io
