// Draws many times with other seeds and holds frequencies against the stated probabilities.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lbl/sample/draw_spec.hpp"

namespace lbl::test {

/// How often units were drawn, and with which probabilities.
struct Frequencies {
  std::map<std::string, int> drawn;           ///< by unit
  std::map<std::string, double> probability;  ///< as stated
  std::map<std::string, int> pairs;           ///< by two units
  std::vector<double> totals;                 ///< sum of 1/p, one a draw: estimates the population
  int draws = 0;
};

/// Draws with the seeds 1 to 4,000.
Frequencies simulate(const std::vector<std::string>& lines, sample::DrawSpec spec);

/// Pearson's statistic of frequencies against the stated probabilities. Draws of a fixed number of
/// units vary less than independent ones, so the upper tail of chi-square is a safe bound.
void check_frequencies(const Frequencies& found, std::size_t population);

/// The mean of the estimated population over all draws lies within four of its standard errors.
void check_unbiased(const Frequencies& found, double population);

}  // namespace lbl::test
