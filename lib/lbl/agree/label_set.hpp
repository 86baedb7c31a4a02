// Sets of labels as bits, and how far apart two of them are.
#pragma once

#include <cstdint>
#include <vector>

namespace lbl::agree {

/// The members of a set by their numbers, 64 a word; all sets of a task have the same length.
using LabelSet = std::vector<std::uint64_t>;

/// 1 - |A and B| / |A or B| (Jaccard 1912); 0 for two empty sets.
double jaccard_distance(const LabelSet& a, const LabelSet& b);
/// 1 - 2 |A and B| / (|A| + |B|) (Dice 1945); 0 for two empty sets.
double dice_distance(const LabelSet& a, const LabelSet& b);
/// 1 - J M with J the Jaccard similarity and M 1 for equal sets, 2/3 when one holds the other, 1/3
/// when they overlap, 0 when they have nothing in common (Passonneau 2006).
double masi_distance(const LabelSet& a, const LabelSet& b);

}  // namespace lbl::agree
