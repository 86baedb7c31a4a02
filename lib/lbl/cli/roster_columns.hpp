// Slices by what a roster knows of the annotators: fields that no record has, joined after reading.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "lbl/model/ratings.hpp"
#include "lbl/model/roster.hpp"
#include "lbl/model/slice.hpp"

namespace lbl::cli {

/// Tells the columns that are in the records from those that the roster has, and puts both in
/// order again. A field of that name in the records gives way to the roster's.
class RosterColumns {
 public:
  /// Takes the roster's columns out of `columns`, which are then read from the records.
  RosterColumns(const model::Roster& roster, std::vector<model::SliceSpec>& columns);

  /// Gives every answer the values of its annotator. Records without an answer have none: who did
  /// not answer is not kept.
  void join(model::RatingsTable& table) const;

 private:
  const model::Roster& roster_;
  std::vector<std::optional<model::SliceSpec>> joined_;  ///< per column; none: from the records
};

}  // namespace lbl::cli
