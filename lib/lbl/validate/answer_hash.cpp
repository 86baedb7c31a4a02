// Hashes the parts of an answer, each framed by its length.
#include "lbl/validate/answer_hash.hpp"

#include <array>
#include <cstring>
#include <string_view>

#include "lbl/base/hash.hpp"

namespace lbl::validate {

namespace {

// A running hash: what went in before seeds the hash of what comes next, so that parts cannot
// shift.
class Mix {
 public:
  explicit Mix(std::size_t kind) : hash_(kind) {}
  void add(std::string_view text) { hash_ = base::hash64(text, hash_); }
  template <std::size_t N>
  void add(const std::array<double, N>& numbers) {
    std::array<char, N * sizeof(double)> bytes{};
    std::memcpy(bytes.data(), numbers.data(), bytes.size());
    add(std::string_view(bytes.data(), bytes.size()));
  }
  std::uint64_t hash() const { return hash_; }

 private:
  std::uint64_t hash_;
};

}  // namespace

std::uint64_t answer_hash(const model::Answer& answer) {
  Mix mix(answer.index());
  if (const auto* text = std::get_if<std::string>(&answer)) {
    mix.add(*text);
  } else if (const auto* number = std::get_if<double>(&answer)) {
    mix.add(std::array<double, 1>{*number});
  } else if (const auto* names = std::get_if<std::vector<std::string>>(&answer)) {
    for (const std::string& name : *names) mix.add(name);
  } else if (const auto* units = std::get_if<std::vector<model::Unit>>(&answer)) {
    for (const model::Unit& unit : *units) {
      mix.add(std::array<double, 2>{unit.start, unit.end});
      mix.add(unit.label);
    }
  } else if (const auto* boxes = std::get_if<std::vector<model::Box>>(&answer)) {
    for (const model::Box& box : *boxes) {
      mix.add(std::array<double, 4>{box.x, box.y, box.width, box.height});
      mix.add(box.label);
    }
  }
  return mix.hash();
}

}  // namespace lbl::validate
