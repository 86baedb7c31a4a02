// What people say of labels in files: how far two are apart, and how frequent each should be.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace lbl::agree {

/// Distances between labels by name (--metric matrix:FILE).
struct LabelMatrix {
  std::vector<std::string> labels;
  /// Rows of distances, in the order of `labels`: not negative, symmetric, 0 from a label to
  /// itself.
  std::vector<double> distances;

  double between(std::size_t a, std::size_t b) const { return distances[a * labels.size() + b]; }
};

/// The known share of each label (--expected FILE); they add up to 1.
using LabelShares = std::map<std::string, double>;

}  // namespace lbl::agree
