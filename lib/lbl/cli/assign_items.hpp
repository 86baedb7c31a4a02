// Reads the items that are to be assigned, and writes them as tasks.
#pragma once

#include <string>
#include <vector>

#include "lbl/cli/session.hpp"
#include "lbl/sample/assign.hpp"

namespace lbl::cli {

/// Items and what is written of each.
struct AssignPool {
  std::vector<sample::AssignItem> items;
  std::vector<std::string> bodies;  ///< a JSON object each, without fields that give answers away
};

/// Where the fields of items are.
struct AssignFields {
  std::string item;
  std::vector<std::string> annotators;  ///< fields that name who must not see the item
  std::vector<std::string> values;      ///< AssignSpec::fields
  std::vector<std::string> hidden;
};

/// Reads the session's FILEs: one item for all records of an id, in the order of their first ones.
AssignPool read_assign_items(Session& session, const AssignFields& fields);

/// Reads gold items from `name`; those that are in `pool` too are taken out of it, with their
/// bodies, so that they look like all others.
AssignPool read_gold_items(Session& session, const std::string& name, const AssignFields& fields,
                           AssignPool& pool);

}  // namespace lbl::cli
