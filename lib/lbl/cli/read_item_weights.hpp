// --item-weights FILE: weights by item, as lbl-bias --write-weights writes them.
#pragma once

#include <string>

#include "lbl/cli/app.hpp"
#include "lbl/cli/session.hpp"
#include "lbl/model/item_weights.hpp"

namespace lbl::cli {

/// Adds --item-weights to the section that is open.
void add_item_weights_option(App& app, std::string& file);

/// Reads a file of records with `item` (or the batch's name for it) and `weight`. Throws Error
/// (input) with file and line for a record without either, a weight that is negative or no number,
/// and an item with two weights.
model::ItemWeights read_item_weights(Session& session, const std::string& name);

}  // namespace lbl::cli
