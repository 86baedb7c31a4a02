// Leaves small cells out of a report, together with what would reveal them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"

namespace lbl::bias {

/// A cell that is not told.
struct SuppressedCell {
  std::size_t cut = 0, slice = 0;  ///< indices into BiasResult::cuts, Cut::slices
  std::optional<std::string> label;
  Measure measure = Measure::rate;
};

struct Suppression {
  std::uint64_t min_cell = 0;
  std::vector<SuppressedCell> small;          ///< of fewer answers, or answers with the label
  std::vector<SuppressedCell> complementary;  ///< that would tell one of those
};

/// Takes entries of fewer than `min_cell` answers, or of fewer with the label (but some), out of
/// `result`, and as many more that no cell taken out follows from the others by adding and
/// subtracting: over the slices of a cut, whose sum is known; over the slices of a crossing that
/// make up one of a wider cut; over the labels of a slice where each answer has one. Of what may be
/// taken the smallest is (Cox 1980 names the problem; whether a sum still tells a cell is decided
/// by elimination over a prime field). The cells taken out of one sum have `min_cell` answers or
/// more together. What is said of a cut as a whole goes where one of its cells does.
Suppression suppress(std::uint64_t min_cell, BiasResult& result);

}  // namespace lbl::bias
