// Random numbers that are the same on every machine: a seeded stream for resampling and permuting.
#include "lbl/base/random.hpp"

#include <cmath>

#include "lbl/base/hash.hpp"

namespace lbl::base {

namespace {
// NOLINTNEXTLINE(modernize-use-using): __extension__ cannot stand before using
__extension__ typedef unsigned __int128 Wide;
}  // namespace

Random::Random(std::uint64_t seed, std::string_view use) : state_(hash64(use, seed)) {}

std::uint64_t Random::next() {
  return mixed(state_ += 0x9E3779B97F4A7C15u);
}

std::uint64_t Random::below(std::uint64_t bound) {
  Wide product = static_cast<Wide>(next()) * bound;
  if (static_cast<std::uint64_t>(product) < bound) {
    const std::uint64_t uneven = (0 - bound) % bound;
    while (static_cast<std::uint64_t>(product) < uneven) {
      product = static_cast<Wide>(next()) * bound;
    }
  }
  return static_cast<std::uint64_t>(product >> 64);
}

double Random::uniform() {
  return unit_interval(next());
}

double Random::normal() {
  if (has_spare_ == Spare::ready) {
    has_spare_ = Spare::none;
    return spare_;
  }
  double x, y, square;
  do {
    x = 2 * uniform() - 1;
    y = 2 * uniform() - 1;
    square = x * x + y * y;
  } while (square >= 1 || square == 0);
  const double factor = std::sqrt(-2 * std::log(square) / square);
  spare_ = y * factor;
  has_spare_ = Spare::ready;
  return x * factor;
}

}  // namespace lbl::base
