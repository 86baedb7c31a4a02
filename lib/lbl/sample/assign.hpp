// Who answers what: items to annotators, so that every item has its answers and any two annotators
// can be compared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lbl/model/roster.hpp"

namespace lbl::sample {

/// One item to be answered.
struct AssignItem {
  std::string id;
  std::vector<std::optional<std::string>> values;  ///< one a field of AssignSpec::fields
  std::vector<std::string> barred;                 ///< annotators who must not see it
};

/// What is asked for.
struct AssignSpec {
  std::uint64_t k = 1;            ///< answers an item
  std::uint64_t calibration = 0;  ///< items that all annotators see
  double gold_rate = 0;           ///< share of an annotator's tasks, in [0, 1)
  std::uint64_t seed = 1;
  std::vector<std::string> fields;      ///< of the items: what languages, groups, conflicts are by
  std::optional<std::size_t> language;  ///< number in `fields`; a roster's "languages" are of it
  std::optional<std::size_t> group;     ///< number in `fields`; the group that an item needs
  /// Minutes that one answer takes; hours of the roster are then a limit, else they are shares.
  std::optional<double> minutes;
};

/// The tasks of one annotator.
struct Workload {
  std::string annotator;
  std::vector<std::size_t>
      tasks;                ///< in the order to be done; gold items follow the others' numbers
  std::uint64_t items = 0;  ///< of the tasks: answered by k annotators
  std::uint64_t calibration = 0;       ///< of the tasks: seen by all
  std::uint64_t gold = 0;              ///< of the tasks: gold
  std::uint64_t gold_missing = 0;      ///< gold that the rate asks for and that there is not
  std::optional<std::uint64_t> limit;  ///< tasks at most
};

/// How many items two annotators share.
struct SharedItems {
  std::size_t first = 0, second = 0;  ///< numbers in Assignment::annotators
  std::uint64_t items = 0;
};

/// All of it.
struct Assignment {
  std::uint64_t items = 0;  ///< without gold
  std::uint64_t gold_items = 0;
  std::vector<Workload> annotators;      ///< in the order of the roster
  std::vector<std::size_t> calibration;  ///< numbers of items
  std::vector<SharedItems> pairs;        ///< every two annotators, calibration counted

  std::uint64_t tasks() const;
};

/// Assigns `items`, and `gold` beside them, to the roster. Each item goes to the k annotators who
/// may see it and rank highest by a hash of item, annotator and seed, weighted by their hours or
/// quota (rendezvous hashing: Thaler and Ravishankar 1998; weights: Efraimidis and Spirakis 2006),
/// so that an annotator who comes or goes moves few items. Then as few as possible move on, until
/// loads and limits are kept and pairs share about the same number of items. Throws Error (input)
/// when it cannot be done, with the constraint and by how much it fails.
Assignment assignment(const AssignSpec& spec, const model::Roster& roster,
                      const std::vector<AssignItem>& items, const std::vector<AssignItem>& gold);

}  // namespace lbl::sample
