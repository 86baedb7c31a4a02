// --item-weights: figures of a batch whose items stand for more or fewer than one.
#pragma once

#include <cstdint>
#include <vector>

#include "lbl/agree/agreement.hpp"
#include "lbl/agree/figures.hpp"
#include "lbl/agree/scale.hpp"
#include "lbl/model/ratings.hpp"

namespace lbl::agree {

/// The figures of a task by the weights of its items. The answers are counted apart for the groups
/// of items that a delete-a-group jackknife leaves out in turn.
class WeightedFigures {
 public:
  /// `options.item_weights` has one number from 0 on for each item of the table; only their ratios
  /// count. Items fall into groups by a hash of their id; of few items each is a group. `scale`
  /// must outlive this.
  WeightedFigures(const model::RatingsTable& table, const model::TaskRatings& ratings,
                  const Scale& scale, const std::vector<Request>& requests,
                  const Conventions& conventions, const Options& options, Identity identity);

  /// Puts the weighted value of each measure of slice number `slice` (0: the whole) in the place of
  /// the plain one, with the jackknife's standard error and t interval on G - 1 degrees: the
  /// variance is (G - 1) / G x the sum of (value without group g - value)^2 (Kott 2001, eq. 2).
  void weigh(std::size_t slice, std::vector<Measure>& measures) const;

 private:
  FigureMaker maker_;
  double level_;
  std::vector<SliceState> whole_;
  std::vector<std::vector<SliceState>> groups_;  ///< each with the slices of whole_
};

/// Makes the figures undefined that weights have no meaning for.
void refuse_weights(std::vector<Measure>& measures);

}  // namespace lbl::agree
