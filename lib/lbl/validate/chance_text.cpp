// Rounds odds to two digits.
#include "lbl/validate/chance_text.hpp"

#include <cmath>
#include <cstdint>

#include "lbl/base/text.hpp"

namespace lbl::validate {

std::string chance_text(double probability) {
  constexpr double kLeast = 1e-9;
  if (!(probability >= kLeast)) return "less than 1 in 1,000,000,000";
  const double one_in = 1 / probability;
  const double unit = std::pow(10, std::floor(std::log10(one_in)) - 1);
  const double rounded = unit > 1 ? std::round(one_in / unit) * unit : std::round(one_in);
  return "1 in " + base::with_commas(static_cast<std::uint64_t>(rounded));
}

}  // namespace lbl::validate
