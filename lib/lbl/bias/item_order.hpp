// An order of the items that the order of the input does not change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lbl/model/ratings.hpp"

namespace lbl::bias {

/// The first `items` items of a table by the hash of their names.
std::vector<std::uint32_t> items_by_hash(const model::RatingsTable& table, std::size_t items);

}  // namespace lbl::bias
