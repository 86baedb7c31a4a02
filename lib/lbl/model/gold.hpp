// The right answers of a batch (gold): from a file, a field of the records, or one annotator.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lbl/model/ratings.hpp"

namespace lbl::model {

/// The gold of one task, item by item of a ratings table.
struct TaskGold {
  /// Per item of the table: an index into `categories`, TaskRatings::kNoValue where it has no gold.
  std::vector<std::uint32_t> values;
  /// The categories of the task under the same numbers, then those that only gold holds.
  std::vector<Answer> categories;
  std::vector<std::string> category_names;
  std::uint64_t items = 0;         ///< items of the table with gold
  std::uint64_t not_in_batch = 0;  ///< items with gold that the table does not have
};

/// The gold of a batch; tasks stand as in RatingsTable::tasks.
struct Gold {
  std::vector<TaskGold> tasks;
};

/// Takes the tasks from GoldSpec::first_task on out of the table: gold in a field of the records.
Gold take_gold_tasks(RatingsTable& table, std::size_t first_task);

/// Gold from a table of its own (GoldSpec::first_task is 0), joined by item; task t of it is the
/// gold of task t of `table`.
Gold join_gold(const RatingsTable& table, const RatingsTable& gold);

/// Takes one annotator's answers out of the table: they are the gold. Throws Error (input) when
/// nobody of that name answered.
Gold take_gold_annotator(RatingsTable& table, const std::string& name);

}  // namespace lbl::model
