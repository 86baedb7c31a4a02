// An order of the items that the order of the input does not change.
#include "lbl/bias/item_order.hpp"

#include <algorithm>
#include <utility>

#include "lbl/base/hash.hpp"

namespace lbl::bias {

std::vector<std::uint32_t> items_by_hash(const model::RatingsTable& table, std::size_t items) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keyed(items);
  for (std::uint32_t i = 0; i < keyed.size(); ++i)
    keyed[i] = {base::hash64(table.items.text(i)), i};
  std::sort(keyed.begin(), keyed.end(), [&](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    return table.items.text(a.second) < table.items.text(b.second);
  });
  std::vector<std::uint32_t> ranked;
  ranked.reserve(items);
  for (const auto& [key, item] : keyed) ranked.push_back(item);
  return ranked;
}

}  // namespace lbl::bias
