// The coefficients of spans, segments and boxes: a sample in, scores out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/agree/score.hpp"
#include "lbl/agree/shape_sample.hpp"

namespace lbl::agree {

/// One score of a coefficient.
struct ShapeScore {
  std::string metric;                  ///< which of its forms; empty when it has one
  std::optional<std::uint32_t> label;  ///< of one label; none: of all
  Score score;
};

/// Whether the scores of single labels are asked for instead of those of all labels.
enum class ShapeDetail : std::uint8_t { whole, labels };

/// How chance is simulated (gamma).
struct ShapeChance {
  std::uint64_t seed = 1;
  /// Random continua an item, at least; a batch has 30,000 in all, or one an item.
  std::uint64_t samples = 30;
  unsigned threads = 0;
};

/// How different two units are for gamma (Mathet, Widloecher and Metivier 2015, section 4.3); a
/// unit beside nothing costs 1.
struct Dissimilarity {
  double position = 1;  ///< alpha
  double category = 1;  ///< beta
};

/// Which scores, and by which conventions.
struct ShapeAsk {
  ShapeDetail detail = ShapeDetail::whole;
  ShapeChance chance;
  Dissimilarity dissimilarity;
};

using UnitFormula = std::vector<ShapeScore> (*)(const UnitSample& sample, const ShapeAsk& ask);
using BoxFormula = std::vector<ShapeScore> (*)(const BoxSample& sample, const ShapeAsk& ask);

/// What one annotator left or gave as one stretch: under no piece (code 0), under one piece (1 +
/// its label), or under several (a code for each set of labels).
struct Stretch {
  double start = 0, end = 0;
  std::uint32_t code = 0;

  double length() const { return end - start; }
};

/// Cuts lines into stretches, and numbers the sets of labels that pieces on top of each other make.
class Stretcher {
 public:
  explicit Stretcher(std::size_t labels) : labels_(labels) {}

  std::vector<Stretch> stretches(Line line, double length);
  std::size_t codes() const { return 1 + labels_ + sets_.size(); }

 private:
  std::uint32_t code_of(std::vector<std::uint32_t> labels);

  std::size_t labels_;
  std::vector<std::vector<std::uint32_t>> sets_;  ///< in the order of their codes
};

/// Krippendorff's alpha_U (1995; 2004, section 11.6): how units and gaps are placed, label by
/// label. Items are pieces of one continuum that nothing runs across. An item with m answers has
/// weight m.
std::vector<ShapeScore> alpha_u(const UnitSample& sample, const ShapeAsk& ask);

/// The u-alpha family (Krippendorff, Mathet, Bouvry and Widloecher 2016): "u" places and labels,
/// "binary" marked or not, "cu" the labels where both marked; of one label "ku".
std::vector<ShapeScore> u_alpha(const UnitSample& sample, const ShapeAsk& ask);

/// F1 between every two annotators, over all pairs and items: "strict" (place and label), "exact"
/// (place), "partial" (an overlap counts half), "type" (an overlap with the same label); pairs of
/// spans are matched one to one, the best way (Chinchor and Sundheim 1993; SemEval 2013, task 9).
std::vector<ShapeScore> span_f1(const UnitSample& sample, const ShapeAsk& ask);

/// Boundary similarity (Fournier 2013, eq. 1, n_t = 2): 1 - edits / boundaries, over all pairs of
/// annotators. Boundaries are starts and ends inside the item; near misses are one character apart,
/// or less than a second.
std::vector<ShapeScore> boundary_similarity(const UnitSample& sample, const ShapeAsk& ask);

/// P_k (Beeferman, Berger and Lafferty 1999): the share of windows whose ends are in one segment
/// for one annotator and not for the other. 0 is best. Both annotators of a pair are the reference
/// in turn; windows are half its mean segment.
std::vector<ShapeScore> p_k(const UnitSample& sample, const ShapeAsk& ask);

/// WindowDiff (Pevzner and Hearst 2002): the share of windows with another number of boundaries.
std::vector<ShapeScore> window_diff(const UnitSample& sample, const ShapeAsk& ask);

/// Fleiss' kappa and Krippendorff's nominal alpha of every character (of every instant of a
/// medium): its label, the set of its labels, or none.
std::vector<ShapeScore> token_kappa(const UnitSample& sample, const ShapeAsk& ask);
std::vector<ShapeScore> token_alpha(const UnitSample& sample, const ShapeAsk& ask);

/// Gamma (Mathet, Widloecher and Metivier 2015): "combined", places and labels; "cat", the labels
/// of units that are aligned (gamma-cat, Mathet 2017); of one label "k" (gamma-k).
///
/// The observed disorder of an item is that of its best alignment over the mean number of units of
/// its annotators. Expected disorder is the mean over random continua. A line of a random continuum
/// is the answer of a random annotator to a random item of the sample, repeated end to end and read
/// from a random place over the length of the item: with one item that is the shuffle of section
/// 5.2. Over several items, disorders are weighted by the units of the item: 1 - sum / sum.
std::vector<ShapeScore> gamma(const UnitSample& sample, const ShapeAsk& ask);

/// Krippendorff's nominal alpha over boxes: every two annotators' boxes are matched by the largest
/// sum of IoU with an IoU of 0.5 or more, whatever their labels; a matched pair compares two
/// labels, an unmatched box its label with "no box". A box of an item with m answers has weight 1 /
/// (m - 1) in each pair.
std::vector<ShapeScore> box_alpha(const BoxSample& sample, const ShapeAsk& ask);

/// The mean over all boxes of every two annotators of the IoU with the box that it is matched with,
/// 0 without one; the matching has the largest sum of IoU.
std::vector<ShapeScore> mean_iou(const BoxSample& sample, const ShapeAsk& ask);

/// F1 between every two annotators: boxes with the same label and an IoU of 0.5, or of 0.75;
/// "0.5:0.95" is the mean over ten thresholds (Lin et al. 2014).
std::vector<ShapeScore> box_f1(const BoxSample& sample, const ShapeAsk& ask);

}  // namespace lbl::agree
