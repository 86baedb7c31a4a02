// Runs in a sequence of answers: how likely a long one is, how many are expected.
#pragma once

#include <cstddef>
#include <span>

namespace lbl::stats {

/// The probability of `length` or more successes in a row somewhere in independent trials whose
/// chances of success are `chances` (each above 0). By the first trial at which such a run is
/// complete (Feller 1968, An Introduction to Probability Theory I, XIII.7, for equal chances; the
/// same argument holds for unequal ones): a failure, then `length` successes, and no such run
/// before. Only sums of positive terms, so that small probabilities are exact to a few units in the
/// last place. 1 for length 0; 0 when length is more than the number of trials.
double longest_run_tail(std::span<const double> chances, std::size_t length);

/// Mean and variance of a count.
struct CountMoments {
  double mean = 0;
  double variance = 0;
};

/// The number of neighbours that are equal, in a sequence in which label k stands counts[k] times
/// and every order is as likely (Mood 1940; Barton and David 1957, Multiple runs: equal neighbours
/// are the length less the number of runs). Lengths below 2 give 0 and 0.
CountMoments equal_neighbours(std::span<const double> counts);

}  // namespace lbl::stats
