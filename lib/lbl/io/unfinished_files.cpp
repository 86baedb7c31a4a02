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
static_assert(std::atomic<char*>::is_always_lock_free);

struct Place {
  std::atomic<char*> path{nullptr};
  // Taken over by a signal handler, which may not free it; kept so that it is not lost.
  std::atomic<char*> abandoned{nullptr};
};
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): a signal handler reads it
std::array<Place, kPlaces> places;

}  // namespace

namespace detail {

std::size_t remember_unfinished(const std::string& path) {
  char* copy = new char[path.size() + 1];
  std::memcpy(copy, path.c_str(), path.size() + 1);
  for (std::size_t place = 0; place < kPlaces; ++place) {
    char* none = nullptr;
    if (places[place].path.compare_exchange_strong(none, copy)) return place;
  }
  delete[] copy;
  return kPlaces;
}

void forget_unfinished(std::size_t place) noexcept {
  if (place < kPlaces) delete[] places[place].path.exchange(nullptr);
}

}  // namespace detail

void abandon_outputs() noexcept {
  for (Place& place : places) {
    char* const path = place.path.exchange(nullptr);
    if (path == nullptr) continue;
    ::unlink(path);
    place.abandoned.store(path);
  }
}

}  // namespace lbl::io
