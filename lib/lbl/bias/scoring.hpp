// What each answer counts for: measures turned into whole numbers, so that sums are exact.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "lbl/bias/levels.hpp"

namespace lbl::bias {

/// What one figure of a slice is about.
struct Target {
  std::optional<std::string> label;
  double offset = 0, unit = 1;  ///< a mean amount a is the figure offset + unit * a
};

/// An answer adds `amount` to `target`.
struct Score {
  std::uint32_t target;
  std::uint64_t amount;
};

/// A measure of a task. Amounts are whole numbers: 1 for a label that an answer has, a count of
/// units, or a number in fixed point. A row of class kNotCounted takes no part.
struct Scoring {
  static constexpr std::uint32_t kNotCounted = 0xFFFFFFFFu;

  Measure measure = Measure::rate;
  bool is_share = true;  ///< amounts are 0 or 1: a rate with odds
  bool has_zero = true;  ///< zero means none of it: ratios make sense
  std::vector<Target> targets;
  std::vector<std::uint32_t>
      first;  ///< classes + 1: scores of class c are [first[c], first[c + 1])
  std::vector<Score> scores;
  Rows rows;
  std::vector<Note> notes;

  Scoring() = default;
  Scoring(Scoring&&) = default;  // moving keeps the memory that `rows` points into
  Scoring& operator=(Scoring&&) = default;
  Scoring(const Scoring&) = delete;

  // What `rows` points into, where it is not the ratings table itself.
  std::vector<std::uint32_t> own_classes;
  std::vector<std::uint64_t> own_item_begin;
  std::vector<std::vector<std::uint32_t>> own_columns;
};

/// The measures that fit a task when none was asked for.
std::vector<Measure> default_measures(const model::Task& task);

/// Why `measure` does not fit the task; empty if it does.
std::string misfit(const model::TaskRatings& task, Measure measure);

/// Fixed point for numbers of which up to `rows` are added: whole numbers are kept as they are,
/// others get as many bits as the sum leaves room for beside `spare_bits`.
Target fixed_point(const std::vector<double>& numbers, std::size_t rows, int spare_bits);

/// Points Scoring::rows at the answers of `task`, with own classes where there are any.
void set_answer_rows(const model::TaskRatings& task, Scoring& out);

/// The scores of `measure`, which must fit and need no right answers. `labels` (empty: all that
/// occur) picks the targets; of labels not asked for by name the `max_labels` most frequent are
/// taken. Sums of amounts leave `spare_bits` of 62 free.
Scoring scoring(const model::TaskRatings& task, Measure measure,
                const std::vector<std::string>& labels, std::size_t max_labels, int spare_bits = 0);

}  // namespace lbl::bias
