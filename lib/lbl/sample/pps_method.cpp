// The table of pps methods. A new one is its own file with the selection, and a line here.
#include "lbl/sample/pps_method.hpp"

#include <algorithm>
#include <array>

#include "lbl/base/hash.hpp"
#include "lbl/base/random.hpp"
#include "lbl/sample/sampford.hpp"
#include "lbl/sample/systematic.hpp"

namespace lbl::sample {

namespace {

constexpr auto kMethods = std::to_array<PpsMethod>({
    {"systematic", "",
     [](std::span<const double> probabilities, std::uint64_t seed) {
       return systematic_picks(probabilities, base::unit_interval(base::hash64("start", seed)));
     }},
    {"sampford", "Sampford",
     [](std::span<const double> probabilities, std::uint64_t seed) {
       base::Random random(seed, "sampford");
       return sampford_picks(probabilities, random);
     }},
});

}  // namespace

std::span<const PpsMethod> pps_methods() {
  return kMethods;
}

const PpsMethod* pps_method(std::string_view name) {
  const auto found = std::find_if(kMethods.begin(), kMethods.end(),
                                  [&](const PpsMethod& method) { return method.name == name; });
  return found == kMethods.end() ? nullptr : &*found;
}

}  // namespace lbl::sample
