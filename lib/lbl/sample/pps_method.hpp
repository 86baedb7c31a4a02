// The ways to draw a fixed number of units with given probabilities.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace lbl::sample {

/// How pps draws.
struct PpsMethod {
  std::string_view name;   ///< "systematic", of --pps-method
  std::string_view title;  ///< in a report for people: "Sampford"; empty: nothing to say
  /// The units, ascending, that are in, unit i with exactly the probability given for it.
  /// Probabilities are in [0, 1] and sum to a whole number; picks depend on their order and on
  /// `seed`.
  std::vector<std::size_t> (*picks)(std::span<const double> probabilities, std::uint64_t seed);
};

/// All of them; the first is the default, and what --design systematic walks by.
std::span<const PpsMethod> pps_methods();

/// The method of that name; null if there is none.
const PpsMethod* pps_method(std::string_view name);

}  // namespace lbl::sample
