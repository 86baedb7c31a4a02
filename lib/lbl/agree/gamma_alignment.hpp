// Alignments of what several annotators marked in one item, as gamma needs them.
#pragma once

#include <cstdint>
#include <vector>

#include "lbl/agree/shape_coefficient.hpp"

namespace lbl::agree {

/// ((|start - start| + |end - end|) / (length + length))^2
double positional_dissimilarity(const Piece& a, const Piece& b);

/// A unit by its line and its place in it.
struct UnitPlace {
  std::uint32_t line = 0, place = 0;
};

/// Every unit in one unitary alignment, with at most one unit of each line.
struct UnitAlignment {
  std::vector<std::vector<UnitPlace>> unitary;
  double disorder = 0;    ///< sum of the disorders of the unitary alignments
  bool is_proved = true;  ///< false: a better one may exist
};

/// The alignment with the least disorder: of two lines a matching, of more a partition.
UnitAlignment best_alignment(const std::vector<Line>& lines, const Dissimilarity& dissimilarity);

}  // namespace lbl::agree
