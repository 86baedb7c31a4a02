// Cuts the answers into slices: one small number an answer for each cut.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lbl/bias/bias.hpp"

namespace lbl::bias {

/// The rows that a measure counts: answers, or all records, grouped by item.
struct Rows {
  std::span<const std::uint64_t> item_begin;            ///< items + 1 entries
  std::span<const std::uint32_t> annotators;            ///< empty: not known
  std::vector<std::span<const std::uint32_t>> columns;  ///< of the ratings table
  std::span<const std::uint32_t> classes;               ///< see Scoring

  std::size_t size() const { return classes.size(); }
};

/// A cut and the slice that each row falls into.
struct CodedCut {
  Cut cut;
  std::vector<std::uint32_t> codes;
  std::vector<Note> notes;
  /// Per slice its place on a scale: a number, or the rank of a bin; empty for slices without one.
  std::vector<std::optional<double>> scores;
};

/// Cuts `rows` by the crossed `columns` of `table`. Slices stand in the order of a report: values
/// by model::slice_before, then missing ones, then "other", which holds all but the `max_levels`
/// most frequent. A column of more than kPlainNumbers numbers without bins is cut at its quartiles.
CodedCut code_rows(const model::RatingsTable& table, const Rows& rows,
                   const std::vector<std::size_t>& columns, std::size_t max_levels);

/// No limit to the number of slices.
inline constexpr std::size_t kAllLevels = static_cast<std::size_t>(-1);

/// Up to so many distinct numbers are taken as slices as they are.
inline constexpr std::size_t kPlainNumbers = 20;

}  // namespace lbl::bias
