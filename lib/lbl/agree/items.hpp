// Agreement item by item: what lbl-sample and people look at next.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "lbl/agree/agreement.hpp"
#include "lbl/agree/scale.hpp"
#include "lbl/model/ratings.hpp"
#include "lbl/stats/distance.hpp"

namespace lbl::agree {

/// One item of one task.
struct ItemFigures {
  std::uint32_t item = 0;  ///< index into RatingsTable::items
  std::uint64_t answers = 0;
  /// Answers by category, in the order of the category set; only categories that occur.
  std::vector<std::pair<std::uint32_t, std::uint64_t>> labels;
  std::optional<std::uint32_t> majority;  ///< none without answers and on a tie
  /// Mean distance between two answers over the largest distance in the category set; none with
  /// fewer than two answers.
  /// Of spans, segments and boxes 1 - F1, where what overlaps with the same label counts half.
  std::optional<double> disagreement;
  std::optional<double> entropy;  ///< bits; none without answers
};

/// Distances between the categories of the whole batch by the first metric in `options`, else the
/// task's own.
stats::DistanceKernel item_kernel(const model::TaskRatings& ratings, const Scale& scale,
                                  const Options& options);

/// Calls visit for every item of the table, in its order; the reference is valid during the call.
/// Distances are those of the first metric in `options`, else of the task's own. Throws Error
/// (usage) as agreement() does.
void for_each_item(const model::RatingsTable& table, const model::TaskRatings& ratings,
                   const Options& options, const std::function<void(const ItemFigures&)>& visit);

/// Adds every item to Result::items, the most disputed first; of equally disputed ones those with
/// more answers, then by name.
void add_item_entries(const model::RatingsTable& table, const model::TaskRatings& ratings,
                      const Options& options, Result& result);

}  // namespace lbl::agree
