// How far the labels of a task, or the values of a field, are from those at another time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lbl/bias/drift.hpp"

namespace lbl::bias {

/// The categories of a distribution that is compared: each answer category counts for some bins.
struct ShiftBins {
  std::size_t bins = 0;
  std::vector<std::vector<std::uint32_t>> of_category;  ///< per category of the task
};

/// Bins of a task's answers: its labels (of lists, those inside), the rarest beyond kMostBins
/// together; of more than 20 numbers ten bins with as many of the `base` answers in each. `counts`
/// and `base`: answers of each category, in all and in the base.
ShiftBins shift_bins(const model::TaskRatings& task, const std::vector<std::uint64_t>& counts,
                     const std::vector<std::uint64_t>& base);

/// Fills in the figures of a shift between two histograms over the same categories. `design_effect`
/// is by how much less than its number an answer says (at least 1).
void measure_shift(const std::vector<double>& base, const std::vector<double>& current,
                   double design_effect, Shift& shift);

/// The mean number of answers that an answer shares its item with, itself included: the design
/// effect if the answers to an item were all the same.
double answers_per_item(const model::TaskRatings& task);

inline constexpr std::size_t kMostBins = 50;

}  // namespace lbl::bias
