// --compare FIELD=A,B: do two groups, rounds or guideline versions agree differently?
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/agree/coefficient.hpp"
#include "lbl/model/ratings.hpp"

namespace lbl::agree {

struct Options;

/// Two values of a column of the table.
struct ComparisonSpec {
  std::size_t column = 0;
  std::string first, second;
};

/// The difference of one coefficient between the answers of two values.
struct Comparison {
  std::string task, field, first, second;
  const Coefficient* coefficient = nullptr;
  std::string metric, weights, form;
  stats::Estimate of_first, of_second;
  stats::Estimate difference;  ///< first less second; the interval is the bootstrap's
  std::optional<double> p;     ///< two-sided, from the error of the resampled difference
  std::uint64_t items_first = 0, items_second = 0, items_both = 0;
};

/// Compares every coefficient of a task. Items are resampled with the answers of both values
/// together, so that what an item does to both is counted once: a paired test on the items that
/// both answered. 1,000 replicates unless options.bootstrap says another number. Throws Error
/// (input) when no record has one of the values.
std::vector<Comparison> compare(const model::RatingsTable& table, const model::TaskRatings& ratings,
                                const ComparisonSpec& spec, const Options& options);

}  // namespace lbl::agree
