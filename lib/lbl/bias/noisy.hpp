// Rates and means by slice under differential privacy: from noisy counts alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lbl/base/secure_random.hpp"
#include "lbl/bias/bias.hpp"

namespace lbl::bias {

/// Whose presence the noise hides: that of all answers to an item, of an annotator, or of one.
enum class PrivacyUnit : std::uint8_t { item, annotator, record };

/// "item", "annotator", "record".
std::string_view privacy_unit_name(PrivacyUnit unit);

struct PrivacySpec {
  double epsilon = 1;
  PrivacyUnit unit = PrivacyUnit::item;
  std::uint64_t max_contrib = 4;  ///< answers of a unit that count, in each task
};

/// How the noise was made.
struct PrivacyFacts {
  PrivacySpec spec;
  double delta = 0;               ///< chance that a value which only one unit has is told
  std::uint64_t sensitivity = 0;  ///< counts that one unit changes at most, over the whole report
  double scale = 0;               ///< of the noise on each count
  std::int64_t threshold = 0;     ///< slices and labels without a noisy count above it are left out
};

/// The slices of `spec` from counts of (slice, answer) with discrete Laplace noise, epsilon being
/// spent once over all of them. Units with more than max_contrib answers to a task count with so
/// many of them, chosen by their ids. A slice or a label not in the guideline is told only when a
/// count of it is above a threshold that a single unit passes with a chance of at most delta =
/// 1e-6 in all (Korolova et al. 2009), so that the guarantee is (epsilon, delta). Everything
/// reported is computed from the noisy counts; intervals take the answers of a unit as all alike
/// and add the variance of the noise. Throws Error (usage) for what cannot be told in this way:
/// tasks other than choice, pairwise and rating, measures other than rate and mean, and columns of
/// more than kPlainNumbers numbers without bins.
BiasResult noisy_bias(const model::RatingsTable& table, const BiasSpec& spec,
                      const PrivacySpec& privacy, base::SecureRandom& random, PrivacyFacts& facts);

inline constexpr double kDelta = 1e-6;

}  // namespace lbl::bias
